"""Editing course runs and the days on which they teach."""

from django.contrib import admin
from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.admin.base.columns import RunColumns
from catalogue.admin.base.filters import ShortFilter
from catalogue.admin.base.forms import EditingFormSet
from catalogue.admin.base.inlines import EditingStacked, EditingTabular
from catalogue.admin.base.publish_at import TimedForm
from catalogue.admin.editing import EditingAdmin
from catalogue.admin.exchange.pages import Exchanged
from catalogue.admin.previews import previews_url
from catalogue.models import CourseRun, TeachingDay
from catalogue.text import phrases

# To be counted: a run's teaching days without their words.
DAYS = Prefetch("teaching_days", TeachingDay.objects.only("run_id"))
# Admissions count the places: a number from when the page was loaded would undo
# what they have counted since.
COMPUTED = ["deadline_by_rule", "deadline", "refund_day", "shown_as", "places_taken"]
WHEN = [
    ("starts_on", "ends_on", "opens_on", "reply_by"),
    ("deadline_by_rule", "deadline", "refund_day"),
]
FIELDSETS_BELOW = [
    (
        _("Deadline exception"),
        {
            "fields": ["deadline_on", ("deadline_reason_da", "deadline_reason_en")],
            "classes": ["collapse"],
        },
    ),
    (
        _("Place and language"),
        {
            "fields": [("delivery", "host"), ("place_da", "place_en"), "teaching_languages"],
            "classes": ["collapse"],
        },
    ),
    (
        _("Price"),
        {
            "fields": [
                ("price_dkk", "price_outside_eu_dkk"),
                ("price_covers_da", "price_covers_en"),
            ],
            "classes": ["collapse"],
        },
    ),
    (
        _("Places, exam, cancelling"),
        {
            "fields": [
                ("places", "places_taken", "has_waiting_list"),
                ("exam_on", "reexam_on"),
                "cancelled_on",
            ],
            "classes": ["collapse"],
        },
    ),
]


class CourseRunForm(TimedForm):
    limits = {"places": (0, 10_000)}


class CourseRunInline(RunColumns, EditingStacked):
    model = CourseRun
    form = CourseRunForm
    show_change_link = True
    readonly_fields = [*COMPUTED, "days_link"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("code", "is_published", "publish_at", "is_example"),
                    *WHEN,
                    ("shown_as", "days_link"),
                ]
            },
        ),
        *FIELDSETS_BELOW,
    ]

    def get_queryset(self, request):
        runs = (
            super()
            .get_queryset(request)
            .select_related("course__home_programme")
            .prefetch_related(DAYS)
        )
        return runs.order_by(F("starts_on").desc(nulls_first=True), "-pk")


class TeachingDayFormSet(EditingFormSet):
    held_once = ("on", "starts_at")


class TeachingDayInline(EditingTabular):
    model = TeachingDay
    formset = TeachingDayFormSet
    fields = ["on", "starts_at", "ends_at", "is_online", "place_da", "place_en"]


@admin.register(CourseRun)
class CourseRunAdmin(Exchanged, RunColumns, EditingAdmin):
    form = CourseRunForm
    inlines = [TeachingDayInline]
    autocomplete_fields = ["course"]
    list_display = [
        "name",
        "starts_on",
        "deadline",
        "refund_day",
        "shown_as",
        "days_link",
        "places_taken",
        "places",
        "is_example",
    ]
    list_filter = [
        "is_published",
        "is_example",
        "delivery",
        "course__host",
        ("course__entries__programme", ShortFilter),
    ]
    list_select_related = ["course__home_programme"]
    search_fields = ["code", "course__title_da", "course__title_en", "course__code", "course__slug"]
    ordering = [F("starts_on").desc(nulls_first=True), "-pk"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("course", "code"),
                    ("is_published", "publish_at", "is_example"),
                    *WHEN,
                    "shown_as",
                ]
            },
        ),
        *FIELDSETS_BELOW,
    ]

    def get_queryset(self, request):
        """Each run with its teaching days: counted for the page's rows, not for all there are."""
        return super().get_queryset(request).prefetch_related(DAYS)

    @admin.display(description=_("course run"), ordering="course__title_da")
    def name(self, run):
        """With its start and code, since a narrow screen shows this column alone."""
        when = phrases.short_date(run.starts_on) if run.starts_on else gettext("without a date")
        return format_html(
            "{} <small>{}</small>", run.course, ", ".join(filter(None, [when, run.code]))
        )

    def get_readonly_fields(self, request, obj=None):
        # A run stays with its course: those who wait for it and its public address hang on it.
        return [*COMPUTED, "course"] if obj else COMPUTED

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        # A run is seen on its course's page.
        context["previews_url"] = previews_url(self.admin_site, request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def view_on_site(self, obj):
        shown = obj.is_published and obj.course.is_published
        return reverse("catalogue:course", args=[obj.course.slug]) if shown else None
