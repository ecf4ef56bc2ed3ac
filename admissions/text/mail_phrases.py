"""The words around the mails: what each is for, its placeholders, what is wrong with its words."""

from datetime import date, time

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from admissions.domain.wording import Flaw, FoundFlaw
from catalogue.text import phrases


def purpose(kind):
    """When a mail of the kind goes out, and to whom."""
    return {
        "confirm_interest": _("Somebody asks to be kept posted: to the address that was given."),
        "confirm_interest_again": _("Somebody who is on the list already fills in the form again."),
        "interest_confirmed": _("Somebody has confirmed, and is on the list."),
        "date_moved": _("A date that was announced has moved: to those on the list."),
        "run_opened": _("Course runs are announced: to those on the list."),
        "application_link": _("An application is begun, or its link is asked for again."),
        "application_received": _("An application is sent."),
        "application_withdrawn": _("An application is withdrawn by the applicant."),
        "draft_ends": _("A draft has not been touched for long: before it is deleted."),
        "deadline_near": _("A draft is not sent, and its deadline is near; once."),
        "information_requested": _("The office asks the applicant for something."),
        "answer_awaited": _("What the office asked for has not come, and the day is near; once."),
        "answer_received": _("The applicant has answered what the office asked."),
        "decision_made": _("A decision is made; the mail does not say which."),
        "place_answered": _("The applicant has answered an offer; the mail does not say how."),
        "confirm_address": _("The applicant gives another e-mail address: to the new address."),
        "address_changed": _(
            "The e-mail address of an application is changed: to the old address."
        ),
        "document_received": _("A document is added after the application was sent."),
        "erasure_asked": _("The applicant wishes the case to be erased."),
        "case_date_moved": _(
            "A date of what is applied for has moved: to drafts and to cases that are open."
        ),
        "letter_request": _(
            "The letter on the case’s page by which the office asks for something."
        ),
        "letter_offer": _("The letter on the case’s page that offers a place."),
        "letter_conditional_offer": _(
            "The letter on the case’s page that offers a place with conditions."
        ),
        "letter_waiting_list": _("The letter on the case’s page about the waiting list."),
        "letter_refusal": _(
            "The letter on the case’s page that refuses, with reasons and guidance on complaint."
        ),
    }[str(kind)]


def placeholder(name):
    """What stands in a placeholder's place."""
    return {
        "programme": _("the programme’s title"),
        "title": _("the title of the programme or the course"),
        "number": _("the case number"),
        "day": _("the day that the mail is about"),
        "clock": _("the time of that day"),
        "months": _("how many months one is on the list"),
        "name": _("the applicant’s name"),
        "text": _("what the caseworker writes: the question, the conditions or the reasons"),
        "rules": _("the requirements that were applied, with their version and first day"),
        "complaints_to": _("where a complaint is sent, from the settings"),
        "changes": _("what has changed, a line for each"),
        "runs": _("the course runs, a line for each"),
        "confirm_url": _("the link that confirms"),
        "open_url": _("the link that opens the application"),
        "case_url": _("the link to the case’s page"),
        "page_url": _("the link to the page with the dates"),
    }[name]


def link(name):
    """What a link is called in the HTML of a mail; in plain text the address itself is shown."""
    return {
        "confirm_url": _("Confirm here"),
        "open_url": _("Open your application"),
        "case_url": _("See the case"),
        "page_url": _("See the dates"),
    }[name]


def sample(name, site_url):
    """A value made up for a preview."""
    if name.endswith("_url"):
        return f"{site_url}/example/"
    day = phrases.day(date(2030, 5, 1))
    return {
        "programme": _("The programme’s title"),
        "title": _("The title"),
        "number": "ABCD234567",
        "day": day,
        "clock": date_format(time(10), "TIME_FORMAT"),
        "months": "18",
        "changes": moved_line(
            intake_of(2030), _("last day to apply"), date(2030, 4, 15), date(2030, 5, 1)
        ),
        "runs": run_line(_("The title"), date(2030, 9, 2), None, date(2030, 5, 1)),
        "name": _("The applicant"),
        "text": _("What the caseworker writes."),
        "rules": _("The requirements, version %(version)s, in force from %(day)s")
        % {"version": 3, "day": phrases.day(date(2030, 4, 15))},
        "complaints_to": "klage@mastersite.example",
    }[name]


def moved_line(of, what, old, new, *, is_example=False):
    """A date that has moved, in a line: of what, which day, what it is now and what it was."""
    days = {
        "of": of,
        "what": what,
        "old": old and phrases.day(old),
        "new": new and phrases.day(new),
    }
    if new is None:
        line = _("%(of)s: %(what)s not settled any more (before: %(old)s)") % days
    elif old is None:
        line = _("%(of)s: %(what)s %(new)s") % days
    else:
        line = _("%(of)s: %(what)s %(new)s (before: %(old)s)") % days
    return _marked(line, is_example)


def run_line(title, starts_on, opens_on, closes_on, *, is_example=False):
    """A course run that is announced, in a line, with the days that are known."""
    parts = [
        str(title),
        *([_("starts %(day)s") % {"day": phrases.day(starts_on)}] if starts_on else []),
        *([_("application opens %(day)s") % {"day": phrases.day(opens_on)}] if opens_on else []),
        *([_("apply by %(day)s") % {"day": phrases.day(closes_on)}] if closes_on else []),
    ]
    return _marked(", ".join(parts), is_example)


def run_of(title, starts_on):
    """A course run as a line begins with it."""
    return (
        _("%(course)s, start %(day)s") % {"course": title, "day": phrases.day(starts_on)}
        if starts_on
        else str(title)
    )


def intake_of(year):
    return _("Intake %(year)s") % {"year": year}


def _marked(line, is_example):
    return f"{line} ({_('example')})" if is_example else line


def flaw(found: FoundFlaw, allowed):
    """What is wrong with the words of a mail, and what may stand there."""
    words = {
        Flaw.EMPTY: _("Write the words in this language too."),
        Flaw.LINE_BREAK: _("A subject has one line."),
        Flaw.LOOSE_BRACE: _("A brace stands alone. Braces only stand around the name of a value."),
        Flaw.UNKNOWN_PLACEHOLDER: _("There is no %(placeholder)s in this mail."),
        Flaw.NOT_IN_A_SUBJECT: _("A subject has no room for %(placeholder)s."),
        Flaw.MISSING_PLACEHOLDER: _("The text must hold %(placeholder)s."),
    }[found.flaw] % {"placeholder": braced(found.name)}
    if found.flaw in (Flaw.EMPTY, Flaw.LINE_BREAK, Flaw.MISSING_PLACEHOLDER):
        return words
    return f"{words} " + _("You may use %(names)s.") % {
        "names": ", ".join(braced(name) for name in allowed)
    }


def braced(name):
    """A placeholder as it is written."""
    return f"{{{name}}}"
