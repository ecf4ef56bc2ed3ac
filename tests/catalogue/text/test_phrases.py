from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from catalogue.domain.curriculum import Finding, FindingCode, Kind
from catalogue.domain.status import State, Status
from catalogue.public import filters
from catalogue.text import phrases

D = Decimal
OPENS, DEADLINE = date(2026, 12, 1), date(2027, 1, 4)
NBSP = "\N{NO-BREAK SPACE}"


def of(state, **over):
    return Status(state, **{"opens_on": OPENS, "deadline_on": DEADLINE, **over})


STATES = {
    "planned": of(State.PLANNED, deadline_on=None),
    "not yet open": of(State.NOT_YET_OPEN, days_left=40),
    "open": of(State.OPEN, days_left=40),
    "fourteen days left": of(State.CLOSING_SOON, days_left=14),
    "one day left": of(State.CLOSING_SOON, days_left=1),
    "the last day": of(State.CLOSING_SOON, days_left=0),
    "full with a waiting list": of(State.FULL, days_left=3, has_waiting_list=True),
    "full": of(State.FULL, days_left=3),
    "closed": of(State.CLOSED),
    "running": of(State.RUNNING),
    "held": of(State.HELD),
    "cancelled, ahead": of(State.CANCELLED, days_left=40),
    "cancelled, past": of(State.CANCELLED),
}
WORDS = {
    "da": {
        "planned": ("Planlagt, datoer ikke oplyst endnu", "Datoer ikke oplyst endnu"),
        "not yet open": ("Åbner 1. december 2026", "Åbner 1. december 2026, frist 4. januar 2027"),
        "open": ("Åben", "Søg senest 4. januar 2027, 40 dage tilbage"),
        "fourteen days left": ("Lukker om 14 dage", "Søg senest 4. januar 2027, 14 dage tilbage"),
        "one day left": ("Lukker om 1 dag", "Søg senest 4. januar 2027, 1 dag tilbage"),
        "the last day": ("Lukker i dag", "Søg senest i dag, 4. januar 2027"),
        "full with a waiting list": (
            "Fuldt, venteliste",
            "Fuldt. Du kan komme på venteliste til og med 4. januar 2027",
        ),
        "full": ("Fuldt", "Fuldt"),
        "closed": ("Lukket for ansøgning", "Fristen 4. januar 2027 er udløbet"),
        "running": ("I gang", "I gang"),
        "held": ("Afholdt", "Afholdt"),
        "cancelled, ahead": ("Aflyst", "Aflyst"),
        "cancelled, past": ("Aflyst", "Aflyst"),
    },
    "en": {
        "planned": ("Planned, dates not announced yet", "Dates not announced yet"),
        "not yet open": ("Opens 1 December 2026", "Opens 1 December 2026, deadline 4 January 2027"),
        "open": ("Open", "Apply by 4 January 2027, 40 days left"),
        "fourteen days left": ("Closes in 14 days", "Apply by 4 January 2027, 14 days left"),
        "one day left": ("Closes in 1 day", "Apply by 4 January 2027, 1 day left"),
        "the last day": ("Closes today", "Apply by 4 January 2027, that is today"),
        "full with a waiting list": (
            "Full, waiting list",
            "Full; you can join the waiting list until 4 January 2027",
        ),
        "full": ("Full", "Full"),
        "closed": ("Closed for application", "The deadline of 4 January 2027 has passed"),
        "running": ("Under way", "Under way"),
        "held": ("Held", "Held"),
        "cancelled, ahead": ("Cancelled", "Cancelled"),
        "cancelled, past": ("Cancelled", "Cancelled"),
    },
}


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("case", STATES)
def test_each_state_is_said_in_both_languages(language, case):
    with override(language):
        words = (phrases.state(STATES[case]), phrases.state_sentence(STATES[case]))

    assert tuple(text.replace(NBSP, " ") for text in words) == WORDS[language][case]


def test_every_state_is_tried_and_has_a_mark():
    assert {found.state for found in STATES.values()} == set(State) == set(phrases.STATE_CLASSES)
    assert phrases.state_class(STATES["one day left"]) == "bad"
    assert phrases.state_class(STATES["open"]) == "on"


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_finding_is_said_with_its_numbers(language):
    with override(language):
        said = [
            phrases.finding(Finding(code, D("7.5"), D(60), "promise_en")) for code in FindingCode
        ]
        decimal = "7,5" if language == "da" else "7.5"

        assert len(set(said)) == len(FindingCode)
        assert sum(decimal in sentence for sentence in said) == 3
        assert sum("60" in sentence for sentence in said) == 5
        assert not any("%" in sentence for sentence in said)
        assert phrases.finding(Finding(FindingCode.NO_LANGUAGE))


@pytest.mark.parametrize(
    ("said", "danish", "english"),
    [
        pytest.param(
            lambda: phrases.day(DEADLINE),
            f"4.{NBSP}januar 2027",
            f"4{NBSP}January 2027",
            id="a day",
        ),
        pytest.param(
            lambda: phrases.short_day(OPENS), f"1.{NBSP}dec.", f"1{NBSP}Dec", id="a short day"
        ),
        pytest.param(
            lambda: phrases.short_date(OPENS),
            f"1.{NBSP}dec.{NBSP}2026",
            f"1{NBSP}Dec{NBSP}2026",
            id="a short date",
        ),
        pytest.param(
            lambda: phrases.day_of_year(5, 1), f"1.{NBSP}maj", f"1{NBSP}May", id="a day each year"
        ),
        pytest.param(
            lambda: phrases.day_of_year(2, 29),
            f"29.{NBSP}februar",
            f"29{NBSP}February",
            id="29 February",
        ),
        pytest.param(
            lambda: phrases.day_of_year(4, 31), f"30.{NBSP}april", f"30{NBSP}April", id="31 April"
        ),
        pytest.param(
            lambda: phrases.ects(D("7.50")),
            f"7,5{NBSP}ECTS",
            f"7.5{NBSP}ECTS",
            id="ECTS with a half",
        ),
        pytest.param(
            lambda: phrases.ects(D("60.00")), f"60{NBSP}ECTS", f"60{NBSP}ECTS", id="whole ECTS"
        ),
        pytest.param(lambda: phrases.number(1500), "1.500", "1,500", id="a number"),
        pytest.param(
            lambda: phrases.kroner(D("13875.00")),
            f"13.875{NBSP}kr.",
            f"DKK{NBSP}13,875",
            id="kroner",
        ),
        pytest.param(
            lambda: phrases.kroner(D("13875.50")),
            f"13.875,50{NBSP}kr.",
            f"DKK{NBSP}13,875.50",
            id="kroner and øre",
        ),
        pytest.param(
            lambda: phrases.kroner(D(0)), f"0{NBSP}kr.", f"DKK{NBSP}0", id="free of charge"
        ),
        pytest.param(
            lambda: phrases.kroner_between(D(98000), D(120000)),
            f"98.000–120.000{NBSP}kr.",
            f"DKK{NBSP}98,000–120,000",
            id="between two amounts",
        ),
        pytest.param(lambda: phrases.days_left(0), "i dag", "today", id="no days left"),
        pytest.param(lambda: phrases.days_left(1), "1 dag", "1 day", id="one day left"),
        pytest.param(lambda: phrases.days_left(14), "14 dage", "14 days", id="days left"),
        pytest.param(lambda: phrases.languages([]), "", "", id="no language"),
        pytest.param(lambda: phrases.languages(["en"]), "Engelsk", "English", id="one language"),
        pytest.param(
            lambda: phrases.languages(["da", "en"]),
            "Dansk og engelsk",
            "Danish and English",
            id="two languages",
        ),
        pytest.param(lambda: phrases.kind(Kind.ELECTIVE), "Valgfrit", "Elective", id="a kind"),
        pytest.param(
            lambda: phrases.bracket(Kind.MANDATORY, 1),
            "1 obligatorisk kursus",
            "1 mandatory course",
            id="one course",
        ),
        pytest.param(
            lambda: phrases.bracket(Kind.MANDATORY, 5),
            "5 obligatoriske kurser",
            "5 mandatory courses",
            id="courses",
        ),
        pytest.param(
            lambda: phrases.bracket(Kind.ELECTIVE, 2), "2 valgfag", "2 electives", id="electives"
        ),
        pytest.param(
            lambda: phrases.bracket(Kind.THESIS, 1), "Masterprojekt", "Thesis", id="the thesis"
        ),
        pytest.param(
            lambda: phrases.choice(2, 5),
            "Valgfrit, 2 af 5",
            "Elective, 2 of 5",
            id="a choice of courses",
        ),
        pytest.param(
            lambda: phrases.choice(None, 5),
            "Valgfrit, blandt 5 kurser",
            "Elective, from 5 courses",
            id="of ECTS",
        ),
        pytest.param(lambda: phrases.quoted("etik"), "”etik”", "“etik”", id="quotation marks"),
        pytest.param(
            lambda: phrases.only_in(["en"]),
            "Teksten findes kun på engelsk.",
            "",
            id="a text in English alone",
        ),
        pytest.param(
            lambda: phrases.only_in(["da"]),
            "",
            "This text is only available in Danish.",
            id="a text in Danish alone",
        ),
        pytest.param(lambda: phrases.only_in([]), "", "", id="no text at all"),
        pytest.param(
            lambda: phrases.not_announced(), "Ikke oplyst endnu", "Not announced yet", id="unknown"
        ),
        pytest.param(lambda: phrases.delivery("online"), "Online", "Online", id="a form"),
    ],
)
def test_how_things_are_written(said, danish, english):
    with override("da"):
        assert said() == danish
    with override("en"):
        assert said() == english


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_code_of_the_list_has_its_words(language):
    with override(language):
        words = [
            *map(phrases.facet, filters.CourseFilter.facets),
            *map(phrases.sort, ["", *filters.CourseFilter.sorts]),
            *map(phrases.season, ["spring", "autumn"]),
            *map(phrases.delivery, ["on_site", "online", "blended"]),
            *map(phrases.language, ["da", "en"]),
            phrases.open_for_application(),
            phrases.own_order(),
            *map(phrases.which_programme, ["deadlines", "prices"]),
        ]

    assert all(words)
