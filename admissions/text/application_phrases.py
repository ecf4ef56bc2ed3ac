"""The words for an application's states, steps, parts and documents, as both sides read them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from admissions.domain.documents import DocumentKind
from admissions.domain.eligibility import Outcome
from admissions.domain.sections import Section
from admissions.domain.workflow import Action, Actor, State
from catalogue.text import phrases


def state(code):
    """The state in a word or two, for a list and for the table of the docs."""
    return {
        State.DRAFT: _("Draft"),
        State.SUBMITTED: _("Received"),
        State.UNDER_REVIEW: _("Under assessment"),
        State.INFORMATION_REQUESTED: _("Waiting for the applicant"),
        State.WAITING_LIST: _("On the waiting list"),
        State.OFFERED: _("Place offered"),
        State.ACCEPTED: _("Place accepted"),
        State.DECLINED: _("Place declined"),
        State.REFUSED: _("Refused"),
        State.WITHDRAWN: _("Withdrawn"),
        State.LAPSED: _("Lapsed"),
        State.ERASED: _("Erased"),
    }[State(code)]


def state_heading(code):
    """What the state means to the applicant, as the heading of the case's page."""
    return {
        State.DRAFT: _("Your application is not sent yet"),
        State.SUBMITTED: _("We have your application"),
        State.UNDER_REVIEW: _("Your application is being assessed"),
        State.INFORMATION_REQUESTED: _("We need something from you"),
        State.WAITING_LIST: _("You are on the waiting list"),
        State.OFFERED: _("You are offered a place"),
        State.ACCEPTED: _("You have accepted the place"),
        State.DECLINED: _("You have declined the place"),
        State.REFUSED: _("Your application is refused"),
        State.WITHDRAWN: _("You have withdrawn your application"),
        State.LAPSED: _("The offer has lapsed"),
        State.ERASED: _("The application is erased"),
    }[State(code)]


def state_lead(code):
    """What happens now, and who acts next."""
    return {
        State.DRAFT: _("Only you can see it. Send it before the deadline."),
        State.SUBMITTED: _(
            "The office looks it through next. You need do nothing; "
            "we write if something is missing."
        ),
        State.UNDER_REVIEW: _(
            "The university assesses it. You need do nothing; we write when there is a decision."
        ),
        State.INFORMATION_REQUESTED: _("Your case goes on once you have answered."),
        State.WAITING_LIST: _("We write if a place comes free. You need do nothing."),
        State.OFFERED: _("Say whether you accept the place."),
        State.ACCEPTED: _(
            "The university admits you to its own systems, and writes to you about the start."
        ),
        State.DECLINED: _("The case is closed. You are welcome to apply again."),
        State.REFUSED: _("The reasons and how to complain stand in the letter."),
        State.WITHDRAWN: _("The case is closed. You are welcome to apply again."),
        State.LAPSED: _("The office had no answer to its offer. You are welcome to apply again."),
        State.ERASED: _("Nothing that you wrote is left."),
    }[State(code)]


def state_class(code):
    """The mark beside the state: a dot, half a dot, a diamond, a dash or a ring."""
    return {
        State.DRAFT: "todo",
        State.INFORMATION_REQUESTED: "bad",
        State.OFFERED: "bad",
        State.ACCEPTED: "on",
        State.DECLINED: "off",
        State.REFUSED: "off",
        State.WITHDRAWN: "off",
        State.LAPSED: "off",
        State.ERASED: "off",
    }.get(State(code), "half")


def action(code):
    """What is done in a step, for the case's course of events and the table of the docs."""
    return {
        Action.SEND: _("Application sent"),
        Action.BEGIN_REVIEW: _("Assessment begun"),
        Action.REQUEST_INFORMATION: _("Information requested"),
        Action.ANSWER: _("Request answered"),
        Action.GO_ON_WITHOUT: _("Assessment goes on without an answer"),
        Action.PUT_ON_WAITING_LIST: _("Put on the waiting list"),
        Action.OFFER: pgettext("step", "Place offered"),
        Action.REFUSE: _("Application refused"),
        Action.ACCEPT: pgettext("step", "Place accepted"),
        Action.DECLINE: pgettext("step", "Place declined"),
        Action.LAPSE: _("Offer lapsed"),
        Action.WITHDRAW: _("Application withdrawn"),
        Action.REOPEN: _("Case reopened"),
        Action.ADD_DOCUMENT: _("Document added"),
        Action.CORRECT_CONTACT: _("Contact details corrected"),
        Action.ASK_ERASURE: _("Erasure asked for"),
        Action.HOLD: _("Complaint received: nothing is deleted"),
        Action.RELEASE: _("Complaint closed"),
        Action.ERASE: pgettext("step", "Erased"),
    }[Action(code)]


def actor(code):
    return {
        Actor.APPLICANT: _("the applicant"),
        Actor.STAFF: _("the office"),
        Actor.TIMER: _("the timer"),
    }[Actor(code)]


def section(code):
    """A part of the application, as the task list and the part's own heading call it."""
    return {
        Section.ABOUT: _("Name and contact"),
        Section.PAYMENT: _("Payment"),
        Section.BACKGROUND: _("Do you meet the requirements?"),
        Section.EDUCATION: _("Education"),
        Section.WORK: _("Work experience"),
        Section.DISPENSATION: _("Dispensation"),
        Section.CHOICES: _("Pace and electives"),
        Section.MOTIVATION: _("Motivation"),
        Section.DOCUMENTS: _("Documents"),
    }[Section(code)]


def section_lead(code):
    """When a part is asked, where that is not always; else an empty string."""
    return {
        Section.DISPENSATION: _(
            "Asked only where your answers show that you must seek a dispensation."
        ),
        Section.BACKGROUND: _(
            "The same questions as in the eligibility check; several jobs can be told."
        ),
    }.get(Section(code), "")


def target(its_target, application):
    """What is applied for, as a heading: the course, or the intake of a year."""
    if its_target.course:
        return _("Your application for %(course)s") % {"course": its_target.course.title}
    words = {"programme": its_target.programme.title, "year": application.year}
    return _("Your application for %(programme)s, intake %(year)s") % words


def carry(its_target):
    """What carrying a draft on leads to, as a button."""
    if its_target.course:
        deadline = phrases.day(its_target.closes_on)
        return _("Carry it to the next course run, deadline %(deadline)s") % {"deadline": deadline}
    return _("Carry it to the intake of %(year)s") % {"year": its_target.aim.year}


def ahead(code):
    """What still lies ahead of a case, in its course of events."""
    return {
        "answer": _("Your answer"),
        "assessment": _("Assessment"),
        "decision": _("Decision"),
        "place": _("A place comes free"),
        "reply": _("Your reply to the offer"),
        "start": _("Start of studies"),
    }[code]


def withdrawal_reasons():
    """The reasons one can choose among when withdrawing, as (code, words)."""
    return [
        ("other_offer", _("I have chosen something else")),
        ("no_time", _("It does not fit my work or my time")),
        ("payment", _("It is too expensive, or nobody pays")),
        ("other", _("Something else")),
        ("untold", _("I do not want to say")),
    ]


def document_kind(code):
    """What a document is, as the applicant chooses it and staff read it."""
    return {
        DocumentKind.DIPLOMA: _("Diploma"),
        DocumentKind.TRANSLATION: _("Translation of the diploma"),
        DocumentKind.WORK: _("Papers of your work"),
        DocumentKind.OTHER: _("Something else"),
    }[DocumentKind(code)]


def lacking(code):
    """What is said of a recommended document that is not attached."""
    return {
        DocumentKind.DIPLOMA: _("Your diploma is not attached."),
        DocumentKind.TRANSLATION: _("A translation of your diploma is not attached."),
        DocumentKind.WORK: _(
            "Nothing is attached that shows your work, such as a statement from your employer."
        ),
        DocumentKind.OTHER: _("Nothing else is attached."),
    }[DocumentKind(code)]


def pause_lead(code):
    """What an outcome means for an application that is about to be sent.

    Nothing where it meets the requirements.
    """
    return {
        Outcome.MEETS: "",
        Outcome.DISPENSATION: _(
            "The university decides whether you are given it. Your grounds go along."
        ),
        Outcome.OFFICE: _(
            "The requirements alone do not settle it. The office looks at it once you have sent."
        ),
        Outcome.NOT_YET: _(
            "By the deadline you do not have enough relevant work, as you have told it."
        ),
        Outcome.NOT_THIS_BACKGROUND: _(
            "As you have told it, your background does not meet the requirements."
        ),
    }[Outcome(code)]


def documents_state(number):
    """How far the documents are, with the mark."""
    if not number:
        return _("None attached yet"), "todo"
    return ngettext("%(number)s attached", "%(number)s attached", number) % {"number": number}, "on"


def part_state(code):
    """How far a part is, with its mark."""
    return {
        "complete": (_("Complete"), "on"),
        "begun": (_("To be finished"), "bad"),
        "untouched": (_("Not begun"), "todo"),
    }[code]
