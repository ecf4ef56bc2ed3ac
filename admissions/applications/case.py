"""An application as its pages take it: its target on the day, and its parts with their answers."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.http import QueryDict

from admissions.applications.forms.parts import FORMS
from admissions.domain.documents import DocumentKind, lacking, recommended
from admissions.domain.eligibility import Assessment, Background, Outcome, RequirementKind
from admissions.domain.sections import Section, missing, sections_of
from admissions.domain.workflow import State
from admissions.eligibility import requirements
from admissions.eligibility.forms import AdmissionForm
from admissions.eligibility.targets import Target, first_aim, with_run
from admissions.models import Answers, Application, CaseLetter, Document
from catalogue.domain.status import AHEAD
from catalogue.models import CourseRun, Intake


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
        """What was answered of degree and work, as the rules take it; None while it is not complete."""
        row = self.answers.get(Section.BACKGROUND)
        if row is None or self.target.requirement_set is None:
            return None
        form = self.background_form(pairs_query(row.data))
        return form.background() if form.is_valid() else None

    @cached_property
    def assessment(self) -> Assessment | None:
        return (
            self.target.assess(self.background)
            if self.background and self.target.requirement_set
            else None
        )

    @property
    def next_target(self) -> Target | None:
        """What a draft whose target is over can be carried to: the next intake, or the course's next run."""
        if self.target.takes_applications or (
            self.target.status and self.target.status.state in AHEAD
        ):
            return None
        found = first_aim(self.target, self.today)
        if self.target.course:
            return with_run(self.target, str(found.uuid)) if isinstance(found, CourseRun) else None
        return replace(self.target, intake=found) if isinstance(found, Intake) else None

    @property
    def outcome(self) -> Outcome | None:
        return self.assessment.outcome if self.assessment else None

    @property
    def sections(self) -> tuple[Section, ...]:
        """The parts it has; of what is sent, all that was answered, whatever the rules have become since."""
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

    def background_form(self, data=None, initial=None) -> AdmissionForm:
        return AdmissionForm(self.target.requirement_set, data, today=self.today, initial=initial)

    def form(self, section: Section, data=None, initial=None):
        """The form of one part, with what was sent, or with what is kept."""
        if section is Section.BACKGROUND:
            form = self.background_form(data, initial)
            form.helper.form_tag = False
            # The check's own buttons; here the part has its own.
            form.helper.layout.fields.pop()
            return form
        return FORMS[section](data, initial=initial, target=self.target, today=self.today)

    def kept(self, section: Section) -> dict:
        """The answers of a part as a form takes them to show."""
        row = self.answers.get(section)
        if row is None:
            return {}
        return pairs_query(row.data).dict() if section is Section.BACKGROUND else row.data

    def version(self, section: Section) -> int:
        row = self.answers.get(section)
        return row.version if row else 0


def pairs_query(data: dict) -> QueryDict:
    """The answers of the check as the query of an address."""
    query = QueryDict(mutable=True)
    for name, value in data.get("pairs", []):
        query.appendlist(name, value)
    return query


def answers_again(application: Application) -> dict[str, dict]:
    """The complete answers of an application that hold for any target: all but the choices within a programme."""
    rows = application.answers.filter(is_complete=True).exclude(
        section__in=[Section.CHOICES, Section.MOTIVATION]
    )
    return {row.section: row.data for row in rows}
