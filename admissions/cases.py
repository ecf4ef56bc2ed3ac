"""An application as its pages take it: its target on the day, its parts with their answers, and who may open it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.http import QueryDict
from django.utils import timezone

from admissions import links, rules
from admissions.domain.cpr import holds_cpr_number
from admissions.domain.documents import DocumentKind, lacking, recommended
from admissions.domain.eligibility import Assessment, Background, Outcome, RequirementKind
from admissions.domain.sections import Section, missing, sections_of
from admissions.domain.workflow import State
from admissions.forms.admission import AdmissionForm
from admissions.forms.application import FORMS
from admissions.models import Answers, Application, CaseLetter, Document
from admissions.targets import Target, first_aim, target_of, with_run
from catalogue import limits
from catalogue.domain.status import AHEAD
from catalogue.models import CourseRun, Intake

OPENED = "applications"
MOST_OPENED = 10
# What was sent when the application was no longer open in the browser, until it is opened again.
SENT_TOO_LATE = "sent_too_late"
MOST_KEPT = 50_000
MOST_WAITING = 3
# Anybody may send to any address: so often it is kept, by application and by network.
KEPT_LIMIT = limits.Limit("kept", per_asker=20, per_network=60, within=timedelta(hours=1))


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
        return self.target.assess(self.background) if self.background and self.target.requirement_set else None

    @property
    def next_target(self) -> Target | None:
        """What a draft whose target is over can be carried to: the next intake, or the course's next run."""
        if self.target.takes_applications or (self.target.status and self.target.status.state in AHEAD):
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
            asks_degree=bool(rules_in_force and rules.of_kind(rules_in_force, RequirementKind.DEGREE)),
            asks_work=bool(rules_in_force and rules.of_kind(rules_in_force, RequirementKind.WORK)),
            needs_translation=education is not None and education.data.get("diploma_language") == "other",
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


def case_of(request, reference: str, today: date) -> Case | None:
    """The case that this visitor has opened in this browser; None for a stranger, whether or not there is one."""
    mark = _opened(request).get(reference)
    if mark is None:
        return None
    rows = Application.objects.select_related(
        "programme__office", "programme__home_university", "run__course__home_programme", "run__host"
    )
    rows = rows.prefetch_related("answers", "documents").exclude(state=State.ERASED)
    application = rows.filter(reference=reference).first()
    if application is None or links.opened_mark(application) != mark:
        return None
    return Case(application, target_of(application, today), today)


def opened_in_browser(request) -> list[Application]:
    """The applications that are open in this browser, the last one first; none in a preview, which knows nobody."""
    marks = _opened(request)
    if not marks:
        return []
    rows = Application.objects.exclude(state=State.ERASED).select_related("programme").filter(reference__in=marks)
    opened = [row for row in rows if links.opened_mark(row) == marks[row.reference]]
    return sorted(opened, key=lambda row: list(marks).index(row.reference), reverse=True)


def answers_again(application: Application) -> dict[str, dict]:
    """The complete answers of an application that hold for any target: all but the choices within a programme."""
    rows = application.answers.filter(is_complete=True).exclude(section__in=[Section.CHOICES, Section.MOTIVATION])
    return {row.section: row.data for row in rows}


def open_in_browser(request, application: Application) -> None:
    """Let this browser open the application until it is closed; the session's key changes, so that none is planted."""
    others = {reference: mark for reference, mark in _opened(request).items() if reference != application.reference}
    request.session.cycle_key()
    opened = {**others, application.reference: links.opened_mark(application)}
    request.session[OPENED] = dict(list(opened.items())[-MOST_OPENED:])
    request.session["opened_at"] = timezone.now().isoformat()


def keep_what_was_sent(request, reference: str, section: str) -> bool:
    """Keep a part, or the answer to a request, that came when its application was no longer open here; say whether.

    It is kept in the session alone, the last of each part, and no more than MOST_WAITING in all.

    Whether there is such an application is not looked at. A part with a CPR number is not kept, and nothing is of
    whoever sends too often.
    """
    typed = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    words = "\n".join(value for values in typed.values() for value in values)
    if len(words) > MOST_KEPT or holds_cpr_number(words):
        return False
    network = limits.network_of(request)
    if limits.ask(KEPT_LIMIT, asker=reference, network=network, now=timezone.now()).retry_at:
        return False
    others = [row for row in _waiting(request) if row[:2] != [reference, str(section)]]
    request.session[SENT_TOO_LATE] = [*others, [reference, str(section), typed]][-MOST_WAITING:]
    return True


def kept_for(request, application: Application) -> dict[str, QueryDict]:
    """What was kept for this application: its parts, or the answer to a request, each as sent, the last one last."""
    kept = {}
    for reference, section, typed in _waiting(request):
        if reference == application.reference:
            kept[section] = QueryDict(mutable=True)
            for name, values in typed.items():
                kept[section].setlist(name, values)
    return kept


def forget_what_was_sent(request, application: Application, section: str | None = None) -> None:
    """Forget what was kept of one section of this application, or of all of them, once it has its place."""
    before = _waiting(request)
    waiting = [row for row in before if row[0] != application.reference or section not in (None, row[1])]
    if waiting:
        request.session[SENT_TOO_LATE] = waiting
    elif before:
        del request.session[SENT_TOO_LATE]


def close_in_browser(request, application: Application) -> None:
    """Let this browser open the application no more, and forget what was kept for it."""
    forget_what_was_sent(request, application)
    marks = _opened(request)
    request.session[OPENED] = {name: mark for name, mark in marks.items() if name != application.reference}


def _waiting(request) -> list[list]:
    """What was sent too late and waits in this browser, the last one last; nothing in a session of before the list."""
    waiting = request.session.get(SENT_TOO_LATE, [])
    return [row for row in waiting if isinstance(row, list)]


def _opened(request) -> dict[str, str]:
    """What is open in this browser, the last one last, each with a mark of the address it was opened for.

    Once an application goes by another address, it is open in no browser that the old address let in. A preview has no
    session and knows nobody; a session of before the marks has nothing open.
    """
    opened = getattr(request, "session", {}).get(OPENED, {})
    return opened if isinstance(opened, dict) else {}
