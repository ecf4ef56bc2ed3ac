"""The sentence for every finding of the publish checks; words for holidays and a run's dates."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from catalogue.domain.holidays import OFTEN_CLOSED, Holiday
from catalogue.domain.next_year import Place
from catalogue.domain.publish_checks import CheckCode, Severity
from catalogue.text import phrases

_SEVERITIES = {
    Severity.HIDES: _("Keeps it from the public"),
    Severity.MISSED: _("Visitors will miss it"),
    Severity.LOOK: _("Worth a look"),
}


def severity(code):
    return str(_SEVERITIES[Severity(code)])


# How the admin draws it: a mark's shade.
SEVERITY_SHADES = {Severity.HIDES: "bad", Severity.MISSED: "half", Severity.LOOK: "off"}


def check(code):
    """What is checked, in a few words, for a filter and a column."""
    return str(_SHORT[CheckCode(code)])


def finding(found, name=""):
    """A finding said to the editor: `name` is what editors call its column."""
    if found.curriculum and found.code is CheckCode.CURRICULUM:
        return phrases.finding(found.curriculum)
    numbers = {"day": phrases.day(found.day) if found.day else "", "name": name or found.name}
    return str(_SENTENCES[found.code]) % numbers


_SHORT = {
    CheckCode.CURRICULUM: _("The sums are wrong"),
    CheckCode.TEXT_HIDES: _("Necessary text missing"),
    CheckCode.TEXT_MISSING: _("Text missing in a language"),
    CheckCode.REQUIREMENTS_MISSING: _("No requirements in force"),
    CheckCode.INTAKE_UNKNOWN: _("No next intake"),
    CheckCode.INTAKE_WITHOUT_OPENING: _("Intake without an opening day"),
    CheckCode.INTAKE_WITHOUT_REPLY: _("Intake without a day of reply"),
    CheckCode.COURSE_IN_NO_PROGRAMME: _("Course in no published programme"),
    CheckCode.COURSE_WITHOUT_RUN: _("Course without a run ahead"),
    CheckCode.RUN_WITHOUT_DAYS: _("Run without teaching days"),
    CheckCode.DEADLINE_AFTER_START: _("Deadline after the start"),
    CheckCode.RUN_WITHOUT_PRICE: _("Price missing"),
    CheckCode.RUN_WITHOUT_HOST: _("Host university missing"),
    CheckCode.RUN_WITHOUT_LANGUAGE: _("Language of teaching missing"),
    CheckCode.RUN_WITHOUT_DELIVERY: _("Form of teaching missing"),
    CheckCode.RUN_WITHOUT_PLACE: _("Place missing"),
    CheckCode.START_ON_A_DAY_OFF: _("Starts on a day off"),
    CheckCode.TEACHING_ON_A_DAY_OFF: _("Teaching on a holiday"),
    CheckCode.TEACHING_OUTSIDE_RUN: _("Teaching outside the run"),
    CheckCode.EXAMPLES_SHOWN: _("Examples still shown"),
    CheckCode.PUBLISHING_OVERDUE: _("Publishing overdue"),
    CheckCode.DEAD_LINK: _("Dead link"),
    CheckCode.IMAGE_WITHOUT_ALT: _("Image without alternative text"),
    CheckCode.STATEMENT_MISSING: _("Accessibility statement without a date"),
    CheckCode.STATEMENT_OLD: _("Accessibility statement over a year old"),
    CheckCode.REVIEW_MISSING: _("Text page without a review"),
    CheckCode.REVIEW_OLD: _("Text page not reviewed for a year"),
}


_SENTENCES_OF_PROGRAMMES = {
    CheckCode.TEXT_HIDES: _("%(name)s is missing; without it the programme is not shown."),
    CheckCode.REQUIREMENTS_MISSING: _(
        "No published requirement set is in force, so nobody can check whether they qualify."
    ),
    CheckCode.INTAKE_UNKNOWN: _("There is no next intake: the programme has no deadline by rule."),
    CheckCode.INTAKE_WITHOUT_OPENING: _(
        "The next intake has no day on which applications open; it counts as open now."
    ),
    CheckCode.INTAKE_WITHOUT_REPLY: _(
        "The next intake does not say by when applicants get a reply."
    ),
    CheckCode.COURSE_IN_NO_PROGRAMME: _(
        "The course stands in no published programme, so it is in no list."
    ),
    CheckCode.COURSE_WITHOUT_RUN: _(
        "No published run is ahead, so the course cannot be applied for."
    ),
    CheckCode.CURRICULUM: _("The courses do not add up."),
    CheckCode.EXAMPLES_SHOWN: _("Examples are still shown; confirm or replace them."),
    CheckCode.PUBLISHING_OVERDUE: _("Was to be published on %(day)s and is still a draft."),
}


_SENTENCES_OF_RUNS = {
    CheckCode.RUN_WITHOUT_DAYS: _("The run has no teaching days."),
    CheckCode.DEADLINE_AFTER_START: _("The deadline, %(day)s, lies after the start."),
    CheckCode.RUN_WITHOUT_PRICE: _("The price is missing."),
    CheckCode.RUN_WITHOUT_HOST: _("Neither the run nor its course has a host university."),
    CheckCode.RUN_WITHOUT_LANGUAGE: _(
        "Neither the run nor its course says in which language it is taught."
    ),
    CheckCode.RUN_WITHOUT_DELIVERY: _("Say whether the run is on site, online or both."),
    CheckCode.RUN_WITHOUT_PLACE: _("The run has no place."),
    CheckCode.START_ON_A_DAY_OFF: _("The run starts on a weekend or a holiday: %(day)s."),
    CheckCode.TEACHING_ON_A_DAY_OFF: _(
        "A teaching day is a holiday or a day often closed: %(day)s."
    ),
    CheckCode.TEACHING_OUTSIDE_RUN: _(
        "A teaching day lies before the start or after the end: %(day)s."
    ),
}


_SENTENCES_OF_TEXTS = {
    CheckCode.TEXT_MISSING: _("%(name)s is missing."),
    CheckCode.DEAD_LINK: _("A link leads nowhere: %(name)s"),
    CheckCode.IMAGE_WITHOUT_ALT: _("An image has no alternative text in: %(name)s"),
    CheckCode.STATEMENT_MISSING: _(
        "It is not said when the accessibility statement was last reviewed."
    ),
    CheckCode.STATEMENT_OLD: _(
        "The accessibility statement was last reviewed on %(day)s; the law asks for once a year."
    ),
    CheckCode.REVIEW_MISSING: _("It is not said when the text was last reviewed."),
    CheckCode.REVIEW_OLD: _("The text was last reviewed on %(day)s, over a year ago."),
}


_SENTENCES = _SENTENCES_OF_PROGRAMMES | _SENTENCES_OF_RUNS | _SENTENCES_OF_TEXTS


def holiday(code):
    words = {
        Holiday.NEW_YEARS_DAY: _("New Year’s Day"),
        Holiday.MAUNDY_THURSDAY: _("Maundy Thursday"),
        Holiday.GOOD_FRIDAY: _("Good Friday"),
        Holiday.EASTER_SUNDAY: _("Easter Sunday"),
        Holiday.EASTER_MONDAY: _("Easter Monday"),
        Holiday.GREAT_PRAYER_DAY: _("Great Prayer Day"),
        Holiday.ASCENSION_DAY: _("Ascension Day"),
        Holiday.WHIT_SUNDAY: _("Whit Sunday"),
        Holiday.WHIT_MONDAY: _("Whit Monday"),
        Holiday.CHRISTMAS_DAY: _("Christmas Day"),
        Holiday.SECOND_CHRISTMAS_DAY: _("Boxing Day"),
        Holiday.CONSTITUTION_DAY: _("Constitution Day"),
        Holiday.CHRISTMAS_EVE: _("Christmas Eve"),
        Holiday.NEW_YEARS_EVE: _("New Year’s Eve"),
    }
    return str(words[Holiday(code)])


def place(code):
    """Which of a run's dates."""
    words = {
        Place.STARTS: pgettext("a run's date", "Start"),
        Place.ENDS: pgettext("a run's date", "End"),
        Place.TEACHING_DAY: _("Teaching day"),
        Place.EXAM: _("Exam"),
        Place.REEXAM: _("Re-exam"),
    }
    return str(words[Place(code)])


def flag(found):
    """A date on which few can come: what it is, the day, and why."""
    if found.holiday is None:
        return _("%(place)s %(day)s: weekend") % {
            "place": place(found.place),
            "day": phrases.short_date(found.day),
        }
    words = (
        _("%(place)s %(day)s: %(holiday)s, often closed")
        if found.holiday in OFTEN_CLOSED
        else "%(place)s %(day)s: %(holiday)s"
    )
    return words % {
        "place": place(found.place),
        "day": phrases.short_date(found.day),
        "holiday": holiday(found.holiday),
    }
