"""Editing programmes, and whether the public sees them."""

from django.contrib import admin, messages
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.admin.base.columns import (
    UNKNOWN,
    day_or_unknown,
    mark,
    published_when,
    unpublished_mark,
)
from catalogue.admin.base.forms import ExampleForm
from catalogue.admin.base.publish_at import TimedForm
from catalogue.admin.checks.panel import ChecksPanel
from catalogue.admin.curriculum import CurriculumEntryInline, ElectiveGroupInline, IntakeInline
from catalogue.admin.editing import ExampleAdmin
from catalogue.admin.previews import UnsavedAdmin
from catalogue.admin.texts import AudienceInline, QuestionInline, TextPageInline, VoiceInline
from catalogue.models import Programme
from catalogue.public.findings import finding_sentences
from catalogue.staff.confirm_again import AskingAgain
from catalogue.text import phrases


class ProgrammeForm(TimedForm, ExampleForm):
    limits = {
        "years_min": (1, 20),
        "years_max": (1, 20),
        "eqf_level": (1, 8),
        "deadline_day": (1, 31),
        "course_deadline_weeks": (0, 104),
        "refund_months": (0, 60),
        "exam_attempts": (0, 20),
    }


@admin.register(Programme)
class ProgrammeAdmin(AskingAgain, ChecksPanel, UnsavedAdmin, ExampleAdmin):
    asks_again = frozenset({"delete", "delete_selected"})
    form = ProgrammeForm
    list_display = ["name", "code", "size", "courses", "next_deadline", "seen_as"]
    list_display_links = ["name"]
    list_filter = ["is_published", "home_university", "delivery"]
    ordering = ["order", "title_da"]
    search_fields = ["title_da", "title_en", "code", "slug"]
    prepopulated_fields = {"slug": ["title_da"]}
    autocomplete_fields = ["home_university", "office", "head_of_studies", "single_course_set"]
    readonly_fields = ["public_state", "publish_checks"]
    inlines = [
        ElectiveGroupInline,
        CurriculumEntryInline,
        IntakeInline,
        AudienceInline,
        VoiceInline,
        QuestionInline,
        TextPageInline,
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "public_state",
                    "publish_checks",
                    ("is_published", "publish_at"),
                    ("title_da", "title_en"),
                    ("slug", "code", "order"),
                ]
            },
        ),
        (
            _("Words"),
            {
                "fields": [
                    "text_languages",
                    ("promise_da", "promise_en"),
                    ("summary_da", "summary_en"),
                    ("award_da", "award_en"),
                    ("form_da", "form_en"),
                    ("outcomes_da", "outcomes_en"),
                ]
            },
        ),
        (
            _("Facts"),
            {
                "fields": [
                    ("ects", "years_min", "years_max"),
                    ("teaching_languages", "delivery"),
                    ("eqf_level", "isced_f"),
                ]
            },
        ),
        (_("Who"), {"fields": [("home_university", "partners"), ("office", "head_of_studies")]}),
        (
            _("Rules of time"),
            {
                "fields": [
                    ("deadline_day", "deadline_month"),
                    ("course_deadline_weeks", "refund_months"),
                    "accepts_late",
                ]
            },
        ),
        (
            _("Single courses"),
            {"fields": [("single_courses", "single_course_rule", "single_course_set")]},
        ),
        (
            _("Price"),
            {
                "fields": [
                    ("price_min_dkk", "price_max_dkk", "exam_attempts"),
                    ("price_source_da", "price_source_en"),
                    ("price_covers_da", "price_covers_en"),
                ]
            },
        ),
    ]

    def get_queryset(self, request):
        programmes = super().get_queryset(request).with_curriculum().prefetch_related("intakes")
        return programmes.annotate(course_count=Count("entries"))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        warn_if_hidden(self, request, [form.instance.pk])

    def view_on_site(self, obj):
        saved = _saved(obj.pk)
        is_shown = saved.is_published and not saved.findings()
        return reverse("catalogue:programme", args=[saved.slug]) if is_shown else None

    @admin.display(description=_("programme"), ordering="title_da")
    def name(self, programme):
        return str(programme)

    @admin.display(description="ECTS", ordering="ects")
    def size(self, programme):
        return phrases.number(programme.ects)

    @admin.display(description=_("courses"), ordering="course_count")
    def courses(self, programme):
        address = reverse("admin:catalogue_course_changelist")
        return format_html(
            '<a href="{}?entries__programme__id__exact={}">{}</a>',
            address,
            programme.pk,
            programme.course_count,
        )

    @admin.display(description=_("next deadline"))
    def next_deadline(self, programme):
        intake = programme.next_intake(timezone.localdate())
        return day_or_unknown(intake and intake.closes_on)

    @admin.display(description=_("for the public"))
    def seen_as(self, programme):
        return _public_mark(programme, programme.findings())

    @admin.display(description=_("For the public"))
    def public_state(self, programme):
        """Whether the public sees the programme as it is saved, and all that stands in the way."""
        if not programme.pk:
            return UNKNOWN
        saved = _saved(programme.pk)
        findings = saved.findings()
        items = format_html_join(
            "", "<li>{}</li>", ([words] for words in finding_sentences(findings))
        )
        listed = format_html("<ul>{}</ul>", items) if findings else ""
        return format_html(
            '<div class="public-state">{}{}</div>', _public_mark(saved, findings), listed
        )


def warn_if_hidden(model_admin, request, programme_keys):
    """Tell the editor of each programme that is published and yet not shown, and why."""
    for programme in Programme.objects.published().with_curriculum().filter(pk__in=programme_keys):
        findings = programme.findings()
        if findings:
            words = gettext(
                "%(programme)s is published but not shown to the public: %(findings)s"
            ) % {
                "programme": programme,
                "findings": " ".join(finding_sentences(findings)),
            }
            model_admin.message_user(request, words, messages.WARNING)


def _saved(key):
    return Programme.objects.with_curriculum().get(pk=key)


def _public_mark(programme, findings):
    if findings and programme.is_published:
        return mark("bad", gettext("Published, but not shown to the public"))
    if findings and programme.publish_at:
        return mark(
            "bad", gettext("%(when)s, but not complete") % {"when": published_when(programme)}
        )
    if findings:
        return mark("off", gettext("Not shown to the public: not published, and not complete"))
    if programme.is_published:
        return mark("on", gettext("Shown to the public"))
    if programme.publish_at:
        return unpublished_mark(programme)
    return mark("half", gettext("Not shown to the public: complete, but not published"))
