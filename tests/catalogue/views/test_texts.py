"""Prices, questions, and the pages that the law asks for."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.conf import global_settings
from django.conf import settings as django_settings

from admissions.domain.retention import PERIODS
from catalogue.models import Question, TextPage
from tests.catalogue.pages import PAGES, address_of
from tests.makers import (
    make_office,
    make_programme,
    make_run,
    make_university,
    make_whole_programme,
)
from tests.pages import LANGUAGES, address, page, squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    _programme, courses = make_whole_programme(
        home_university=make_university(), office=make_office()
    )
    make_run(courses[0])
    return courses[0]


def test_prices_are_told_course_by_course(client):
    programme, courses = make_whole_programme(
        price_min_dkk=Decimal("98000.50"),
        price_covers_da="Eksamen *og* bøger",
        price_source_da="Folder 2026",
    )
    make_run(courses[0], price_dkk=Decimal(13875), is_example=True)
    TextPage.objects.create(key="prices", programme=programme, body_da="# Betaling\n\nI rater.")

    found = page(client, address("prices"))
    rows = [squeezed(row) for row in re.findall(r"<li data-kind=.*?</li>", found.html, re.DOTALL)]

    assert "Hele uddannelsen: 98.000,50 kr. (Folder 2026)" in found.text
    assert rows == [
        f"{courses[0].title_da} Pris 13.875 kr. eksempel Omfang 7,5 ECTS"
        " Næste hold 1. marts 2027 eksempel Afmeld med refusion senest 1. februar 2027 eksempel",
        f"{courses[1].title_da} Pris Ikke oplyst endnu Omfang 7,5 ECTS"
        " Næste hold Ikke oplyst endnu Afmeld med refusion senest Ikke oplyst endnu",
    ]
    assert "Eksamen og bøger" in found.text
    assert "Betaling" in found.words("h2")


def test_questions_stand_by_topic_and_only_those_that_are_public(client):
    programme, _ = make_whole_programme(office=make_office(telephone="+45 12 34 56 78"))
    hidden = make_programme(is_published=False)
    for order, (topic, question, over) in enumerate(
        [
            ("Optagelse", "Hvornår?", {"programme": programme}),
            ("Pris", "Hvor meget?", {}),
            ("Optagelse", "Hvordan?", {}),
            ("Pris", "Skjult?", {"is_published": False}),
            ("Andet", "En andens?", {"programme": hidden}),
        ]
    ):
        Question.objects.create(
            topic_da=topic,
            question_da=question,
            answer_da=f"**{question}** Svar.",
            order=order,
            **over,
        )
    TextPage.objects.create(key="contact", programme=programme, body_da="Kom forbi.")
    TextPage.objects.create(key="contact", programme=hidden, body_da="Kom ikke.")

    found = page(client, address("questions"))

    assert found.words("h2")[:2] == ["Optagelse", "Pris"]
    assert found.words("summary") == ["Hvornår?", "Hvordan?", "Hvor meget?"]
    assert "Kom forbi." in found.text
    assert "Kom ikke." not in found.text
    assert "mailto:office@example.org" in found.links()
    assert "tel:+4512345678" in found.links()


def test_accessibility_gives_a_telephone_number_and_a_written_way(client, settings):
    settings.CONTACT_EMAIL, settings.CONTACT_TELEPHONE = "site@example.org", "+45 12 34 56 78"
    settings.WAS_URL = "https://was.digst.dk/master-example"
    settings.ACCESSIBILITY_REVIEWED_ON = date(2026, 11, 1)
    make_whole_programme()

    found = page(client, address("accessibility"))

    assert {
        "mailto:site@example.org",
        "tel:+4512345678",
        "https://was.digst.dk/master-example",
    } <= set(found.links())
    assert "1. november 2026" in found.text


@pytest.mark.parametrize(
    ("language", "unknown"), [("da", "Ikke oplyst endnu"), ("en", "Not announced yet")]
)
def test_accessibility_says_what_is_not_known(client, settings, language, unknown):
    settings.CONTACT_EMAIL = settings.WAS_URL = ""

    found = page(client, address("accessibility", language))

    assert len([words for words in found.words("li") if words.endswith(f": {unknown}")]) == 2
    assert "was.digst.dk" in found.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_footer_has_contact_help_statement_and_privacy(client, course, language):
    for name in PAGES:
        found = page(client, address_of(name, language, course))
        footer = re.search(r'<footer class="foot">.*</footer>', found.html, re.DOTALL)[0]

        assert "mailto:office@example.org" in footer
        for wanted in ("questions", "accessibility", "privacy"):
            assert f'href="{address(wanted, language)}"' in footer
        assert (
            "Tilgængelighedserklæring" if language == "da" else "Accessibility statement"
        ) in footer


@pytest.mark.parametrize("language", LANGUAGES)
def test_privacy_names_every_cookie_the_site_can_set(client, language):
    known = {name for name in dir(global_settings) if name.endswith("_COOKIE_NAME")}

    found = page(client, address("privacy", language))
    table = re.search(r"<table class=\"data\">.*?</table>", found.html, re.DOTALL)[0]
    named = re.findall(r'<th scope="row">(.*?)</th>', table)

    assert named == [
        django_settings.CSRF_COOKIE_NAME,
        django_settings.SESSION_COOKIE_NAME,
        django_settings.LANGUAGE_COOKIE_NAME,
    ]
    assert set(named) == {getattr(django_settings, name) for name in known}
    assert django_settings.MESSAGE_STORAGE.endswith("SessionStorage")
    assert ("60 minutter" if language == "da" else "60 idle minutes") in table
    assert ("10 timer" if language == "da" else "10 hours") in table
    assert (django_settings.STAFF_IDLE_MINUTES, django_settings.STAFF_SESSION_HOURS) == (60, 10)
    assert django_settings.SESSION_EXPIRE_AT_BROWSER_CLOSE


@pytest.mark.parametrize(
    ("language", "hours", "months"), [("da", "timer", "måneder"), ("en", "hours", "months")]
)
def test_privacy_tells_how_long_things_are_kept_as_the_timer_carries_it_out(
    client, language, hours, months
):
    found = page(client, address("privacy", language))

    assert f"{PERIODS.unconfirmed.total_seconds() / 3600:g} {hours}" in found.text
    assert f"{PERIODS.interest_months} {months}" in found.text
    assert (PERIODS.unconfirmed.total_seconds() / 3600, PERIODS.interest_months) == (48, 18)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", ["artikel 6", "Dataansvarlig", "Databeskyttelsesrådgiver", "Datatilsynet", "EØS"]),
        ("en", ["article 6(1)(e)", "Controller", "Data protection officer", "Datatilsynet", "EEA"]),
    ],
)
def test_privacy_holds_every_part_that_the_law_asks_for(client, settings, language, words):
    settings.DATA_CONTROLLER, settings.DATA_PROTECTION_OFFICER = (
        "Prøveuniversitetet",
        "dpo@example.org",
    )

    found = page(client, address("privacy", language))

    assert [
        word for word in [*words, "Prøveuniversitetet", "dpo@example.org"] if word not in found.text
    ] == []
    assert "https://www.datatilsynet.dk/" in found.links()


@pytest.mark.parametrize("key", ["privacy", "accessibility"])
def test_staff_words_stand_on_the_page_marked_where_they_are_in_the_other_language(client, key):
    TextPage.objects.create(key=key, lead_da="Kort sagt", body_da="# Om os\n\n[KU](https://ku.dk)")

    danish, english = (page(client, address(key, language)) for language in LANGUAGES)

    assert danish.words("p", class_="lead") == ["Kort sagt"]
    assert "Om os" in danish.words("h2")
    assert danish.all("p", lang="da") == []
    assert english.words("p", lang="da") == ["Kort sagt"]
    assert "https://ku.dk" in english.links()
