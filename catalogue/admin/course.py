"""Editing courses with their runs; the list says where each stands and what it lacks."""

from itertools import permutations

from django.contrib import admin
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.admin.base.columns import (
    UNKNOWN,
    day_or_unknown,
    mark,
    next_run,
    run_mark,
    unpublished_mark,
)
from catalogue.admin.base.filters import ShortFilter
from catalogue.admin.base.forms import ExampleForm
from catalogue.admin.base.publish_at import TimedForm
from catalogue.admin.checks.panel import ChecksPanel
from catalogue.admin.editing import ExampleAdmin
from catalogue.admin.exchange.pages import Exchanged
from catalogue.admin.previews import UnsavedAdmin
from catalogue.admin.programme import warn_if_hidden
from catalogue.admin.run import CourseRunInline
from catalogue.models import Course, CourseRun, CurriculumEntry
from catalogue.models.university import danish_order
from catalogue.staff import rights
from catalogue.text import phrases
from catalogue.text.translation import LANGUAGE_CHOICES, LANGUAGES


class LanguageFilter(admin.SimpleListFilter):
    title = _("language of teaching")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return [*LANGUAGE_CHOICES, ("none", _("not known"))]

    def queryset(self, request, queryset):
        if self.value() == "none":
            return queryset.filter(teaching_languages=[])
        if self.value() in LANGUAGES:
            return queryset.filter(_holds("teaching_languages", self.value()))
        return queryset


class ExampleFilter(admin.SimpleListFilter):
    title = _("has an example")
    parameter_name = "example"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        runs = CourseRun.objects.filter(course=OuterRef("pk"), is_example=True)
        holds = ~Q(example_fields=[]) | Exists(runs)
        return {"yes": queryset.filter(holds), "no": queryset.exclude(holds)}.get(
            self.value(), queryset
        )


class CourseForm(TimedForm, ExampleForm):
    limits = {"workload_hours": (1, 5000)}


@admin.register(Course)
class CourseAdmin(Exchanged, ChecksPanel, UnsavedAdmin, ExampleAdmin):
    form = CourseForm
    belongs_to = "host"
    inlines = [CourseRunInline]
    list_display = ["name", "size", "kinds", "next_start", "deadline", "shown_as", "missing"]
    list_display_links = ["name"]
    list_filter = [
        "is_published",
        ("entries__programme", ShortFilter),
        "entries__kind",
        "host",
        LanguageFilter,
        ExampleFilter,
    ]
    search_fields = ["title_da", "title_en", "code", "slug"]
    prepopulated_fields = {"slug": ["title_da"]}
    autocomplete_fields = ["home_programme", "host", "coordinator"]
    readonly_fields = ["publish_checks"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "publish_checks",
                    ("is_published", "publish_at"),
                    ("title_da", "title_en"),
                    ("title_language", "title_en_is_working"),
                    ("slug", "code"),
                    ("summary_da", "summary_en"),
                ]
            },
        ),
        (
            _("Facts"),
            {
                "fields": [
                    ("ects", "workload_hours"),
                    ("home_programme", "host", "coordinator"),
                    ("teaching_languages", "exam_languages", "seasons"),
                    "isced_f",
                ]
            },
        ),
        (
            _("Content"),
            {
                "fields": [
                    ("content_da", "content_en"),
                    ("outcomes_da", "outcomes_en"),
                    ("teaching_da", "teaching_en"),
                ],
                "classes": ["collapse"],
            },
        ),
        (
            _("Exam"),
            {
                "fields": [
                    ("exam_da", "exam_en"),
                    ("exam_aids_da", "exam_aids_en"),
                    ("grading", "examiner"),
                ],
                "classes": ["collapse"],
            },
        ),
        (
            _("Prerequisites and literature"),
            {
                "fields": [
                    ("required_da", "required_en"),
                    ("recommended_da", "recommended_en"),
                    ("literature_da", "literature_en"),
                ],
                "classes": ["collapse"],
            },
        ),
    ]

    def get_queryset(self, request):
        entries = CurriculumEntry.objects.select_related("programme")
        # What the public sees is no secret; another university's drafts are.
        seen = rights.visible(request.user, CourseRun.objects).values("pk")
        runs = CourseRun.objects.filter(Q(is_published=True) | Q(pk__in=seen)).annotate(
            days=Count("teaching_days")
        )
        courses = super().get_queryset(request).select_related("host", "home_programme")
        return courses.prefetch_related(Prefetch("entries", entries), Prefetch("runs", runs))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        # A course's ECTS decide whether the programmes it stands in still add up.
        warn_if_hidden(self, request, form.instance.entries.values_list("programme", flat=True))

    def view_on_site(self, obj):
        return reverse("catalogue:course", args=[obj.slug]) if obj.is_published else None

    def words_to_choose(self, course):
        """Its code and home programme too: every programme may have a course of the same title."""
        told = ", ".join(str(words) for words in (course.code, course.home_programme) if words)
        return f"{course} ({told})" if told else str(course)

    def get_ordering(self, request):
        """By the Danish alphabet, whichever database keeps the rows."""
        return [danish_order("title_da", connection.vendor).asc(), "title_en"]

    @admin.display(description=_("course"), ordering="title_da")
    def name(self, course):
        return str(course)

    @admin.display(description="ECTS", ordering="ects")
    def size(self, course):
        return phrases.number(course.ects)

    @admin.display(description=_("kind"))
    def kinds(self, course):
        places = ((phrases.kind(entry.kind), entry.programme) for entry in course.entries.all())
        return (
            format_html_join("", '<div>{} <small class="quiet">{}</small></div>', places) or UNKNOWN
        )

    @admin.display(description=_("next start"))
    def next_start(self, course):
        run = next_run(course, timezone.localdate())
        return day_or_unknown(run and run.starts_on)

    @admin.display(description=_("deadline"))
    def deadline(self, course):
        run = next_run(course, timezone.localdate())
        return day_or_unknown(run and run.closes_on)

    @admin.display(description=_("shown as"))
    def shown_as(self, course):
        if not course.is_published:
            return unpublished_mark(course)
        run = next_run(course, timezone.localdate())
        return run_mark(run) if run else mark("off", gettext("No run ahead"))

    @admin.display(description=_("missing"))
    def missing(self, course):
        return ", ".join(_missing(course, next_run(course, timezone.localdate()))) or UNKNOWN


def _missing(course, run):
    """What a visitor would look for in vain, in short words."""
    wanted = set().union(*(entry.programme.text_languages for entry in course.entries.all()))
    languages = wanted or LANGUAGES
    holes = {
        gettext("host"): not (course.host_id or (run and run.host_id)),
        gettext("language"): not (course.teaching_languages or (run and run.teaching_languages)),
        gettext("price"): bool(run) and run.price_dkk is None,
        gettext("days"): bool(run) and not run.days,
        gettext("Danish text"): "da" in languages and not _has_texts(course, "da"),
        gettext("English text"): "en" in languages and not _has_texts(course, "en"),
    }
    return [words for words, is_missing in holes.items() if is_missing]


def _has_texts(course, language):
    return all(getattr(course, f"{name}_{language}") for name in ("title", "summary", "content"))


def _holds(column, code):
    """Rows whose list holds the code.

    Any order of any of the languages is tried, which SQLite's JSON can compare.
    """
    condition = Q()
    for size in range(1, len(LANGUAGES) + 1):
        for codes in permutations(LANGUAGES, size):
            if code in codes:
                condition |= Q(**{column: list(codes)})
    return condition
