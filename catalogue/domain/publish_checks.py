"""What visitors would miss or be misled by: findings on a thing's values, and a site's score."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from catalogue.domain.curriculum import Finding as CurriculumFinding
from catalogue.domain.curriculum import FindingCode
from catalogue.domain.holidays import holiday, is_weekend

A_YEAR = timedelta(days=365)
GONE = frozenset({404, 410})


class Severity(StrEnum):
    """How bad a finding is: it hides the thing, visitors will miss it, or it is worth a look."""

    HIDES = "hides"
    MISSED = "missed"
    LOOK = "look"


class CheckCode(StrEnum):
    CURRICULUM = "curriculum"
    TEXT_HIDES = "text_hides"
    TEXT_MISSING = "text_missing"
    REQUIREMENTS_MISSING = "requirements_missing"
    INTAKE_UNKNOWN = "intake_unknown"
    INTAKE_WITHOUT_OPENING = "intake_without_opening"
    INTAKE_WITHOUT_REPLY = "intake_without_reply"
    COURSE_IN_NO_PROGRAMME = "course_in_no_programme"
    COURSE_WITHOUT_RUN = "course_without_run"
    RUN_WITHOUT_DAYS = "run_without_days"
    DEADLINE_AFTER_START = "deadline_after_start"
    RUN_WITHOUT_PRICE = "run_without_price"
    RUN_WITHOUT_HOST = "run_without_host"
    RUN_WITHOUT_LANGUAGE = "run_without_language"
    RUN_WITHOUT_DELIVERY = "run_without_delivery"
    RUN_WITHOUT_PLACE = "run_without_place"
    START_ON_A_DAY_OFF = "start_on_a_day_off"
    TEACHING_ON_A_DAY_OFF = "teaching_on_a_day_off"
    TEACHING_OUTSIDE_RUN = "teaching_outside_run"
    EXAMPLES_SHOWN = "examples_shown"
    PUBLISHING_OVERDUE = "publishing_overdue"
    DEAD_LINK = "dead_link"
    IMAGE_WITHOUT_ALT = "image_without_alt"
    STATEMENT_MISSING = "statement_missing"
    STATEMENT_OLD = "statement_old"
    REVIEW_MISSING = "review_missing"
    REVIEW_OLD = "review_old"


_HIDING = {
    CheckCode.CURRICULUM,
    CheckCode.TEXT_HIDES,
    CheckCode.PUBLISHING_OVERDUE,
    CheckCode.COURSE_IN_NO_PROGRAMME,
}
_WORTH_A_LOOK = {
    CheckCode.INTAKE_WITHOUT_OPENING,
    CheckCode.INTAKE_WITHOUT_REPLY,
    CheckCode.START_ON_A_DAY_OFF,
    CheckCode.TEACHING_ON_A_DAY_OFF,
    CheckCode.REVIEW_MISSING,
    CheckCode.REVIEW_OLD,
}
SEVERITIES: Mapping[CheckCode, Severity] = {
    **dict.fromkeys(CheckCode, Severity.MISSED),
    **dict.fromkeys(_HIDING, Severity.HIDES),
    **dict.fromkeys(_WORTH_A_LOOK, Severity.LOOK),
}
WEIGHTS: Mapping[Severity, int] = {Severity.HIDES: 10, Severity.MISSED: 3, Severity.LOOK: 1}
_WEIGHT = {code: WEIGHTS[severity] for code, severity in SEVERITIES.items()}
RANK: Mapping[Severity, int] = {severity: number for number, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: at which field, and what its sentence needs.

    That is the day, the column, the address or the sum.
    """

    code: CheckCode
    field: str = ""
    name: str = ""
    day: date | None = None
    curriculum: CurriculumFinding | None = None

    @property
    def severity(self) -> Severity:
        return SEVERITIES[self.code]


@dataclass(frozen=True, slots=True)
class Result:
    """What the checks of a thing found, and their weights: of those asked, and of those passed."""

    findings: tuple[Finding, ...] = ()
    asked: int = 0
    passed: int = 0

    def at(self, place: str) -> "Result":
        """The same, of a part that is edited at a place of another thing's page.

        `name` keeps what it is about.
        """
        moved = tuple(
            replace(found, field=place, name=found.name or found.field) for found in self.findings
        )
        return replace(self, findings=moved)

    def __add__(self, other: "Result") -> "Result":
        return Result(
            self.findings + other.findings, self.asked + other.asked, self.passed + other.passed
        )


def score(asked: int, passed: int) -> int:
    """Return how well a site or a programme does, 0 to 100: the share of checks that passed.

    Each check asked of a published thing weighs 10 where failing it keeps something from the
    public, 3 where visitors miss something and 1 where it is worth a look. The share is rounded
    down, so 100 means that every check was passed; where nothing is asked it is 100. A flawless
    thing more never lowers it, and mending one raises it or leaves it.
    """
    return 100 * passed // asked if asked else 100


class _Sheet:
    """Gathers what a thing is asked."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.asked = self.passed = 0

    def ask(
        self,
        code: CheckCode,
        passed: object,
        field: str = "",
        name: str = "",
        day: date | None = None,
    ) -> None:
        self.weigh(code, passed)
        if not passed:
            self.findings.append(Finding(code, field, name, day))

    def weigh(self, code: CheckCode, passed: object) -> None:
        weight = _WEIGHT[code]
        self.asked += weight
        self.passed += weight if passed else 0

    def result(self) -> Result:
        return Result(tuple(self.findings), self.asked, self.passed)


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a thing: by name, the languages in which each exists.

    `needed` are those a visitor looks for in any case; any other is missing only in the one
    language, since the page shows it in the other under a note.
    """

    written: Mapping[str, Collection[str]]
    needed: frozenset[str] = frozenset()


def text_result(texts: Texts, languages: Iterable[str]) -> Result:
    """Ask for each text in each language of the programmes that show it."""
    sheet = _Sheet()
    for language in languages:
        for name, written in texts.written.items():
            if written or name in texts.needed:
                column = f"{name}_{language}"
                sheet.ask(CheckCode.TEXT_MISSING, language in written, column, column)
    return sheet.result()


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """What the checks ask of a programme and of its next intake, if a rule gives one.

    `in_the_way` is what `curriculum_findings` says.
    """

    in_the_way: tuple[CurriculumFinding, ...]
    has_requirements: bool
    has_examples: bool
    has_intake: bool = True
    intake_opens_on: date | None = None
    intake_reply_by: date | None = None


def programme_result(facts: ProgrammeFacts) -> Result:
    sheet = _Sheet()
    for found in facts.in_the_way:
        is_text = found.code is FindingCode.TEXT_IS_MISSING
        code = CheckCode.TEXT_HIDES if is_text else CheckCode.CURRICULUM
        at = found.name or ("text_languages" if found.code is FindingCode.NO_LANGUAGE else "ects")
        sheet.weigh(code, passed=False)
        sheet.findings.append(Finding(code, at, found.name, curriculum=found))
    if not facts.in_the_way:
        sheet.weigh(CheckCode.CURRICULUM, passed=True)
    sheet.ask(CheckCode.REQUIREMENTS_MISSING, facts.has_requirements)
    sheet.ask(CheckCode.EXAMPLES_SHOWN, not facts.has_examples, "still_examples")
    sheet.ask(CheckCode.INTAKE_UNKNOWN, facts.has_intake, "deadline_day")
    if facts.has_intake:
        sheet.ask(CheckCode.INTAKE_WITHOUT_OPENING, facts.intake_opens_on, "intakes")
        sheet.ask(CheckCode.INTAKE_WITHOUT_REPLY, facts.intake_reply_by, "intakes")
    return sheet.result()


def course_result(*, in_a_programme: bool, has_run_ahead: bool, has_examples: bool) -> Result:
    sheet = _Sheet()
    sheet.ask(CheckCode.COURSE_IN_NO_PROGRAMME, in_a_programme)
    sheet.ask(CheckCode.COURSE_WITHOUT_RUN, has_run_ahead, "runs")
    sheet.ask(CheckCode.EXAMPLES_SHOWN, not has_examples, "still_examples")
    return sheet.result()


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run that is ahead or under way; host and languages are its own, else its course's."""

    starts_on: date | None
    ends_on: date | None
    closes_on: date | None
    teaching_days: tuple[date, ...]
    has_price: bool
    has_host: bool
    has_languages: bool
    delivery: str
    has_place: bool
    is_example: bool


def run_result(run: RunFacts) -> Result:
    sheet = _Sheet()
    sheet.ask(CheckCode.RUN_WITHOUT_DAYS, run.teaching_days, "teaching_days")
    sheet.ask(CheckCode.RUN_WITHOUT_PRICE, run.has_price, "price_dkk")
    sheet.ask(CheckCode.RUN_WITHOUT_HOST, run.has_host, "host")
    sheet.ask(CheckCode.RUN_WITHOUT_LANGUAGE, run.has_languages, "teaching_languages")
    sheet.ask(CheckCode.RUN_WITHOUT_DELIVERY, run.delivery, "delivery")
    if run.delivery != "online":
        sheet.ask(CheckCode.RUN_WITHOUT_PLACE, run.has_place, "place_da")
    sheet.ask(CheckCode.EXAMPLES_SHOWN, not run.is_example, "is_example")
    if run.starts_on:
        _ask_of_dates(sheet, run, run.starts_on)
    return sheet.result()


def _ask_of_dates(sheet: _Sheet, run: RunFacts, starts_on: date) -> None:
    in_time = run.closes_on is None or run.closes_on <= starts_on
    sheet.ask(CheckCode.DEADLINE_AFTER_START, in_time, "deadline_on", day=run.closes_on)
    # Part-time courses are often taught on Saturdays, so of teaching days only holidays are told.
    off = holiday(starts_on) or is_weekend(starts_on)
    sheet.ask(CheckCode.START_ON_A_DAY_OFF, not off, "starts_on", day=starts_on)
    for day in run.teaching_days:
        sheet.ask(CheckCode.TEACHING_ON_A_DAY_OFF, not holiday(day), "teaching_days", day=day)
        inside = starts_on <= day <= (run.ends_on or day)
        sheet.ask(CheckCode.TEACHING_OUTSIDE_RUN, inside, "teaching_days", day=day)


def review_result(
    reviewed_on: date | None, today: date, *, is_statement: bool, field: str = "reviewed_on"
) -> Result:
    """Ask for a review within a year.

    The law asks it of the accessibility statement, reason of every text page.
    """
    missing, old = (
        (CheckCode.STATEMENT_MISSING, CheckCode.STATEMENT_OLD)
        if is_statement
        else (CheckCode.REVIEW_MISSING, CheckCode.REVIEW_OLD)
    )
    sheet = _Sheet()
    sheet.ask(missing, reviewed_on, field)
    if reviewed_on:
        sheet.ask(old, today - reviewed_on <= A_YEAR, field, day=reviewed_on)
    return sheet.result()


def links_result(links: Iterable[tuple[str, str]], dead: Collection[str]) -> Result:
    """Ask of each (field, address) whether it leads somewhere."""
    sheet = _Sheet()
    for field, address in links:
        sheet.ask(CheckCode.DEAD_LINK, address not in dead, field, address)
    return sheet.result()


def images_result(images: Iterable[tuple[str, str]]) -> Result:
    """Ask of each (field, alternative text) of an image whether the text is there."""
    sheet = _Sheet()
    for field, alternative in images:
        sheet.ask(CheckCode.IMAGE_WITHOUT_ALT, alternative.strip(), field, field)
    return sheet.result()


def publishing_result(publish_on: date | None, today: date) -> Result:
    """Ask of a draft with a time of publishing whether that is still to come, or its day passed."""
    sheet = _Sheet()
    if publish_on:
        sheet.ask(CheckCode.PUBLISHING_OVERDUE, publish_on >= today, "publish_at", day=publish_on)
    return sheet.result()


def is_dead_link(status: int | None, failing_since: date | None, last_tried: date) -> bool:
    """Whether a link leads nowhere: gone at once (404, 410), or failing still on a second day."""
    return status in GONE or (failing_since is not None and last_tried > failing_since)
