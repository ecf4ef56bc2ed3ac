"""The dates: deadlines by month, and the year ahead as a ruler."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import prefetch_related_objects
from django.views.decorators.http import require_safe

from catalogue.changes.moved_dates import moves_ahead
from catalogue.domain.deadlines import months_before
from catalogue.domain.status import AHEAD, State
from catalogue.models import Programme
from catalogue.public.course_rows import list_courses
from catalogue.public.former_addresses import follows_former_address
from catalogue.public.page import public_page, render_page, today_of, viewing_of
from catalogue.public.site import load_site
from catalogue.text import phrases
from catalogue.views.which_programme import which_programme

DAYS_SHOWN_AFTER = 30
TOLD = AHEAD | {State.CLOSED}


@require_safe
@public_page
@follows_former_address(Programme)
def deadlines(request, slug=None):
    """All that is ahead of a programme by month, and what has just passed."""
    site = load_site(viewing_of(request))
    found = site.programme if slug is None else site.find(slug)
    if found is None or (slug and site.programme):
        return which_programme(request, site, slug, found, "deadlines")
    today = today_of(request)
    listed = list_courses([found], today, site.viewing)
    months, passed = deadlines_by_month([found], listed, today)
    rule_day = ""
    if found.deadline_month:
        rule_day = phrases.day_of_year(found.deadline_month, found.deadline_day)
    context = {
        "section": "deadlines",
        "programme": found,
        "months": months,
        "passed": passed,
        "ruler": year_ruler(months, today),
        "rule_day": rule_day,
    }
    return render_page(request, "catalogue/deadlines.html", site, about=[found], **context)


@dataclass(frozen=True)
class Deadline:
    """One last day to apply: of a course run, or of a programme's intake when `item` is None."""

    on: date
    status: object
    programme: object
    item: object = None
    run: object = None
    intake: object = None
    moves: dict = field(default_factory=dict)

    @property
    def is_example(self):
        return bool(self.run and self.run.is_example)


def deadlines_by_month(programmes, listed, today):
    """Return (months, passed): deadlines ahead by first of month, and the last thirty days'."""
    moves = moves_ahead(today)
    every = _intakes(programmes, today, moves)
    for item in listed:
        for run, status in item.runs:
            if status.deadline_on and (status.state in TOLD or _is_called_off(status, today)):
                every.append(
                    Deadline(status.deadline_on, status, None, item, run, moves=moves.of_run(run))
                )
    every.sort(key=lambda deadline: (deadline.on, deadline.item is not None))
    months = {}
    for deadline in every:
        if deadline.on >= today:
            months.setdefault(deadline.on.replace(day=1), []).append(deadline)
    earliest = today - timedelta(days=DAYS_SHOWN_AFTER)
    passed = [deadline for deadline in every if earliest <= deadline.on < today]
    return list(months.items()), passed


def _intakes(programmes, today, moves):
    prefetch_related_objects(programmes, "intakes")
    found = []
    for programme in programmes:
        intakes = programme.cancelled_intakes(today)
        nearest = programme.next_intake(today)
        if nearest and nearest.closes_on:
            intakes.append(nearest)
        for intake in intakes:
            status, told = intake.status(today), moves.of_intake(intake)
            found.append(Deadline(intake.closes_on, status, programme, intake=intake, moves=told))
    return found


def _is_called_off(status, today):
    """Whether it was cancelled, while somebody may still mean to apply."""
    return status.state is State.CANCELLED and status.deadline_on >= today


def year_ruler(months, today):
    """Return the marks of a ruler of thirteen months, in 1200 units from this month's first."""
    start = today.replace(day=1)
    first_days = [months_before(start, -number) for number in range(14)]
    length = (first_days[-1] - start).days

    def at(day):
        return round((day - start).days * 1200 / length, 1)

    marks = []
    for _month, found in months:
        for deadline in found:
            if deadline.on < first_days[-1] and deadline.status.state in AHEAD:
                marks.append((at(deadline.on), deadline))
    return {
        "months": [(at(day), day) for day in first_days[:-1]],
        "deadlines": marks,
        "today": at(today),
    }
