"""Courses, runs, programmes and universities as the index holds them, read from their rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from catalogue.domain.alphabet import danish_key
from catalogue.domain.curriculum import Entry, Group, Kind, curriculum_findings
from catalogue.domain.deadlines import TimeRules, course_deadline
from catalogue.models import (
    Contact,
    Course,
    CourseRun,
    CurriculumEntry,
    ElectiveGroup,
    Programme,
    University,
)
from catalogue.models.viewing import Viewing
from catalogue.public.search import SearchText, search_text, searchable
from catalogue.text.translation import language_columns, local_text


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
    """A programme as it is listed; `places` are its courses with kinds, in curriculum order."""

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


def course_records(
    viewing: Viewing, keys: Iterable[int] | None, old: dict[int, CourseRecord]
) -> Iterable[CourseRecord]:
    """The courses of these keys, or all.

    Of `old` the folded words are taken over where nothing was written anew.
    """
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
        *language_columns(["title", "summary", "outcomes"]),
    ]
    for key, slug, published, ects, host, *people_and_texts in rows.values_list(*columns):
        coordinator, home, languages, seasons, code, *texts = people_and_texts
        known, words = old.get(key), hash((code, *texts))
        if known and known.words == words:
            text, title_keys = known.text, known.title_keys
        else:
            text, title_keys = _course_text(code, texts), _title_keys(texts[0], texts[1])
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
            text=text,
            title_keys=title_keys,
            runs=tuple(runs.get(key, ())),
        )


def _course_text(code, texts):
    title_da, title_en, summary_da, summary_en, outcomes_da, outcomes_en = texts
    own = (f"{summary_da} {outcomes_da}", f"{summary_en} {outcomes_en}")
    return search_text((title_da, title_en), own, code)


def _title_keys(danish, english):
    return {"da": danish_key(danish or english), "en": danish_key(english or danish)}


# What a record is made of, in the order in which `_run_record` takes it.
RUN_COLUMNS = (
    "course__home_programme__course_deadline_weeks",
    "deadline_on",
    "pk",
    "starts_on",
    "ends_on",
    "opens_on",
    "places",
    "places_taken",
    "has_waiting_list",
    "cancelled_on",
    "host_id",
    "teaching_languages",
)


def _runs(keys, drafts) -> dict[int, list[RunRecord]]:
    """The published runs of each course by start, runs without a start last.

    All runs of the courses in `drafts`.
    """
    rows = CourseRun.objects.in_order()
    if keys is not None:
        rows = rows.filter(course__in=keys)
    found: dict[int, list[RunRecord]] = {}
    for course, is_published, *values in rows.values_list(
        "course_id", "is_published", *RUN_COLUMNS
    ):
        if is_published or course in drafts:
            found.setdefault(course, []).append(_run_record(*values))
    return found


def _run_record(weeks, exception, key, starts, ends, opens, *places_and_host):
    closes = course_deadline(TimeRules(course_deadline_weeks=weeks), starts, exception)
    *places, languages = places_and_host
    return RunRecord(key, starts, ends, opens, closes, *places, tuple(languages))


def university_records():
    columns = ["pk", "slug", "order", "name_da", "name_en", "short_name"]
    return {
        key: UniversityRecord(
            key, slug, order, danish, english, searchable(f"{danish} {english} {short}")
        )
        for key, slug, order, danish, english, short in University.objects.values_list(*columns)
    }


def contact_names():
    rows = Contact.objects.values_list("pk", "name_da", "name_en")
    return {key: searchable(f"{danish} {english}") for key, danish, english in rows}


def programme_records(
    viewing: Viewing, courses: dict[int, CourseRecord]
) -> tuple[ProgrammeRecord, ...]:
    """Those published and adding up, judged by the courses' ECTS; a preview's own anyway."""
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
    own = (
        f"{row.summary_da} {row.award_da} {row.promise_da}",
        f"{row.summary_en} {row.award_en} {row.promise_en}",
    )
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
    for programme, course, kind, group, order in CurriculumEntry.objects.order_by(
        "order", "pk"
    ).values_list(*columns):
        # A course added a moment ago is in the next version of the index.
        if course in courses:
            found.setdefault(programme, []).append(
                Entry(course, Kind(kind), courses[course].ects, group, order)
            )
    return found


def _groups() -> dict[int, list[Group]]:
    found: dict[int, list[Group]] = {}
    columns = ["programme_id", "pk", "choose_courses", "choose_ects"]
    for programme, key, number, ects in ElectiveGroup.objects.order_by("order", "pk").values_list(
        *columns
    ):
        found.setdefault(programme, []).append(Group(key, number, ects))
    return found


def _partners() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    links = Programme.partners.through.objects.order_by("university__order", "university__name_da")
    for programme, university in links.values_list("programme_id", "university_id"):
        found.setdefault(programme, []).append(university)
    return found
