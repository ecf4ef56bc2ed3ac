"""The dates and places of a run's or an intake's row as the domain judges them, for both."""

from catalogue.domain.status import Schedule, status


def status_of(row, today):
    """Return the one status of a run or an intake on a day in Copenhagen."""
    return status(
        Schedule(
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            opens_on=row.opens_on,
            deadline_on=row.closes_on,
            places=row.places,
            places_taken=row.places_taken,
            has_waiting_list=row.has_waiting_list,
            is_cancelled=row.cancelled_on is not None,
        ),
        today,
    )
