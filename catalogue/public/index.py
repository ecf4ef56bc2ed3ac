"""What lists and searches are made from, kept in each process's memory, renewed by version.

A record holds of a course, a run or a programme just what it is listed, filtered, sorted and found
by. Pages fetch the rows they show; the index tells which ones. A preview has an index of its own,
in which the drafts it shows count as published.
"""

import gc
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from threading import RLock

from catalogue.changes.version import Changes, Version, changes_between, current_version
from catalogue.models import Course, Programme
from catalogue.models.viewing import PUBLIC, Viewing
from catalogue.public.index_records import (
    CourseRecord,
    ProgrammeRecord,
    UniversityRecord,
    contact_names,
    course_records,
    programme_records,
    university_records,
)

MOST_LOADED = 64
# More changed courses than this, and reading all anew is quicker than reading them by their keys.
MOST_RENEWED = 500
MOST_INDEXES = 4
# So many courses make an index large.
MANY = 1000


@dataclass(frozen=True)
class CatalogueIndex:
    """The whole catalogue at one version; `programmes` are the public's, in their order."""

    version: Version
    viewing: Viewing
    courses: dict[int, CourseRecord]
    programmes: tuple[ProgrammeRecord, ...]
    universities: dict[int, UniversityRecord]
    contacts: dict[int, str]
    # The rows of the lists of the index before this one, by day, for those
    # that still stand as they stood.
    earlier: dict = field(default_factory=dict)
    by_slug: dict[str, ProgrammeRecord] = field(default_factory=dict)
    by_course: dict[int, list[ProgrammeRecord]] = field(default_factory=dict)
    by_key: dict[int, ProgrammeRecord] = field(default_factory=dict)
    course_lists: dict = field(default_factory=dict)
    kept: dict = field(default_factory=dict)
    loaded: OrderedDict = field(default_factory=OrderedDict)

    def __post_init__(self):
        for programme in self.programmes:
            self.by_slug[programme.slug] = self.by_key[programme.key] = programme
            for course, _kind in programme.places:
                self.by_course.setdefault(course, []).append(programme)

    def programme(self, record: ProgrammeRecord) -> Programme | None:
        """Return the programme's row with all its pages show; the last few rows are kept.

        Several requests share a row, so nobody may change it. None where
        it was deleted a moment ago.
        """
        return next(iter(self.rows([record])), None)

    def rows(self, records: Iterable[ProgrammeRecord]) -> list[Programme]:
        """Return the rows of several programmes in the same queries as one.

        Those deleted a moment ago are left out.
        """
        keys = [record.key for record in records]
        with _lock:
            missing = [key for key in keys if key not in self.loaded]
            if missing:
                self.loaded.update(
                    (row.pk, row) for row in Programme.objects.whole().filter(pk__in=missing)
                )
            found = [self.loaded[key] for key in keys if key in self.loaded]
            for row in found:
                self.loaded.move_to_end(row.pk)
            while len(self.loaded) > MOST_LOADED:
                self.loaded.popitem(last=False)
            return found


_lock = RLock()
_kept: OrderedDict[Viewing, CatalogueIndex] = OrderedDict()


def current_index(viewing: Viewing = PUBLIC) -> CatalogueIndex:
    """Return the index of the catalogue as it is.

    One query while nothing has changed; one thread at a time renews.
    """
    version = current_version()
    what = replace(viewing, day=None)
    with _lock:
        kept = _kept.get(what)
        if kept is None or kept.version != version:
            # While this thread waited, another may have renewed it to a
            # version later than the one read.
            version = current_version()
            if kept is None or kept.version != version:
                kept = _kept[what] = _renewed(kept, version, what)
        _kept.move_to_end(what)
        while len(_kept) > MOST_INDEXES:
            _kept.popitem(last=False)
        return kept


def _renewed(old: CatalogueIndex | None, version: Version, viewing: Viewing) -> CatalogueIndex:
    # Where there is none to renew, or only one that saw what was rolled back, a preview's is the
    # public's but for the drafts it shows.
    for base in [old] if viewing == PUBLIC else [old, _kept.get(PUBLIC)]:
        changes = changes_between(base.version, version) if base else None
        if base and changes is not None:
            return _renewed_from(base, version, viewing, changes)
    return _read(old or _kept.get(PUBLIC), version, viewing)


def _renewed_from(
    base: CatalogueIndex, version: Version, viewing: Viewing, changes: Changes
) -> CatalogueIndex:
    if base.viewing != viewing:
        changes = replace(
            changes,
            courses=changes.courses | viewing.courses,
            programmes=changes.programmes | viewing.programmes,
        )
    if not changes:
        same = (base.courses, base.programmes, base.universities, base.contacts)
        return CatalogueIndex(
            version, viewing, *same, course_lists=base.course_lists, kept=base.kept
        )
    keys = set(changes.courses)
    if changes.programmes:
        # A programme's own rule decides the deadlines of the courses that are at home in it.
        at_home = Course.objects.filter(home_programme__in=changes.programmes)
        keys |= set(at_home.values_list("pk", flat=True))
    if len(keys) > MOST_RENEWED:
        return _read(base, version, viewing)
    return _partly_read(base, version, viewing, changes, keys)


def _read(old: CatalogueIndex | None, version: Version, viewing: Viewing) -> CatalogueIndex:
    known = old.courses if old else {}
    courses = {record.key: record for record in course_records(viewing, None, known)}
    index = CatalogueIndex(
        version,
        viewing,
        courses,
        programme_records(viewing, courses),
        university_records(),
        contact_names(),
    )
    _spare_the_collector(len(courses))
    return index


def _partly_read(
    old: CatalogueIndex, version: Version, viewing: Viewing, changes: Changes, keys: set[int]
) -> CatalogueIndex:
    read = {record.key: record for record in course_records(viewing, keys, old.courses)}
    courses = {key: record for key, record in old.courses.items() if key not in keys} | read
    # Of a course only its ECTS decide whether a programme adds up.
    same = all(
        key in read and key in old.courses and read[key].ects == old.courses[key].ects
        for key in keys
    )
    is_same = same and not changes.programmes
    programmes = old.programmes if is_same else programme_records(viewing, courses)
    if changes.universities:
        return CatalogueIndex(
            version, viewing, courses, programmes, university_records(), contact_names()
        )
    # Whether a row is found by its home programme's name depends on which programmes there are.
    are_same = [record.key for record in programmes] == [record.key for record in old.programmes]
    earlier = {day: listed.rows for day, listed in old.course_lists.items()} if are_same else {}
    return CatalogueIndex(
        version, viewing, courses, programmes, old.universities, old.contacts, earlier
    )


def _spare_the_collector(courses: int) -> None:
    """Keep Python's collector of garbage from walking over a large index again and again.

    The index lives until it is renewed. With 20,000 courses a full collection took 160 ms of
    whichever request it fell into.
    """
    if courses >= MANY:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
