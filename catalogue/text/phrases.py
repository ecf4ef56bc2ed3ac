"""The sentence for every code the catalogue's rules can return."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.domain import deadlines
from catalogue.domain.curriculum import FindingCode, Kind
from catalogue.domain.differences import Fate
from catalogue.domain.status import State
from catalogue.text.translation import reader_language

NBSP = "\N{NO-BREAK SPACE}"
LEAP_YEAR = 2000


def day(value):
    """A day in full, the day and month held together: 7. december 2026, 7 December 2026."""
    return date_format(value, "DATE_FORMAT").replace(" ", NBSP, 1)


def short_day(value):
    """A day without its year: 7. dec., 7 Dec."""
    if reader_language() == "da":
        return f"{value.day}.{NBSP}{date_format(value, 'N')}"
    return f"{value.day}{NBSP}{date_format(value, 'b').title()}"


def short_date(value):
    """A day in short: 7. dec. 2026, 7 Dec 2026."""
    return f"{short_day(value)}{NBSP}{value.year}"


def day_of_year(month, number):
    """A day that comes back each year: 1. maj, 1 May."""
    return date_format(deadlines.day_of_year(LEAP_YEAR, month, number), "MONTH_DAY_FORMAT").replace(
        " ", NBSP
    )


def ects(value):
    """ECTS as people write them: 7,5 ECTS, 60 ECTS."""
    return f"{number(value)}{NBSP}ECTS"


def number(value):
    """A number without needless decimals, in the reader's way of writing it."""
    whole = (
        value == value.to_integral_value()
        if hasattr(value, "to_integral_value")
        else float(value).is_integer()
    )
    short = int(value) if whole else value.normalize()
    return number_format(short, use_l10n=True, force_grouping=True)


def kroner(value):
    """An amount in Danish kroner: 13.875 kr., DKK 13,875; with two decimals where there are øre."""
    amount = number(value) if value == int(value) else number_format(value, 2, force_grouping=True)
    return (_("DKK %(amount)s") % {"amount": amount}).replace(" ", NBSP)


def kroner_between(least, most):
    """Two amounts in Danish kroner: 98.000–120.000 kr., DKK 98,000–120,000."""
    amounts = {"least": number(least), "most": number(most)}
    return (_("DKK %(least)s–%(most)s") % amounts).replace(" ", NBSP)


def days_left(days):
    """How long there is to a deadline: today, 1 day, 14 days."""
    if days == 0:
        return _("today")
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def kind(code):
    """What a course is in a programme."""
    return {Kind.MANDATORY: _("Mandatory"), Kind.ELECTIVE: _("Elective"), Kind.THESIS: _("Thesis")}[
        Kind(code)
    ]


def language(code):
    return {"da": _("Danish"), "en": _("English")}[code]


def languages(codes):
    """Languages in a sentence: dansk og engelsk."""
    names = [language(code) for code in codes]
    if len(names) != 2:
        return ", ".join(names)
    second = names[1].lower() if reader_language() == "da" else names[1]
    return _("%(first)s and %(second)s") % {"first": names[0], "second": second}


def not_announced():
    return _("Not announced yet")


def open_for_application():
    return _("Open for application")


def facet(name):
    """The heading of a facet."""
    return {
        "open": _("Application"),
        "kind": _("Kind"),
        "lang": _("Language"),
        "ects": _("Size"),
        "season": _("Starts in"),
        "uni": _("University"),
    }[name]


def sort(name):
    return {
        "": _("Relevance"),
        "deadline": _("Deadline"),
        "title": _("Title"),
        "start": _("Start date"),
        "ects": "ECTS",
    }[name]


def which_programme(page):
    """The heading of a page that asks which programme's dates or prices are meant."""
    return {
        "deadlines": _("Which programme's dates?"),
        "prices": _("Which programme's prices?"),
    }[page]


def own_order():
    """The order in which staff put the things of a list."""
    return _("Our order")


def delivery(code):
    return {"on_site": _("On site"), "online": _("Online"), "blended": _("Partly online")}[code]


def season(code):
    return {"spring": _("Spring"), "autumn": _("Autumn")}[code]


def state(status):
    """The state of a run or an intake in a few words, for a list."""
    if status.state is State.CLOSING_SOON:
        return _closing(status)
    if status.state is State.NOT_YET_OPEN:
        return _("Opens %(day)s") % {"day": day(status.opens_on)}
    if status.state is State.FULL:
        return _("Full, waiting list") if status.has_waiting_list else _("Full")
    return {
        State.PLANNED: _("Planned, dates not announced yet"),
        State.OPEN: _("Open"),
        State.CLOSED: _("Closed for application"),
        State.RUNNING: _("Under way"),
        State.HELD: _("Held"),
        State.CANCELLED: _("Cancelled"),
    }[status.state]


def state_sentence(status):
    """The state with its date, for the head of a page: what one can do and by when."""
    deadline = day(status.deadline_on) if status.deadline_on else ""
    if status.is_open:
        return _apply_by(status, deadline)
    if status.state is State.NOT_YET_OPEN:
        return _("Opens %(opens)s, deadline %(deadline)s") % {
            "opens": day(status.opens_on),
            "deadline": deadline,
        }
    if status.state is State.FULL and status.has_waiting_list:
        return _("Full; you can join the waiting list until %(deadline)s") % {"deadline": deadline}
    if status.state is State.CLOSED:
        return _("The deadline of %(deadline)s has passed") % {"deadline": deadline}
    if status.state is State.PLANNED:
        return _("Dates not announced yet")
    return state(status)


def finding(found):
    """What keeps a programme from the public, said to the editor."""
    numbers = {
        "has": number(found.has) if found.has is not None else "",
        "needs": number(found.needs) if found.needs is not None else "",
        "name": found.name,
    }
    sentences = {
        FindingCode.NO_COURSES: _("No courses yet: 0 of %(needs)s ECTS."),
        FindingCode.NO_LANGUAGE: _("Choose the languages of the programme's texts."),
        FindingCode.SUM_IS_WRONG: _(
            "%(has)s of %(needs)s ECTS: courses, electives and thesis must add up."
        ),
        FindingCode.GROUP_IS_TOO_SMALL: _(
            "An elective group has %(has)s courses, but %(needs)s are to be chosen."
        ),
        FindingCode.GROUP_SUM_VARIES: _(
            "The choice in an elective group gives between %(has)s and %(needs)s ECTS; "
            "choose by ECTS instead."
        ),
        FindingCode.GROUP_CANNOT_REACH: _(
            "The courses of an elective group cannot give exactly %(needs)s ECTS."
        ),
        FindingCode.TEXT_IS_MISSING: _("A text is missing: %(name)s."),
    }
    return sentences[found.code] % numbers


def _closing(status):
    if status.days_left == 0:
        return _("Closes today")
    return ngettext("Closes in %(days)s day", "Closes in %(days)s days", status.days_left) % {
        "days": status.days_left
    }


def _apply_by(status, deadline):
    if status.days_left == 0:
        return _("Apply by %(deadline)s, that is today") % {"deadline": deadline}
    return ngettext(
        "Apply by %(deadline)s, %(days)s day left",
        "Apply by %(deadline)s, %(days)s days left",
        status.days_left,
    ) % {"deadline": deadline, "days": status.days_left}


STATE_CLASSES = {
    State.PLANNED: "todo",
    State.NOT_YET_OPEN: "half",
    State.OPEN: "on",
    State.CLOSING_SOON: "bad",
    State.FULL: "half",
    State.CLOSED: "off",
    State.RUNNING: "half",
    State.HELD: "off",
    State.CANCELLED: "off",
}


def state_class(status):
    """The mark beside a state: a dot, half a dot, a diamond, a dash or a ring."""
    return STATE_CLASSES[status.state]


def fate(code):
    """What became of a piece of a text between two versions."""
    return {Fate.KEPT: _("kept"), Fate.REMOVED: _("removed"), Fate.INSERTED: _("inserted")}[code]


def bracket(code, number):
    """The words over a stretch of the strip: 5 mandatory courses, 2 electives, thesis."""
    if code == Kind.THESIS:
        return _("Thesis")
    if code == Kind.MANDATORY:
        return ngettext("%(number)s mandatory course", "%(number)s mandatory courses", number) % {
            "number": number
        }
    return ngettext("%(number)s elective", "%(number)s electives", number) % {"number": number}


def choice(chosen, of):
    """How many of an elective group are chosen: 2 of 5."""
    if chosen:
        return _("Elective, %(chosen)s of %(of)s") % {"chosen": chosen, "of": of}
    return _("Elective, from %(of)s courses") % {"of": of}


def quoted(text):
    """What was searched for, in the quotation marks of the language."""
    return _("“%(text)s”") % {"text": text}


def only_in(languages):
    """The note above a text that does not exist in the reader's language; empty when it does."""
    if not languages or reader_language() in languages:
        return ""
    return {
        "da": _("This text is only available in Danish."),
        "en": _("This text is only available in English."),
    }[languages[0]]


def cookies(form, session, language, *, idle_minutes, hours):
    """All cookies the site can set: name, purpose, how long it is kept."""
    return [
        (
            form,
            _(
                "Shows that a form was sent from this site. "
                "Set by pages with a form that sends something."
            ),
            _("until the browser is closed"),
        ),
        (
            session,
            _(
                "Keeps staff signed in, and an application open in the applicant’s browser. "
                "Not set for other visitors."
            ),
            _(
                "until the browser is closed, or for an hour before signing in;"
                " ends after %(idle)s idle minutes or %(hours)s hours"
            )
            % {"idle": idle_minutes, "hours": hours},
        ),
        (
            language,
            _("Remembers the language a member of staff chose for the administration."),
            _("until the browser is closed"),
        ),
    ]
