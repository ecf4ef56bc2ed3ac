"""Checks of programmes and of all that is edited on their pages."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import product

from catalogue.admin.checks.checked import Checked
from catalogue.admin.checks.scope import PARTS, Scope
from catalogue.admin.checks.texts import PROGRAMME_TEXTS, is_written, texts_of
from catalogue.domain.curriculum import Entry, Group, Kind, curriculum_findings
from catalogue.domain.deadlines import TimeRules, next_intake_year
from catalogue.domain.publish_checks import (
    ProgrammeFacts,
    Result,
    programme_result,
    review_result,
    text_result,
)
from catalogue.models import (
    Audience,
    CurriculumEntry,
    ElectiveGroup,
    Intake,
    Programme,
    Question,
    RequirementSet,
    TextPage,
    Voice,
)
from catalogue.text.translation import LANGUAGES

_NEEDED = ("title", "promise", "summary")
_RULES = ("deadline_month", "deadline_day", "course_deadline_weeks", "refund_months")
_INTAKE = ("programme", "year", "deadline_on", "opens_on", "reply_by", "cancelled_on")
_AROUND = {
    Audience: ("heading", "text"),
    ElectiveGroup: ("title",),
    Intake: ("deadline_reason",),
    Voice: ("role", "text"),
    Question: ("topic", "question", "answer"),
    TextPage: ("lead", "body"),
}


def checked_programmes(scope: Scope, today: date) -> Iterator[Checked]:
    """Each programme, in eight queries however many there are."""
    programmes = (
        scope.of(Programme) if scope.with_drafts else scope.of(Programme).filter(is_published=True)
    )
    entries, groups = _curricula(programmes)
    with_rules = set(RequirementSet.objects.in_force(today).values_list("programme", flat=True))
    intakes: dict[int, dict[int, dict]] = defaultdict(dict)
    for intake in Intake.objects.filter(programme__in=programmes).values(*_INTAKE):
        intakes[intake["programme"]][intake["year"]] = intake
    rows = programmes.order_by("pk").annotate(**is_written((*_NEEDED, *PROGRAMME_TEXTS)))
    columns = (
        "pk",
        "ects",
        "text_languages",
        "home_university",
        "is_published",
        "example_fields",
        *_RULES,
    )
    written = tuple(is_written((*_NEEDED, *PROGRAMME_TEXTS)))
    for row in rows.values(*columns, *written).iterator():
        key, languages = row["pk"], row["text_languages"]
        needed = [f"{name}_{code}" for code, name in product(languages, _NEEDED)]
        missing = tuple(column for column in needed if not row[f"has_{column}"])
        found = curriculum_findings(
            row["ects"], tuple(entries[key]), tuple(groups[key]), missing, len(languages)
        )
        facts = ProgrammeFacts(
            in_the_way=found,
            has_requirements=key in with_rules,
            has_examples=bool(row["example_fields"]),
            **_intake(row, intakes[key], today),
        )
        result = programme_result(facts) + text_result(texts_of(row, PROGRAMME_TEXTS), languages)
        yield Checked(
            Programme, key, result, (key,), row["home_university"], is_public=row["is_published"]
        )


def _curricula(programmes) -> tuple[dict[int, list[Entry]], dict[int, list[Group]]]:
    entries: dict[int, list[Entry]] = defaultdict(list)
    columns = ("programme", "course", "kind", "course__ects", "group", "order")
    rows = CurriculumEntry.objects.filter(programme__in=programmes)
    for programme, course, kind, ects, group, order in (
        rows.values_list(*columns).order_by().iterator()
    ):
        entries[programme].append(Entry(course, Kind(kind), ects, group, order))
    groups: dict[int, list[Group]] = defaultdict(list)
    chosen = ElectiveGroup.objects.filter(programme__in=programmes)
    for programme, key, courses, choose in chosen.values_list(
        "programme", "pk", "choose_courses", "choose_ects"
    ):
        groups[programme].append(Group(key, courses, choose))
    return entries, groups


def _intake(row: dict, intakes: dict[int, dict], today: date) -> dict:
    moved = {
        year: intake["deadline_on"] for year, intake in intakes.items() if intake["deadline_on"]
    }
    cancelled = {year for year, intake in intakes.items() if intake["cancelled_on"]}
    year = next_intake_year(
        TimeRules(**{name: row[name] for name in _RULES}), today, moved, cancelled
    )
    intake = intakes.get(year or 0, {})
    return {
        "has_intake": year is not None,
        "intake_opens_on": intake.get("opens_on"),
        "intake_reply_by": intake.get("reply_by"),
    }


def checked_around(scope: Scope, today: date) -> Iterator[Checked]:
    """What stands around the facts: whom it is for, groups, intakes, voices, questions, text pages.

    Seven queries.
    """
    known = Programme.objects.values_list("pk", "text_languages", "home_university")
    programmes = {key: (languages, university) for key, languages, university in known}
    for model, names in _AROUND.items():
        rows = scope.of(model)
        if not scope.with_drafts:
            rows = rows.exclude(programme__is_published=False)
            rows = rows.filter(is_published=True) if model in (Voice, Question) else rows
        more = ("key", "reviewed_on") if model is TextPage else ()
        rows = rows.order_by("pk").annotate(**is_written(names))
        for row in rows.values("pk", "programme", *more, *is_written(names)).iterator():
            languages, university = programmes.get(row["programme"], (LANGUAGES, None))
            result = text_result(texts_of(row, names), languages)
            if model is TextPage:
                is_statement = row["key"] == TextPage.Key.ACCESSIBILITY
                result += review_result(row["reviewed_on"], today, is_statement=is_statement)
            yield _placed(model, row, result, university)


def _placed(model, row: dict, result: Result, university: int | None) -> Checked:
    """A part of a programme hangs on the programme, at its place on that page."""
    programmes = (row["programme"],) if row["programme"] else ()
    if model in PARTS:
        return Checked(Programme, row["programme"], result.at(PARTS[model]), programmes, university)
    return Checked(model, row["pk"], result, programmes, university)
