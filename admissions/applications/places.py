"""Places on a run or in an intake: taken when one is offered, free again when it is not used.

What visitors read of it, such as full, is decided by `catalogue.domain.status`.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from admissions.domain.refusals import Refused
from admissions.domain.workflow import HAVING_A_PLACE, Action, State
from admissions.models import Application, Event
from catalogue.changes.version import open_version
from catalogue.models import CourseRun, Intake


def take_place(application: Application) -> None:
    """Count the places again once one is offered; where no number is set none is the last.

    Refused: no_place_left. To be called after the step, in its transaction: the row is locked until
    then, so that no place is given twice.
    """
    row = _row(application)
    if row is None:
        return
    taken = _taken(row, change=1)
    if row.places is not None and taken > row.places:
        raise Refused("no_place_left")
    _count(row, taken)


def free_place(application: Application) -> None:
    """Count the places again once one that was offered, or accepted, is not used.

    To be called after the step.
    """
    row = _row(application)
    if row is not None:
        _count(row, _taken(row, change=-1))


def recount_places(*, is_dry_run: bool = False) -> dict[str, int]:
    """Count the places of every run and intake that has cases; return how many were wrong.

    One is where a run or an intake was entered after the first place was offered.
    """
    of_intake = Application.objects.filter(programme=OuterRef("programme"), year=OuterRef("year"))
    intakes = Intake.objects.filter(Exists(of_intake), is_example=False)
    runs = CourseRun.objects.filter(
        Exists(Application.objects.filter(run=OuterRef("pk"))), is_example=False
    )
    rows: list[Intake | CourseRun] = [*intakes, *runs]
    wrong = [row for row in rows if _taken(row) != row.places_taken]
    for row in [] if is_dry_run else wrong:
        with transaction.atomic():
            locked = _locked(type(row).objects.filter(pk=row.pk))
            _count(locked, _taken(locked))
    return {"places_recounted": len(wrong)}


def _row(application):
    rows = application.aim_rows()
    return _locked(rows) if rows.exists() else None


def _locked(rows):
    """Lock a row in the order of every edit, the catalogue's version first.

    An editor who saves the row at this moment has the version already, and waits for the row.
    """
    open_version()
    return rows.select_for_update().first()


def _taken(row, *, change=0):
    """How many places are taken.

    Counted, not added up, so that no number set or typed in later makes it drift.
    """
    if row.is_example:
        # Nobody applied for most places of an example.
        return max(0, row.places_taken + change)
    # Erasing the case of somebody who accepted takes no place from them.
    erased = Event.objects.filter(action=Action.ERASE, source=State.ACCEPTED)
    has_place = Q(state__in=HAVING_A_PLACE) | Q(
        state=State.ERASED, pk__in=erased.values("application")
    )
    return Application.objects.to(row).filter(has_place).count()


def _count(row, number):
    """Saved, not updated, so that the pages learn of it.

    It is no edit of anybody's, so the history does not.
    """
    if number != row.places_taken:
        row.places_taken = number
        row.skip_history_when_saving = True
        row.save(update_fields=["places_taken"])
