"""What lists and searches are made from, kept in memory by each process, renewed when the catalogue's version changes.

A record holds of a course, a run or a programme just what it is listed, filtered, sorted and found by. Pages fetch the
rows they show; the index tells which ones. A preview has an index of its own, in which the drafts it shows count as
published.
"""

import gc
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from threading import RLock

from catalogue.changes.version import Changes, Version, changes_between, current_version
from catalogue.domain.alphabet import danish_key
from catalogue.domain.curriculum import Entry, Group, Kind, curriculum_findings
from catalogue.domain.deadlines import TimeRules, course_deadline
from catalogue.models import Contact, Course, CourseRun, CurriculumEntry, ElectiveGroup, Programme, University
from catalogue.models.viewing import PUBLIC, Viewing
from catalogue.public.search import SearchText, search_text, searchable
from catalogue.text.translation import local_text

MOST_LOADED = 64
# More changed courses than this, and reading all anew is quicker than reading them by their keys.
MOST_RENEWED = 500
MOST_INDEXES = 4
# So many courses make an index large.
MANY = 1000


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run as its status and the facets of its course are judged; read like the row itself."""

    pk: int
    starts_on: date | None
    ends_on: date | None
    opens_on: date | None
    closes_on: date | None
    places: int | None
    places_taken: int
    has_waiting_list: bool
    cancelled_on: date | None
    host: int | None
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CourseRecord:
    """A course as it is listed, with its published runs by start."""

    key: int
    slug: str
    is_shown: bool
    ects: Decimal
    host: int | None
    coordinator: int | None
    home: int | None
    languages: tuple[str, ...]
    seasons: tuple[str, ...]
    words: int
    text: SearchText
    title_keys: dict[str, tuple[str, str]]
    runs: tuple[RunRecord, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ProgrammeRecord:
    """A programme as it is listed. `places` are its courses with their kinds, in curriculum order."""

    key: int
    slug: str
    ects: Decimal
    text_languages: tuple[str, ...]
    teaching_languages: tuple[str, ...]
    has_examples: bool
    universities: tuple[int, ...]
    text: SearchText
    title_keys: dict[str, tuple[str, str]]
    places: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class UniversityRecord:
    key: int
    slug: str
    order: int
    name_da: str
    name_en: str
    text: str

    @property
    def name(self):
        return local_text(self.name_da, self.name_en)


@dataclass(frozen=True)
class CatalogueIndex:
    """The whole catalogue at one version. `programmes` are those the public sees, in their order."""

    version: Version
    viewing: Viewing
    courses: dict[int, CourseRecord]
    programmes: tuple[ProgrammeRecord, ...]
    universities: dict[int, UniversityRecord]
    contacts: dict[int, str]
    # The rows of the lists of the index before this one, by day, for those that still stand as they stood.
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
        """Return the programme's row with all that its pages show; the rows of the last few are kept.

        Several requests share a row, so nobody may change it. None where it was deleted a moment ago.
        """
        return next(iter(self.rows([record])), None)

    def rows(self, records: Iterable[ProgrammeRecord]) -> list[Programme]:
        """Return the rows of several programmes, in the same queries as one, without those deleted a moment ago."""
        keys = [record.key for record in records]
        with _lock:
            missing = [key for key in keys if key not in self.loaded]
            if missing:
                self.loaded.update((row.pk, row) for row in Programme.objects.whole().filter(pk__in=missing))
            found = [self.loaded[key] for key in keys if key in self.loaded]
            for row in found:
                self.loaded.move_to_end(row.pk)
            while len(self.loaded) > MOST_LOADED:
                self.loaded.popitem(last=False)
            return found


_lock = RLock()
_kept: OrderedDict[Viewing, CatalogueIndex] = OrderedDict()


def current_index(viewing: Viewing = PUBLIC) -> CatalogueIndex:
    """Return the index of the catalogue as it is. One query while nothing has changed; one thread at a time renews."""
    version = current_version()
    what = replace(viewing, day=None)
    with _lock:
        kept = _kept.get(what)
        if kept is None or kept.version != version:
            # While this thread waited, another may have renewed it to a version later than the one read.
            version = current_version()
            if kept is None or kept.version != version:
                kept = _kept[what] = _renewed(kept, version, what)
        _kept.move_to_end(what)
        while len(_kept) > MOST_INDEXES:
            _kept.popitem(last=False)
        return kept


def _renewed(old: CatalogueIndex | None, version: Version, viewing: Viewing) -> CatalogueIndex:
    # Where there is none to renew, or only one that saw what was rolled back, a preview's is the public's but for the
    # drafts it shows.
    for base in [old] if viewing == PUBLIC else [old, _kept.get(PUBLIC)]:
        changes = changes_between(base.version, version) if base else None
        if base and changes is not None:
            return _renewed_from(base, version, viewing, changes)
    return _read(old or _kept.get(PUBLIC), version, viewing)


def _renewed_from(base: CatalogueIndex, version: Version, viewing: Viewing, changes: Changes) -> CatalogueIndex:
    if base.viewing != viewing:
        changes = replace(
            changes,
            courses=changes.courses | viewing.courses,
            programmes=changes.programmes | viewing.programmes,
        )
    if not changes:
        same = (base.courses, base.programmes, base.universities, base.contacts)
        return CatalogueIndex(version, viewing, *same, course_lists=base.course_lists, kept=base.kept)
    keys = set(changes.courses)
    if changes.programmes:
        # A programme's own rule decides the deadlines of the courses that are at home in it.
        at_home = Course.objects.filter(home_programme__in=changes.programmes)
        keys |= set(at_home.values_list("pk", flat=True))
    if len(keys) > MOST_RENEWED:
        return _read(base, version, viewing)
    return _partly_read(base, version, viewing, changes, keys)


def _read(old: CatalogueIndex | None, version: Version, viewing: Viewing) -> CatalogueIndex:
    courses = {record.key: record for record in _courses(viewing, None, old.courses if old else {})}
    index = CatalogueIndex(version, viewing, courses, _programmes(viewing, courses), _universities(), _contacts())
    _spare_the_collector(len(courses))
    return index


def _partly_read(
    old: CatalogueIndex, version: Version, viewing: Viewing, changes: Changes, keys: set[int]
) -> CatalogueIndex:
    read = {record.key: record for record in _courses(viewing, keys, old.courses)}
    courses = {key: record for key, record in old.courses.items() if key not in keys} | read
    # Of a course only its ECTS decide whether a programme adds up.
    same = all(key in read and key in old.courses and read[key].ects == old.courses[key].ects for key in keys)
    is_same = same and not changes.programmes
    programmes = old.programmes if is_same else _programmes(viewing, courses)
    if changes.universities:
        return CatalogueIndex(version, viewing, courses, programmes, _universities(), _contacts())
    # Whether a row is found by its home programme's name depends on which programmes there are.
    are_same = [record.key for record in programmes] == [record.key for record in old.programmes]
    earlier = {day: listed.rows for day, listed in old.course_lists.items()} if are_same else {}
    return CatalogueIndex(version, viewing, courses, programmes, old.universities, old.contacts, earlier)


def _spare_the_collector(courses: int) -> None:
    """Keep Python's collector of garbage from walking over a large index again and again: it lives until it is renewed.

    With 20,000 courses a full collection took 160 ms of whichever request it fell into.
    """
    if courses >= MANY:
        gc.unfreeze()
        gc.collect()
        gc.freeze()


def _courses(viewing: Viewing, keys: Iterable[int] | None, old: dict[int, CourseRecord]) -> Iterable[CourseRecord]:
    """The courses of these keys, or all; of `old` the folded words are taken over where nothing was written anew."""
    rows = Course.objects.all() if keys is None else Course.objects.filter(pk__in=keys)
    runs = _runs(keys, viewing.courses)
    columns = [
        "pk",
        "slug",
        "is_published",
        "ects",
        "host_id",
        "coordinator_id",
        "home_programme_id",
        "teaching_languages",
        "seasons",
        "code",
    ]
    columns += [f"{name}_{language}" for name in ("title", "summary", "outcomes") for language in ("da", "en")]
    for key, slug, published, ects, host, *people_and_texts in rows.values_list(*columns):
        coordinator, home, languages, seasons, code, *texts = people_and_texts
        known, words = old.get(key), hash((code, *texts))
        same = known and known.words == words
        yield CourseRecord(
            key=key,
            slug=slug,
            is_shown=published or key in viewing.courses,
            ects=ects,
            host=host,
            coordinator=coordinator,
            home=home,
            languages=tuple(languages),
            seasons=tuple(seasons),
            words=words,
            text=known.text if known and same else _course_text(code, texts),
            title_keys=known.title_keys if known and same else _title_keys(texts[0], texts[1]),
            runs=tuple(runs.get(key, ())),
        )


def _course_text(code, texts):
    title_da, title_en, summary_da, summary_en, outcomes_da, outcomes_en = texts
    own = (f"{summary_da} {outcomes_da}", f"{summary_en} {outcomes_en}")
    return search_text((title_da, title_en), own, code)


def _title_keys(danish, english):
    return {"da": danish_key(danish or english), "en": danish_key(english or danish)}


def _runs(keys, drafts) -> dict[int, list[RunRecord]]:
    """The published runs of each course by start, runs without a start last; all runs of the courses in `drafts`."""
    rows = CourseRun.objects.in_order()
    if keys is not None:
        rows = rows.filter(course__in=keys)
    found: dict[int, list[RunRecord]] = {}
    weeks = "course__home_programme__course_deadline_weeks"
    columns = ["course_id", "is_published", weeks, "deadline_on", "pk", "starts_on", "ends_on", "opens_on"]
    columns += ["places", "places_taken", "has_waiting_list", "cancelled_on", "host_id", "teaching_languages"]
    for course, is_published, rule, exception, key, starts, ends, opens, *places_and_host in rows.values_list(*columns):
        if is_published or course in drafts:
            closes = course_deadline(TimeRules(course_deadline_weeks=rule), starts, exception)
            places, taken, waiting, cancelled, host, languages = places_and_host
            record = RunRecord(
                key, starts, ends, opens, closes, places, taken, waiting, cancelled, host, tuple(languages)
            )
            found.setdefault(course, []).append(record)
    return found


def _universities():
    columns = ["pk", "slug", "order", "name_da", "name_en", "short_name"]
    return {
        key: UniversityRecord(key, slug, order, danish, english, searchable(f"{danish} {english} {short}"))
        for key, slug, order, danish, english, short in University.objects.values_list(*columns)
    }


def _contacts():
    rows = Contact.objects.values_list("pk", "name_da", "name_en")
    return {key: searchable(f"{danish} {english}") for key, danish, english in rows}


def _programmes(viewing: Viewing, courses: dict[int, CourseRecord]) -> tuple[ProgrammeRecord, ...]:
    """Those that are published and add up, judged by the courses' ECTS; a preview's own in any case."""
    entries, groups, partners = _entries(courses), _groups(), _partners()
    shown = []
    for row in Programme.objects.defer("price_covers_da", "price_covers_en"):
        if not (row.is_published or row.pk in viewing.programmes):
            continue
        own = entries.get(row.pk, [])
        findings = curriculum_findings(
            row.ects,
            tuple(own),
            tuple(groups.get(row.pk, ())),
            missing_texts=row.missing_texts(),
            languages=len(row.text_languages),
        )
        if not findings or row.pk in viewing.programmes:
            shown.append(_programme(row, own, partners.get(row.pk, ())))
    return tuple(shown)


def _programme(row, entries, partners):
    homes = [row.home_university_id] if row.home_university_id else []
    own = (f"{row.summary_da} {row.award_da} {row.promise_da}", f"{row.summary_en} {row.award_en} {row.promise_en}")
    return ProgrammeRecord(
        key=row.pk,
        slug=row.slug,
        ects=row.ects,
        text_languages=tuple(row.text_languages),
        teaching_languages=tuple(row.teaching_languages),
        has_examples=bool(row.example_fields),
        universities=tuple(dict.fromkeys([*homes, *partners])),
        text=search_text((row.title_da, row.title_en), own, row.code),
        title_keys=_title_keys(row.title_da, row.title_en),
        places=tuple((entry.course, str(entry.kind)) for entry in entries),
    )


def _entries(courses) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = {}
    columns = ["programme_id", "course_id", "kind", "group_id", "order"]
    for programme, course, kind, group, order in CurriculumEntry.objects.order_by("order", "pk").values_list(*columns):
        # A course added a moment ago is in the next version of the index.
        if course in courses:
            found.setdefault(programme, []).append(Entry(course, Kind(kind), courses[course].ects, group, order))
    return found


def _groups() -> dict[int, list[Group]]:
    found: dict[int, list[Group]] = {}
    columns = ["programme_id", "pk", "choose_courses", "choose_ects"]
    for programme, key, number, ects in ElectiveGroup.objects.order_by("order", "pk").values_list(*columns):
        found.setdefault(programme, []).append(Group(key, number, ects))
    return found


def _partners() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    links = Programme.partners.through.objects.order_by("university__order", "university__name_da")
    for programme, university in links.values_list("programme_id", "university_id"):
        found.setdefault(programme, []).append(university)
    return found
