"""Interests, to be read and exported: nobody edits what a person wrote."""

import csv
import logging
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from admissions.domain.eligibility import Outcome
from admissions.models import Interest, Letter
from admissions.text import eligibility_phrases
from catalogue.admin.base.columns import UNKNOWN
from catalogue.admin.base.filters import MOST_CHOICES, ShortFilter
from catalogue.admin.base.permissions import HiddenFromStrangers
from catalogue.models import Course, Programme
from catalogue.staff.confirm_again import AskingAgain
from catalogue.text.spreadsheets import harmless

audit = logging.getLogger("mastersite.audit")

# So many lines has the table of what most people wait for.
MOST_WAITED_FOR = 50


class ConfirmedFilter(admin.SimpleListFilter):
    title = _("confirmed")
    parameter_name = "confirmed"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(confirmed_at__isnull=self.value() == "no")
        return queryset


class OutcomeFilter(admin.SimpleListFilter):
    title = _("assessment")
    parameter_name = "outcome"

    def lookups(self, request, model_admin):
        return [
            *((str(code), eligibility_phrases.outcome(code)) for code in Outcome),
            ("none", _("not told")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "none":
            return queryset.filter(assessment__isnull=True)
        if self.value() in set(Outcome):
            return queryset.filter(assessment__outcome=self.value())
        return queryset


class CourseFilter(admin.SimpleListFilter):
    title = _("course")
    parameter_name = "course"

    def lookups(self, request, model_admin):
        """The courses asked about while few; else the chosen one, linked above the list."""
        asked = (
            Course.objects.filter(interests__isnull=False).distinct().order_by("title_da", "slug")
        )
        courses = list(asked[: MOST_CHOICES + 1])
        if len(courses) > MOST_CHOICES:
            courses = asked.filter(
                slug=self.used_parameters.get(self.parameter_name, "").replace("\x00", "")
            )
        return [(course.slug, course.title) for course in courses]

    def queryset(self, request, queryset):
        return queryset.filter(courses__slug=self.value()) if self.value() else queryset


@admin.register(Interest)
class InterestAdmin(AskingAgain, HiddenFromStrangers, admin.ModelAdmin):
    asks_again = frozenset({"export_csv"})
    list_display = [
        "name",
        "email",
        "about",
        "confirmed_at",
        "outcome",
        "when",
        "payer",
        "created_at",
        "programme",
    ]
    list_filter = [
        ConfirmedFilter,
        ("programme", ShortFilter),
        CourseFilter,
        "when",
        "payer",
        OutcomeFilter,
    ]
    search_fields = ["name", "email", "message"]
    list_select_related = ["programme"]
    list_per_page = 50
    show_full_result_count = False
    actions = ["export_csv"]
    fields = [
        "name",
        "email",
        "language",
        "programme",
        "about",
        "when",
        "payer",
        "message",
        "assessment_in_words",
        "created_at",
        "confirmed_at",
        "ends_on",
    ]
    readonly_fields = fields

    def get_queryset(self, request):
        """Without what the timer should have deleted by now."""
        kept = super().get_queryset(request).kept(timezone.now(), timezone.localdate())
        return kept.prefetch_related(
            Prefetch("courses", Course.objects.order_by("title_da", "slug"))
        )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_export_permission(self, request):
        return request.user.has_perm("admissions.export_interest")

    def get_deleted_objects(self, objs, request):
        """Letters go with the interest they belong to; that asks for no right of its own."""
        to_delete, counts, missing, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, missing - {Letter._meta.verbose_name}, protected

    def changelist_view(self, request, extra_context=None):
        waiting = waiting_most() if self.has_view_permission(request) else []
        return super().changelist_view(request, {"waiting": waiting, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Whoever reads what somebody wrote leaves a line in the log."""
        page = super().change_view(request, object_id, form_url, extra_context)
        audit.info(
            "interest read", extra={"user": request.user.get_username(), "interest": object_id}
        )
        return page

    @admin.display(description=_("wants news of"))
    def about(self, interest):
        whole = [gettext("The whole programme")] if interest.whole_programme else []
        return (
            ", ".join([*whole, *(str(course.title) for course in interest.courses.all())])
            or UNKNOWN
        )

    @admin.display(description=_("assessment"))
    def outcome(self, interest):
        return (
            eligibility_phrases.outcome(interest.assessment["outcome"])
            if interest.assessment
            else UNKNOWN
        )

    @admin.display(description=_("assessment"))
    def assessment_in_words(self, interest):
        record = interest.assessment
        if not record:
            return UNKNOWN
        lines = (
            (line["title"], line["mark"], line["sentence"], line["compared"])
            for line in eligibility_phrases.assessment_lines(record)
        )
        findings = format_html_join("", "<li><b>{}</b>: {}. {} {}</li>", lines)
        source = gettext("Version %(version)s of the requirements.") % {"version": record["set"]}
        return format_html(
            "<p><b>{}</b> {}</p><ul>{}</ul>",
            eligibility_phrases.assessment_heading(record),
            source,
            findings,
        )

    @admin.action(description=_("Export the confirmed ones as CSV"), permissions=["export"])
    def export_csv(self, request, queryset):
        interests = list(queryset.confirmed().select_related("programme"))
        if not interests:
            self.message_user(
                request,
                gettext("None of those chosen is confirmed, so there is nothing to export."),
                messages.WARNING,
            )
            return None
        _log_export(request, len(interests))
        return self._csv(interests)

    def _csv(self, interests):
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        name = gettext("interests") + f"-{timezone.localdate():%Y-%m-%d}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        writer = csv.writer(response, delimiter=";")
        writer.writerow(capfirst(title) for title, _column in EXPORTED)
        for interest in interests:
            writer.writerow(harmless(str(column(self, interest))) for _title, column in EXPORTED)
        return response


def _moment(moment):
    return date_format(timezone.localtime(moment), "Y-m-d H:i")


EXPORTED = [
    (_("received"), lambda page, interest: _moment(interest.created_at)),
    (_("confirmed"), lambda page, interest: _moment(interest.confirmed_at)),
    (_("ends"), lambda page, interest: interest.ends_on.isoformat()),
    (_("name"), lambda page, interest: interest.name),
    (_("e-mail"), lambda page, interest: interest.email),
    (_("language"), lambda page, interest: interest.language),
    (_("programme"), lambda page, interest: interest.programme.title),
    (_("wants news of"), lambda page, interest: page.about(interest)),
    (_("when"), lambda page, interest: interest.get_when_display()),
    (_("who pays"), lambda page, interest: interest.get_payer_display()),
    (_("assessment"), lambda page, interest: page.outcome(interest) if interest.assessment else ""),
    (_("message"), lambda page, interest: interest.message),
]


@dataclass(frozen=True)
class Waiting:
    """How many wait for a programme as a whole or for a course, and the filter that shows them."""

    title: str
    number: int
    filtered_by: str


def waiting_most():
    """Return for which programmes and published courses most people wait, most first.

    50 at most, in two queries.
    """
    now, today = timezone.now(), timezone.localdate()
    still = Q(
        interests__confirmed_at__isnull=False,
        interests__ends_on__gte=today,
        interests__confirmed_at__lte=now,
    )
    whole = still & Q(interests__whole_programme=True)
    programmes = _waited_for(Programme.objects.filter(whole)).order_by(
        "-waiting", "title_da", "slug"
    )
    courses = _waited_for(Course.objects.published().filter(still)).order_by(
        "-waiting", "title_da", "slug"
    )
    rows = [_waiting_for_programme(programme) for programme in programmes[:MOST_WAITED_FOR]]
    rows += [
        Waiting(course.title, course.waiting, f"course={course.slug}")
        for course in courses[:MOST_WAITED_FOR]
    ]
    return sorted(rows, key=lambda row: -row.number)[:MOST_WAITED_FOR]


def _waited_for(rows):
    return rows.annotate(waiting=Count("interests", distinct=True))


def _waiting_for_programme(programme):
    title = gettext("%(programme)s as a whole") % {"programme": programme.title}
    return Waiting(title, programme.waiting, f"programme__id__exact={programme.pk}")


def _log_export(request, number):
    """Say who took how many out, and by which filters.

    Never whom, and never what was searched for.
    """
    page_filters = {
        "confirmed",
        "course",
        "outcome",
        "programme__id__exact",
        "when__exact",
        "payer__exact",
    }
    filters = {name: request.GET[name][:100] for name in sorted(page_filters & set(request.GET))}
    LogEntry.objects.create(
        user=request.user,
        content_type=ContentType.objects.get_for_model(Interest),
        object_repr=gettext("interests"),
        action_flag=CHANGE,
        change_message=ngettext(
            "Exported %(number)d interest.", "Exported %(number)d interests.", number
        )
        % {"number": number},
    )
    audit.info(
        "interests exported",
        extra={
            "user": request.user.get_username(),
            "number": number,
            "filters": filters,
            "searched": "q" in request.GET,
        },
    )
