"""Who may open an application: by its link, for as long as the session lasts; a stranger never."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from admissions.domain.sections import Section
from admissions.mail import signed_links
from admissions.models import Answers, Application, Letter
from tests.admissions.applications.pages import (
    make_master_of_practice,
    opened,
    page_url,
    part_url,
    save,
    start,
    text,
)
from tests.admissions.makers import ANSWERS, BACKGROUND, make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_master_of_practice()


PAGES = [
    "application", "application_review", "application_receipt", "application_about",
    "case", "case_withdraw", "case_data",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_gets_the_same_404_whether_or_not_the_application_exists(
    client, programme, name
):
    application = make_application(programme, ANSWERS)

    known = client.get(page_url(name, application))
    unknown = client.get(reverse(f"admissions:{name}", args=["nosuchcase"]))

    assert known.status_code == unknown.status_code == 404
    hidden = re.compile(r'name="(stamp|csrfmiddlewaretoken)" value="[^"]*"')
    assert hidden.sub("", text(known)).replace(application.reference, "x") == hidden.sub(
        "", text(unknown)
    ).replace("nosuchcase", "x")
    assert "no-store" in known.headers["Cache-Control"]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_an_application_is_kept_by_nobody_and_found_by_no_search_engine(
    client, programme, name
):
    application = opened(client, make_application(programme, ANSWERS))
    if not name.startswith("application_a") and name not in ("application", "application_review"):
        client.post(page_url("application_review", application), {"declared": "yes", "sure": "yes"})

    answer = client.get(page_url(name, application))

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    if name != "case_data":
        assert '<meta name="robots" content="noindex">' in text(answer)


def test_a_session_that_has_ended_loses_nothing(client, programme):
    application = opened(client, make_application(programme))
    save(client, application, Section.WORK, {"description": "Første halvdel"})
    client.cookies.clear()

    assert "Åbn din ansøgning med et link" in text(client.get(page_url("application", application)))
    asked = client.post(
        "/da/ansoeg/links/",
        {"email": application.email.upper(), "stamp": signed_links.form_stamp()},
    )
    application.refresh_from_db()
    opened(client, application)

    assert "Se i din mail" in text(asked)
    assert "Første halvdel" in text(client.get(part_url(application, Section.WORK)))


@pytest.mark.parametrize(
    ("section", "values", "kept"),
    [
        (Section.WORK, {"description": "Anden halvdel"}, {"description": "Anden halvdel"}),
        (Section.EDUCATION, {"year": "2062"}, {"year": "2062"}),
        (Section.BACKGROUND, BACKGROUND, {}),
    ],
)
def test_what_is_sent_after_the_session_has_ended_is_in_its_place_once_the_link_is_opened(
    client, programme, section, values, kept
):
    application = make_application(programme, ["about"])
    save_again = {**values, "version": "0", "save": "1"}

    answer = client.post(part_url(application, section), save_again)
    nobody = Client().post(
        f"/da/ansoeg/nosuchcase/{part_url(application, section).split('/')[-2]}/", save_again
    )
    come_in = client.post(
        reverse("admissions:application_open", args=[signed_links.application_token(application)])
    )

    assert answer.status_code == nobody.status_code == 404
    assert "Det, du lige har skrevet, venter i denne browser" in text(answer)
    assert come_in.headers["Location"] == part_url(application, section)
    row = application.answers.get(section=section)
    assert kept.items() <= row.data.items()
    assert row.is_complete == (section != Section.EDUCATION)
    assert "venter i denne browser" not in text(client.get("/da/ansoeg/nosuchcase/"))


def test_a_cpr_number_sent_too_late_is_kept_nowhere_either(client, programme):
    application = make_application(programme)

    client.post(part_url(application, Section.WORK), {"description": "Mit nummer er 010180-1234"})
    opened(client, application)

    assert not Answers.objects.exists()


def test_asking_for_a_link_answers_the_same_whether_or_not_the_address_is_known(client, programme):
    make_application(programme, email="known@example.org")
    form = {"stamp": signed_links.form_stamp()}

    answers = [
        client.post("/da/ansoeg/links/", {**form, "email": email})
        for email in ("known@example.org", "no@example.org")
    ]

    assert text(answers[0]) == text(answers[1])
    assert Letter.objects.count() == 1


def test_opening_the_link_shows_a_button_and_spends_nothing(client, programme):
    application = make_application(programme)
    address = reverse(
        "admissions:application_open", args=[signed_links.application_token(application)]
    )

    for _ in range(2):
        assert client.get(address).status_code == 200
    application.refresh_from_db()
    assert application.confirmed_at is None
    assert client.get(page_url("application", application)).status_code == 404
    client.post(address)
    application.refresh_from_db()
    assert application.confirmed_at == timezone.now()
    assert client.get(reverse("admissions:application_open", args=["nonsense"])).status_code == 410


def test_asking_too_often_is_refused_with_the_time_and_what_was_typed(client, programme):
    for _ in range(5):
        start(Client())

    refused = start(client)

    assert refused.status_code == 429
    assert "Send formularen igen efter kl. 11.00" in text(refused)
    assert 'value="anna@example.org"' in text(refused)
    assert Application.objects.count() == 5


def test_another_persons_application_cannot_be_written_to(client, programme):
    mine, theirs = make_application(programme), make_application(programme, ANSWERS)
    opened(client, mine)

    for name in ("application_review", "application_delete", "case_withdraw", "application_work"):
        assert (
            client.post(page_url(name, theirs), {"sure": "yes", "declared": "yes"}).status_code
            == 404
        )
    assert Answers.objects.filter(application=theirs).count() == len(ANSWERS)
