"""An application as its pages take it: its target on the day, and its parts with their answers."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from admissions.domain.background import Background, background_of
from admissions.domain.documents import DocumentKind, lacking, recommended
from admissions.domain.eligibility import Assessment, Outcome, RequirementKind, is_told
from admissions.domain.sections import Section, missing, sections_of
from admissions.domain.workflow import State
from admissions.eligibility import requirements
from admissions.eligibility.targets import Target, first_aim
from admissions.models import Answers, Application, CaseLetter, Document
from catalogue.domain.status import AHEAD


@dataclass(frozen=True)
class Case:
    """An application with what its pages need; `today` is the day in Copenhagen."""

    application: Application
    target: Target
    today: date

    @property
    def is_draft(self) -> bool:
        return self.application.state == State.DRAFT

    @cached_property
    def answers(self) -> dict[str, Answers]:
        return {row.section: row for row in self.application.answers.all()}

    @cached_property
    def background(self) -> Background | None:
        """What was told of degree and work; None while it tells not all that the rules look at."""
        told, rules = self.told_background, self.target.requirement_set
        if told is None or rules is None:
            return None
        return told if is_told(requirements.domain_requirements(rules), told) else None

    @cached_property
    def told_background(self) -> Background | None:
        """What was told, whatever the rules have become since; None while it does not hold."""
        row = self.answers.get(Section.BACKGROUND)
        kept = row.data.get("background") if row else None
        return background_of(kept) if kept else None

    @cached_property
    def assessment(self) -> Assessment | None:
        return (
            self.target.assess(self.background)
            if self.background and self.target.requirement_set
            else None
        )

    @property
    def next_target(self) -> Target | None:
        """What a draft whose target is over can go to: the next intake, or the next run."""
        if self.target.takes_applications or (
            self.target.status and self.target.status.state in AHEAD
        ):
            return None
        found = first_aim(self.target, self.today)
        return replace(self.target, aim=found) if found else None

    @property
    def outcome(self) -> Outcome | None:
        return self.assessment.outcome if self.assessment else None

    @property
    def sections(self) -> tuple[Section, ...]:
        """The parts it has.

        Of what is sent, all that was answered, whatever the rules have become since.
        """
        asked = sections_of(
            is_whole_programme=self.target.course is None,
            has_requirements=self.target.requirement_set is not None,
            outcome=self.outcome,
        )
        if self.is_draft:
            return asked
        return tuple(section for section in Section if section in asked or section in self.answers)

    @cached_property
    def documents(self) -> list[Document]:
        return list(self.application.documents.all())

    @cached_property
    def letters(self) -> list[CaseLetter]:
        """What the office has asked and decided, the first one first."""
        return list(self.application.case_letters.all())

    @cached_property
    def recommended(self) -> tuple[DocumentKind, ...]:
        """The documents it is well to attach to these answers."""
        rules_in_force = self.target.requirement_set
        education = self.answers.get(Section.EDUCATION)
        return recommended(
            asks_degree=bool(
                rules_in_force and requirements.of_kind(rules_in_force, RequirementKind.DEGREE)
            ),
            asks_work=bool(
                rules_in_force and requirements.of_kind(rules_in_force, RequirementKind.WORK)
            ),
            needs_translation=education is not None
            and education.data.get("diploma_language") == "other",
        )

    @property
    def lacking(self) -> tuple[DocumentKind, ...]:
        return lacking(self.recommended, {document.kind for document in self.documents})

    @property
    def complete(self) -> set[str]:
        answered = {section for section, row in self.answers.items() if row.is_complete}
        # The rules may have changed since it was answered, or be those of another programme.
        if self.target.requirement_set is not None and self.background is None:
            answered.discard(Section.BACKGROUND)
        return answered | ({Section.DOCUMENTS} if self.documents else set())

    @property
    def complete_count(self) -> int:
        return len(set(self.sections) & self.complete)

    @property
    def missing(self) -> tuple[Section, ...]:
        return missing(self.sections, self.complete)

    def version(self, section: Section) -> int:
        row = self.answers.get(section)
        return row.version if row else 0


def answers_again(application: Application) -> dict[str, dict]:
    """The complete answers that hold for any target: all but the choices within a programme."""
    rows = application.answers.filter(is_complete=True).exclude(
        section__in=[Section.CHOICES, Section.MOTIVATION]
    )
    return {row.section: row.data for row in rows}
