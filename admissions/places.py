"""Places on a run or in an intake: taken when one is offered, free again when it is not used."""

from admissions.models import Application
from admissions.services import Refused
from catalogue.models import CourseRun, Intake


def take_place(application: Application) -> None:
    """Count one more place as taken; where no number of places is set, nothing is counted. Refused: no_place_left.

    To be called in the transaction of the offer: the row is locked until then, so that no place is given twice.
    """
    row = _row(application)
    if row is None or row.places is None:
        return
    if row.places_taken >= row.places:
        raise Refused("no_place_left")
    _count(row, row.places_taken + 1)


def free_place(application: Application) -> None:
    """Count a place that was offered, or accepted, as free again."""
    row = _row(application)
    if row is not None and row.places is not None and row.places_taken > 0:
        _count(row, row.places_taken - 1)


def _row(application):
    if application.run_id:
        return CourseRun.objects.select_for_update().get(pk=application.run_id)
    rows = Intake.objects.select_for_update()
    return rows.filter(programme=application.programme_id, year=application.year).first()


def _count(row, number):
    """Saved, not updated, so that the pages learn of it; it is no edit of anybody's, so the history does not."""
    row.places_taken = number
    row.skip_history_when_saving = True
    row.save(update_fields=["places_taken"])
