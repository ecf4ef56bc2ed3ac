"""Carrying out an import that was tried: all of it in one transaction, or nothing."""

from django.db import DatabaseError
from django.utils.translation import gettext

from catalogue.admin.exchange.batches import in_batches
from catalogue.admin.exchange.plan import planning
from catalogue.admin.exchange.resources import write_days
from catalogue.changes.moved_dates import noting_moved_dates
from catalogue.changes.version import open_version
from catalogue.models import CourseRun, TriedImport

LONGEST_REASON = 100


class NotImportedError(Exception):
    """Nothing was written; the sentence says why and what to do."""


def carrying_out(tried, exchange, may):
    """Import the file that was tried, as the person who tried it.

    Yields the plan, a number of rows, and whether they are written or only looked at again.

    The file is planned anew. Nothing is written where a row is wrong by now, where a row of the
    catalogue has changed since the file was tried, or where the file has been imported already.
    Whoever stops asking for the next value, as a browser does that leaves the page, undoes
    everything. Raises NotImportedError and UnreadableError.
    """
    for plan, done in planning(exchange, may, tried.file_name, bytes(tried.content)):
        yield plan, done, False
    _refuse_what_changed(plan, tried)
    try:
        # Locks in the order of every other edit, the version's first.
        with noting_moved_dates(tried.user):
            open_version()
            _take(tried)
            done = 0
            for some in in_batches(plan.rows):
                _write_some(exchange, some, tried)
                done += len(some)
                yield plan, done, True
    except DatabaseError as problem:
        words = gettext(
            "Nothing was imported: it clashes with what somebody else saves just now. "
            "Try the file again."
        )
        raise NotImportedError(words) from problem


def _refuse_what_changed(plan, tried):
    numbers = [
        number
        for number, before in tried.fingerprints.items()
        if plan.fingerprints.get(number) != before
    ]
    if numbers:
        raise _changed(numbers)
    if plan.wrong:
        raise NotImportedError(
            gettext(
                "Nothing was imported: some rows are wrong by now. Try the file again to see them."
            )
        )


def _changed(numbers):
    words = gettext(
        "Nothing was imported: somebody has changed what these rows of the file are about "
        "since you tried it: %(numbers)s. Try the file again to see what it would do now."
    )
    shown = ", ".join(numbers[:20])
    if len(numbers) > 20:
        shown += " …"
    return NotImportedError(words % {"numbers": shown})


def _take(tried):
    """Take the file, so that no other worker carries it out too."""
    deleted, _models = TriedImport.objects.filter(pk=tried.pk).delete()
    if not deleted:
        raise NotImportedError(gettext("The file has been imported already."))


def _write_some(exchange, some, tried):
    keys = [row.key for row in some if row.key]
    locked = exchange.rows().select_for_update(of=("self",)).in_bulk(keys)
    changed = [str(row.number) for row in some if row.key and _has_changed(exchange, row, locked)]
    if changed:
        raise _changed(changed)
    for row in some:
        _write(locked.get(row.key) or exchange.model(), row.changes, tried)


def _has_changed(exchange, row, locked):
    instance = locked.get(row.key)
    return instance is None or exchange.fingerprint(instance) != row.fingerprint


def _write(instance, changes, tried):
    def note(row):
        row._history_user = tried.user
        row._change_reason = f"import of {tried.file_name}"[:LONGEST_REASON]

    columns = {name: value for name, value in changes.items() if name != "days_held"}
    for name, value in columns.items():
        setattr(instance, name, value)
    note(instance)
    if not instance.pk:
        instance.save()
    else:
        # Only what changed: a place that admissions give away meanwhile must not be taken back.
        instance.save(update_fields=[*columns, "changed_at"])
    if isinstance(instance, CourseRun) and "days_held" in changes:
        write_days(instance, changes["days_held"], note)
