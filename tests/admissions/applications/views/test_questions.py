"""What an application asks, read before it is begun; and the study plan that comes along."""

import re
from decimal import Decimal

import pytest
from django.utils.translation import override

from admissions.applications.forms.parts import FORMS
from admissions.mail import signed_links
from admissions.models import Application
from tests.makers import (
    make_course,
    make_elective_group,
    make_requirement_set,
    make_whole_programme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    found, _courses = make_whole_programme(years_min=2, years_max=6, single_courses=True)
    make_requirement_set(found)
    return found


def text(response):
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " "))


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_question_of_every_part_stands_on_the_page(client, programme, language):
    address = {"da": "/da/ansoeg/spoergsmaal/", "en": "/en/apply/questions/"}[language]

    page = text(client.get(address))

    with override(language):
        for form in FORMS.values():
            for name, field in form.base_fields.items():
                if name != "electives":
                    assert f">{field.label}" in page
    assert {"da": "arbejde inden for området?</dt>", "en": "start working in this field?</dt>"}[
        language
    ] in page
    assert {"da": "<dt>Måned", "en": "<dt>Month"}[language] not in page
    assert {"da": "Højst 10 MB", "en": "10 MB a file at most"}[language] in page


def test_a_course_is_asked_neither_pace_nor_electives(client, programme):
    course = programme.entries.first().course

    page = text(client.get(f"/da/ansoeg/spoergsmaal/?course={course.slug}"))

    assert "Motivation" in page
    assert "Tempo og valgfag" not in page


def test_what_is_not_known_leads_to_the_page_on_applying(client, programme):
    assert client.get("/da/ansoeg/spoergsmaal/?course=nothing").headers["Location"] == "/da/ansoeg/"


def start(client, query):
    form = {"email": "anna@example.org", "stamp": signed_links.form_stamp(), "leave_empty": ""}
    client.post(f"/da/ansoeg/begynd/{query}", form)
    return Application.objects.get().answers.filter(section="choices").first()


@pytest.fixture
def elective(programme):
    programme.ects = Decimal("22.5")
    programme.save()
    return make_course(
        programme, kind="elective", group=make_elective_group(programme, choose_courses=1)
    )


def test_pace_and_electives_of_a_plan_come_along(client, elective):
    page = text(client.get(f"/da/ansoeg/begynd/?years=4&el={elective.slug}"))
    assert "Tempo og valgfag fra din studieplan følger med" in page

    found = start(client, f"?years=4&el={elective.slug}&from=2027e")

    assert found.data == {"pace": "4", "electives": [elective.slug], "wishes": ""}
    assert found.is_complete


@pytest.mark.parametrize("query", ["?years=99", "?years=4&el=nothing", "?years=x", "?el=a"])
def test_a_plan_that_does_not_hold_is_left_behind(client, elective, query):
    assert start(client, query) is None
