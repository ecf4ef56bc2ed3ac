"""The parts of an application as they are filled in: kept right or wrong, complete when right."""

import json
import re

import pytest
from django.utils import timezone

from admissions.applications.case import Case
from admissions.applications.forms import parts
from admissions.applications.forms.of_case import form_of
from admissions.domain.sections import Section
from admissions.eligibility.targets import target_of
from admissions.models import Answers
from tests.admissions.applications.pages import (
    WORDS,
    make_master_of_practice,
    opened,
    page_url,
    part_url,
    save,
    text,
)
from tests.admissions.makers import BACKGROUND, make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_master_of_practice()


def test_what_is_wrong_is_kept_told_and_not_complete(client, programme):
    application = opened(client, make_application(programme))

    answer = save(
        client, application, Section.EDUCATION, {**WORDS[Section.EDUCATION], "year": "2062"}
    )

    assert "Året skal ligge mellem 1950 og 2026" in text(answer)
    row = Answers.objects.get()
    assert (row.is_complete, row.data["year"], row.data["degree_title"]) == (
        False,
        "2062",
        "Cand.med.",
    )
    assert 'value="2062"' in text(client.get(part_url(application, Section.EDUCATION)))
    assert "Skal gøres færdig" in text(client.get(page_url("application", application)))


def test_a_part_can_be_left_as_it_is(client, programme):
    application = opened(client, make_application(programme))

    listed = save(client, application, Section.WORK, {"description": ""}, button="later")

    assert listed.redirect_chain[-1][0] == page_url("application", application)
    assert Answers.objects.get().is_complete is False


def test_the_background_is_kept_half_filled_and_asks_for_another_job(client, programme):
    application = opened(client, make_application(programme))

    save(client, application, Section.BACKGROUND, {"degree": "master", "m1": "9"}, button="later")
    again = text(client.get(part_url(application, Section.BACKGROUND)))
    more = client.post(
        part_url(application, Section.BACKGROUND), {"degree": "master", "rows": "2", "version": "1"}
    )

    assert re.search(r'name="m1" value="9"', again)
    assert 'name="m2"' in text(more)
    assert "Answers" not in text(more)


def test_a_cpr_number_is_refused_with_the_reason_and_kept_nowhere(client, programme):
    application = opened(client, make_application(programme))

    for section, name, button in [
        (Section.WORK, "description", "save"),
        (Section.ABOUT, "name", "save"),
        (Section.MOTIVATION, "motivation", "later"),
    ]:
        answer = save(
            client,
            application,
            section,
            {**WORDS[section], name: "Mit nummer er 010180-1234"},
            button,
        )
        assert "Fjern CPR-nummeret" in text(answer)
        assert "010180-1234" in text(answer)

    assert not Answers.objects.exists()


def test_a_text_that_is_too_long_is_kept_and_told_by_how_much(client, programme):
    application = opened(client, make_application(programme))

    answer = save(client, application, Section.WORK, {"description": "å" * 4_003})

    assert "Gør teksten 3 tegn kortere" in text(answer)
    assert Answers.objects.get().data == {"description": "å" * 4_003}


@pytest.mark.parametrize("button", ["save", "later"])
@pytest.mark.parametrize(
    ("section", "values"),
    [
        (Section.EDUCATION, {"degree_title": "Cand\x00med", "year": "20\x00"}),
        (Section.BACKGROUND, {"degree": "mas\x00ter", "m1": "\x009"}),
        (Section.CHOICES, {"pace": "\x00", "electives": ["a\x00"], "wishes": "b\x00"}),
    ],
)
def test_a_null_character_is_dropped_where_it_is_kept_half_done(
    client, programme, section, values, button
):
    application = opened(client, make_application(programme))

    assert save(client, application, section, values, button).status_code == 200
    assert "\\u0000" not in json.dumps(Answers.objects.get().data)


def test_two_tabs_do_not_overwrite_one_another(client, programme):
    application = opened(client, make_application(programme))
    save(client, application, Section.WORK, {"description": "Fra det ene vindue"})

    late = save(
        client, application, Section.WORK, {"description": "Fra det andet vindue"}, version=0
    )

    assert "Delen er imens blevet gemt i et andet vindue." in text(late)
    assert "Fra det andet vindue" in text(late)
    assert Answers.objects.get().data == {"description": "Fra det ene vindue"}
    version = re.search(r'name="version" value="(\d+)"', text(late))[1]
    save(
        client, application, Section.WORK, {"description": "Fra det andet vindue"}, version=version
    )
    assert Answers.objects.get().data == {"description": "Fra det andet vindue"}


def test_the_grounds_are_asked_for_where_a_dispensation_must_be_sought(client, programme):
    application = opened(client, make_application(programme))
    save(client, application, Section.BACKGROUND, {**BACKGROUND, "degree": "medium_cycle"})

    listed = text(client.get(page_url("application", application)))

    assert "af 9 dele" in listed
    assert client.get(part_url(application, Section.DISPENSATION)).status_code == 200


def test_an_employer_who_pays_is_asked_where_the_bill_goes(client, programme):
    application = opened(client, make_application(programme))

    wrong = text(save(client, application, Section.PAYMENT, {"payer": "employer", "ean": "123"}))
    right = save(
        client, application, Section.PAYMENT,
        {"payer": "employer", "organisation": "Region Øvelse", "ean": "5790 0010 0000 0"},
    )  # fmt: skip

    assert "Skriv navnet på din arbejdsgiver" in wrong
    assert "Skriv EAN-nummeret med alle 13 cifre" in wrong
    assert right.redirect_chain
    assert Answers.objects.get().data["ean"] == "5790001000000"


def test_every_field_has_a_purpose(programme):
    application = make_application(programme)
    today = timezone.localdate()
    case = Case(application, target_of(application, today), today)
    asked = {name for section in parts.FORMS for name in form_of(case, section).fields} | set(
        parts.StartForm(opened=[application]).fields
    )

    assert asked | {"version", "electives"} == set(parts.FIELD_PURPOSES)
    assert all(purpose.endswith(".") for purpose in parts.FIELD_PURPOSES.values())
