import re
from collections import Counter
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.domain.status import State
from catalogue.models import Course, CourseRun, Programme
from mastersite.styleguide import guide
from mastersite.styleguide.components import runs
from mastersite.styleguide.guide import sections, templates
from tests.admin_pages import signed_in
from tests.pages import LANGUAGES, page

ADDRESSES = [f"/{language}/styleguide/" for language in LANGUAGES]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_staff_see_the_guide_and_nobody_else_does(settings, address):
    settings.DEMO = settings.DEBUG = False
    visitor = Client()
    visitor.force_login(User.objects.create_user("visitor", password="x"))

    assert Client().get(address).status_code == 404
    assert visitor.get(address).status_code == 404
    assert signed_in("coordinator").get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["DEMO", "DEBUG"])
def test_everybody_sees_the_guide_of_a_demo_and_while_building(settings, client, name):
    settings.DEMO = settings.DEBUG = False
    setattr(settings, name, True)

    assert client.get(ADDRESSES[0]).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_guide_asks_no_database_and_is_kept_by_nobody(client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert response.cookies == {}


@pytest.mark.django_db
def test_the_guide_writes_nothing(client):
    client.get(ADDRESSES[0])

    assert [model.objects.count() for model in (Programme, Course, CourseRun)] == [0, 0, 0]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_id_occurs_twice_and_every_reference_leads_to_one(client, address):
    html = client.get(address).content.decode()

    ids = Counter(re.findall(r'\sid="([^"]*)"', html))
    named = re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]*)"', html)
    assert [name for name, times in ids.items() if times > 1] == []
    assert len(ids) > 150
    assert {name for names in named for name in names.split()} - ids.keys() == set()
    assert set(re.findall(r'href="#([^"]*)"', html)) <= ids.keys()
    assert html.count(" autofocus") == 0


def test_every_part_is_listed_on_top_and_has_its_contract_and_its_states(client):
    found = page(client, ADDRESSES[1])

    headings = found.words("h2")
    assert set(templates()) <= set(headings)
    contracts = found.words("p", class_="soft")
    assert any(words.startswith("One field: label, hint, error, control") for words in contracts)


@pytest.mark.parametrize(
    ("address", "words"), [(ADDRESSES[0], "lukker i morgen"), (ADDRESSES[1], "closes tomorrow")]
)
def test_the_states_are_named_in_the_reader_s_language(client, address, words):
    assert words in page(client, address).words("h3")


def test_a_run_is_shown_in_each_of_its_states():
    day = date(2026, 11, 25)

    assert {run.status(day).state for _name, run in runs(day)} == set(State)


def test_a_template_without_an_example_has_none_to_show(rf, monkeypatch):
    monkeypatch.setattr(guide, "_EXAMPLES", {})

    assert all(section.examples == [] for section in sections(rf.get("/"), None))


def test_each_part_is_shown_alive_in_one_of_its_examples_at_least(rf):
    for section in sections(rf.get("/"), date(2026, 11, 25)):
        assert any("<" in example.html for example in section.examples), section.template
