"""Places on a run or in an intake: taken when one is offered, free again when it is not used."""

from django.db.models import Q

from admissions.domain.workflow import HAVING_A_PLACE, Action, State
from admissions.models import Application, Event
from admissions.services import Refused
from catalogue.models import CourseRun, Intake


def take_place(application: Application) -> None:
    """Count the places again once one is offered; where no number is set none is the last. Refused: no_place_left.

    To be called after the step, in its transaction: the row is locked until then, so that no place is given twice.
    """
    row = _row(application)
    if row is None:
        return
    taken = _taken(row, application, change=1)
    if row.places is not None and taken > row.places:
        raise Refused("no_place_left")
    _count(row, taken)


def free_place(application: Application) -> None:
    """Count the places again once one that was offered, or accepted, is not used. To be called after the step."""
    row = _row(application)
    if row is not None:
        _count(row, _taken(row, application, change=-1))


def _row(application):
    if application.run_id:
        return CourseRun.objects.select_for_update().get(pk=application.run_id)
    rows = Intake.objects.select_for_update()
    return rows.filter(programme=application.programme_id, year=application.year).first()


def _taken(row, application, *, change):
    """How many places are taken: counted, not added up, so that no number set or typed in later makes it drift."""
    if row.is_example:
        # Nobody applied for most places of an example.
        return max(0, row.places_taken + change)
    if application.run_id:
        beside = Application.objects.filter(run=application.run_id)
    else:
        beside = Application.objects.filter(programme=application.programme_id, year=application.year)
    # Erasing the case of somebody who accepted takes no place from them.
    erased = Event.objects.filter(action=Action.ERASE, source=State.ACCEPTED)
    has_place = Q(state__in=HAVING_A_PLACE) | Q(state=State.ERASED, pk__in=erased.values("application"))
    return beside.filter(has_place).count()


def _count(row, number):
    """Saved, not updated, so that the pages learn of it; it is no edit of anybody's, so the history does not."""
    if number != row.places_taken:
        row.places_taken = number
        row.skip_history_when_saving = True
        row.save(update_fields=["places_taken"])
