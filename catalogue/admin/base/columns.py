"""Computed columns: what a run is shown as, and when."""

from datetime import date

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue.domain.deadlines import course_deadline
from catalogue.domain.status import State
from catalogue.text import phrases

UNKNOWN = "–"
SHADES = {
    State.OPEN: "on",
    State.CLOSING_SOON: "bad",
    State.NOT_YET_OPEN: "half",
    State.FULL: "half",
    State.RUNNING: "half",
}


def mark(shade, words):
    """A status as the admin draws it: on, half, bad or off, always with words."""
    return format_html('<span class="st st-{}">{}</span>', shade, words)


def state_mark(status):
    return mark(SHADES.get(status.state, "off"), phrases.state(status))


def day_or_unknown(day):
    """A day in short, never broken over two lines: 7. dec. 2026."""
    return phrases.short_date(day) if day else UNKNOWN


def publication_mark(row):
    """Whether a row is published, and when it will be by itself."""
    return mark("on", gettext("Published")) if row.is_published else unpublished_mark(row)


def unpublished_mark(row):
    return (
        mark("half", published_when(row))
        if row.publish_at
        else mark("off", gettext("Not published"))
    )


def published_when(row):
    """The time at which a row is published by itself, in words."""
    moment = date_format(timezone.localtime(row.publish_at), "DATETIME_FORMAT")
    return gettext("Will be published %(moment)s") % {"moment": moment}


def next_run(course, today):
    """The run that visitors see next: published before drafts, then the soonest. Wants `runs`."""
    runs = (run for run in course.runs.all() if not run.cancelled_on)
    ahead = [run for run in runs if (run.starts_on or date.max) >= today]
    return min(
        ahead, key=lambda run: (not run.is_published, run.starts_on or date.max), default=None
    )


def run_mark(run):
    """What visitors see of a run today."""
    if not run.is_published:
        return unpublished_mark(run)
    if not run.course.is_published:
        return unpublished_mark(run.course)
    return state_mark(run.status(timezone.localdate()))


class RunColumns:
    """The computed columns of a course run, the same on its page, in lists and on its course's."""

    @admin.display(description=_("deadline by the rule"))
    def deadline_by_rule(self, run):
        rules = run.time_rules()
        if rules.course_deadline_weeks is None:
            return gettext("No rule: the course has no home programme with a rule.")
        return day_or_unknown(course_deadline(rules, run.starts_on))

    @admin.display(description=_("last day to apply"))
    def deadline(self, run):
        return day_or_unknown(run.closes_on)

    @admin.display(description=_("last day of refund"))
    def refund_day(self, run):
        return day_or_unknown(run.refund_until)

    @admin.display(description=_("shown as"))
    def shown_as(self, run):
        return run_mark(run) if run.pk else UNKNOWN

    @admin.display(description=_("teaching days"))
    def days_link(self, run):
        if not run.pk:
            return gettext("Save the run first; then its teaching days can be given.")
        days = len(run.teaching_days.all())
        words = ngettext("%(days)s teaching day", "%(days)s teaching days", days) % {"days": days}
        address = reverse("admin:catalogue_courserun_change", args=[run.pk])
        return format_html('<a href="{}#teaching_days-group">{}</a>', address, words)
