"""All courses the public sees on one day: by what each is filtered, ordered and found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain

from catalogue.domain.curriculum import Kind
from catalogue.domain.facets import bits_of, everything, having
from catalogue.domain.status import AHEAD, ONE_CAN_APPLY, Status
from catalogue.models.status import status_of
from catalogue.public.course_rows import UNKNOWN, first_run, season_of
from catalogue.public.index import CatalogueIndex
from catalogue.public.index_records import CourseRecord, ProgrammeRecord
from catalogue.public.search import Columns, matches, words_of

MOST_DAYS = 3
# What does not depend on the programmes that are shown.
_OWN = ("lang", "ects", "season", "uni", "open")


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One course on the day: the run to look at first, its status, and the facets' values."""

    record: CourseRecord
    run: int | None
    status: Status | None
    starts_on: date | None
    rest: str
    facets: dict[str, tuple[str, ...]]

    def attention(self, language: str) -> tuple:
        """Sort key of the list's own order: open by deadline, opening later, the rest by title."""
        title = self.record.title_keys[language]
        if self.status is None:
            return (2, date.max, title)
        return (
            0 if self.status.state in ONE_CAN_APPLY else 1,
            self.status.deadline_on or date.max,
            title,
        )


@dataclass(frozen=True)
class CourseList:
    """The rows in curriculum order, each course once.

    For each facet's value, also the set of rows that have it.
    """

    index: CatalogueIndex
    day: date
    rows: Sequence[Row]
    having: dict[str, dict[str, int]]
    numbers: dict[int, int]
    kept: dict = field(default_factory=dict)

    @property
    def everything(self) -> int:
        return everything(len(self.rows))

    @property
    def largest(self) -> Decimal:
        """The most ECTS a course has; all bands are drawn by it, so that they can be compared."""
        if "largest" not in self.kept:
            self.kept["largest"] = max((row.record.ects for row in self.rows), default=Decimal(1))
        return self.kept["largest"]

    def within(
        self, programmes: Sequence[ProgrammeRecord]
    ) -> tuple[int, dict[str, dict[str, int]]]:
        """Return the set of rows of these programmes, and the facets with their courses' kinds."""
        key = tuple(programme.key for programme in programmes)
        if len(key) < len(self.index.programmes):
            return self._within(programmes)
        if "all" not in self.kept:
            self.kept["all"] = self._within(programmes)
        return self.kept["all"]

    def _within(self, programmes):
        kinds: dict[str, list[int]] = {}
        for programme in programmes:
            for course, kind in programme.places:
                if course in self.numbers:
                    kinds.setdefault(kind, []).append(self.numbers[course])
        sets = {kind: bits_of(numbers) for kind, numbers in kinds.items()}
        shown = 0
        for bits in sets.values():
            shown |= bits
        having = {"kind": sets}
        for name in _OWN:
            own = self.having.get(name, {})
            having[name] = {value: bits & shown for value, bits in own.items()}
        return shown, having

    def order(self, sort: str, language: str) -> list[int]:
        """Return the numbers of all rows in the order of `deadline`, `title`, `start` or `ects`."""
        if (sort, language) not in self.kept:
            keys = {
                "title": lambda row: row.record.title_keys[language],
                "start": lambda row: (row.starts_on or date.max, row.attention(language)),
                "ects": lambda row: (row.record.ects, row.record.title_keys[language]),
            }
            key = keys.get(sort, lambda row: row.attention(language))
            self.kept[(sort, language)] = sorted(
                range(len(self.rows)), key=lambda number: key(self.rows[number])
            )
        return self.kept[(sort, language)]

    def found(self, query: str, language: str) -> dict[int, float]:
        """Return the numbers of the rows that a query's words are found in, with ranks."""
        if ("words", language) not in self.kept:
            texts = [row.record.text for row in self.rows]
            self.kept[("words", language)] = Columns.of(
                texts, language, [row.rest for row in self.rows]
            )
        return matches(self.kept[("words", language)], words_of(query))


@dataclass(frozen=True)
class ProgrammeList:
    """The public programmes in their order, and for each facet's value those that have it."""

    index: CatalogueIndex
    having: dict[str, dict[str, int]]
    kept: dict = field(default_factory=dict)

    @property
    def everything(self) -> int:
        return everything(len(self.index.programmes))

    def order(self, sort: str, language: str) -> Sequence[int]:
        """Return the numbers of all by `title` or `ects`, else in the order that staff gave."""
        keys = {
            "title": lambda programme: programme.title_keys[language],
            "ects": lambda programme: (programme.ects, programme.title_keys[language]),
        }
        numbers = range(len(self.index.programmes))
        if sort not in keys:
            return numbers
        return sorted(numbers, key=lambda number: keys[sort](self.index.programmes[number]))

    def found(self, query: str, language: str) -> dict[int, float]:
        """Return the numbers of those that the words of a query are found in, with their ranks."""
        if language not in self.kept:
            programmes = self.index.programmes
            texts = [programme.text for programme in programmes]
            rest = [self._names_of_universities(programme) for programme in programmes]
            self.kept[language] = Columns.of(texts, language, rest)
        return matches(self.kept[language], words_of(query))

    def _names_of_universities(self, programme: ProgrammeRecord) -> str:
        return " ".join(self.index.universities[key].text for key in programme.universities)


def programme_list(index: CatalogueIndex) -> ProgrammeList:
    if "programmes" not in index.kept:
        rows = (_programme_facets(index, programme) for programme in index.programmes)
        index.kept["programmes"] = ProgrammeList(index, having(rows))
    return index.kept["programmes"]


def _programme_facets(index: CatalogueIndex, programme: ProgrammeRecord) -> dict:
    universities = tuple(index.universities[key].slug for key in programme.universities)
    return {
        "lang": programme.teaching_languages or (UNKNOWN,),
        "uni": universities or (UNKNOWN,),
    }


def course_list_on(index: CatalogueIndex, day: date) -> CourseList:
    """Return the list of the day; the index keeps those of the last few days asked for."""
    listed = index.course_lists.get(day)
    if listed is None:
        listed = _course_list(index, day, index.earlier.pop(day, ()))
        while len(index.course_lists) >= MOST_DAYS:
            index.course_lists.pop(next(iter(index.course_lists)), None)
        index.course_lists[day] = listed
    return listed


def _course_list(index: CatalogueIndex, day: date, earlier: Sequence[Row]) -> CourseList:
    # A record that is the very same as before stands as it stood.
    kept = {id(row.record): row for row in earlier}
    places = chain.from_iterable(programme.places for programme in index.programmes)
    keys = dict.fromkeys(course for course, _kind in places)
    records = (index.courses[key] for key in keys if key in index.courses)
    rests: dict = {}
    rows = [
        kept.get(id(record)) or _row(index, record, day, rests)
        for record in records
        if record.is_shown
    ]
    numbers = {row.record.key: number for number, row in enumerate(rows)}
    return CourseList(index, day, rows, having(row.facets for row in rows), numbers)


def _row(index: CatalogueIndex, record: CourseRecord, day: date, rests: dict) -> Row:
    runs = [(run, status_of(run, day)) for run in record.runs]
    run, status = first_run(runs)
    ahead = [run for run, status in runs if status.state in AHEAD]
    starts = {season_of(run.starts_on) for run in ahead if run.starts_on}
    own = (record.host,) if record.host else ()
    # A run without a host of its own is held by the course's.
    holding = (run.host or record.host for run in ahead)
    hosts = tuple(dict.fromkeys(host for host in holding if host)) or own
    facets = {
        "lang": (run and run.languages) or record.languages or (UNKNOWN,),
        "ects": (f"{record.ects.normalize():f}",),
        "season": tuple(starts) or record.seasons or (UNKNOWN,),
        "uni": tuple(index.universities[host].slug for host in hosts) or (UNKNOWN,),
        "open": ("1",) if status and status.is_open else (),
    }
    names = (tuple(dict.fromkeys([*hosts, *own])), record.coordinator, record.home)
    if names not in rests:
        rests[names] = _rest(index, *names)
    key, starts_on = (run.pk, run.starts_on) if run else (None, None)
    return Row(record, key, status, starts_on, rests[names], facets)


def _rest(index: CatalogueIndex, hosts, coordinator, home) -> str:
    """The names of hosts and coordinator, and of the home programme where there are several.

    A thousand courses may be called a master's project.
    """
    words = [
        *(index.universities[host].text for host in hosts),
        index.contacts.get(coordinator, ""),
    ]
    if len(index.programmes) > 1 and home in index.by_key:
        title = index.by_key[home].text
        words += [title.title_da, title.title_en]
    return " ".join(words)


def kinds_in_order(kinds: Iterable[str]) -> list[str]:
    """Return kinds as they are listed: mandatory, elective, thesis."""
    known = [str(kind) for kind in Kind]
    return sorted(set(kinds), key=known.index)
