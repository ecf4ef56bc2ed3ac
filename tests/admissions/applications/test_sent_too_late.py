"""What is sent after a session has ended: it waits in the browser, and overwrites nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from admissions.applications import services
from admissions.desk import services as desk_services
from admissions.domain.sections import Section
from admissions.mail import signed_links
from admissions.models import Answers, Application, CaseLetter
from tests.admissions.applications.pages import (
    make_master_of_practice,
    opened,
    page_url,
    part_url,
    save,
    text,
)
from tests.admissions.domain.makers import LATE
from tests.admissions.makers import (
    ANSWERS,
    make_application,
    make_caseworker,
    make_sent_application,
)

pytestmark = pytest.mark.django_db
WAITS = "Det, du lige har skrevet, venter i denne browser"
SAVED_ELSEWHERE = "Delen er imens blevet gemt i et andet vindue."


@pytest.fixture
def programme():
    return make_master_of_practice()


@pytest.fixture
def asked(programme):
    application = make_sent_application(programme, "under_review")
    desk_services.request_information(
        application, by=make_caseworker(), text="Send dit bevis", due_on=LATE
    )
    return application


def come_in(client, application):
    """Open the application by its link; where that leads."""
    token = signed_links.application_token(application)
    return client.post(reverse("admissions:application_open", args=[token])).headers["Location"]


def send_too_late(client, application, section, version=0, **values):
    return client.post(part_url(application, section), {**values, "version": version, "save": "1"})


def test_an_answer_waits_until_it_is_sent_however_often_its_page_is_left(client, asked):
    client.post(page_url("case_answer", asked), {"answer": "Skrevet længe"})
    come_in(client, asked)

    pages = [
        page_url("case_answer", asked),
        page_url("application_documents", asked),
        page_url("case_answer", asked),
    ]
    first, _documents, again = (text(client.get(page)) for page in pages)

    assert "Skrevet længe</textarea>" in first
    assert "Skrevet længe</textarea>" in again
    client.post(page_url("case_answer", asked), {"answer": "Skrevet færdig"})
    assert CaseLetter.objects.get().answer == "Skrevet færdig"
    assert "sent_too_late" not in client.session


def test_an_answer_that_is_not_accepted_waits_on(client, asked):
    client.post(page_url("case_answer", asked), {"answer": "Skrevet længe"})
    come_in(client, asked)

    client.post(page_url("case_answer", asked), {"answer": ""})

    assert "Skrevet længe</textarea>" in text(client.get(page_url("case_answer", asked)))


def test_a_part_from_an_old_page_overwrites_nothing_and_is_shown_with_the_reason(client, programme):
    application = make_application(programme)
    other = Client()
    opened(other, application)
    save(other, application, Section.WORK, {"description": "Nyt fra den anden"})
    send_too_late(client, application, Section.WORK, description="Gammelt herfra")

    shown = come_in(client, application)
    pages = [text(client.get(shown)) for _ in range(2)]

    assert shown == part_url(application, Section.WORK)
    assert Answers.objects.get().data == {"description": "Nyt fra den anden"}
    for page in pages:
        assert SAVED_ELSEWHERE in page
        assert "Gammelt herfra</textarea>" in page
        assert 'name="version" value="1"' in page


def test_once_it_is_saved_all_the_same_it_waits_no_longer(client, programme):
    application = make_application(programme, ["work"])
    send_too_late(client, application, Section.WORK, description="Gammelt herfra")
    come_in(client, application)

    save(client, application, Section.WORK, {"description": "Gammelt herfra, rettet"})

    assert Answers.objects.get().data == {"description": "Gammelt herfra, rettet"}
    assert "Gammelt herfra, rettet</textarea>" in text(
        client.get(part_url(application, Section.WORK))
    )
    assert SAVED_ELSEWHERE not in text(client.get(part_url(application, Section.WORK)))
    assert "sent_too_late" not in client.session


def test_a_part_that_was_left_for_later_is_not_complete(client, programme):
    application = make_application(programme)
    client.post(
        part_url(application, Section.WORK), {"description": "Næsten", "version": "0", "later": "1"}
    )

    come_in(client, application)

    assert (Answers.objects.get().data, Answers.objects.get().is_complete) == (
        {"description": "Næsten"},
        False,
    )


def test_a_second_part_does_not_push_out_the_first(client, programme):
    application = make_application(programme)
    send_too_late(client, application, Section.WORK, description="Mit arbejde")
    send_too_late(client, application, Section.MOTIVATION, motivation="Min grund")

    shown = come_in(client, application)

    assert shown == part_url(application, Section.MOTIVATION)
    assert {row.section: row.data for row in Answers.objects.all()} == {
        "work": {"description": "Mit arbejde"},
        "motivation": {"motivation": "Min grund"},
    }


def test_of_two_parts_the_one_that_was_saved_elsewhere_is_shown(client, programme):
    application = make_application(programme, ["work"])
    send_too_late(client, application, Section.WORK, description="Gammelt herfra")
    send_too_late(client, application, Section.MOTIVATION, motivation="Min grund")

    shown = come_in(client, application)

    assert shown == part_url(application, Section.WORK)
    assert Answers.objects.get(section="work").data == ANSWERS["work"]
    assert Answers.objects.get(section="motivation").data == {"motivation": "Min grund"}


def test_a_part_sent_twice_waits_as_it_was_sent_last(client, programme):
    application = make_application(programme)
    for words in ("Først", "Sidst"):
        send_too_late(client, application, Section.WORK, description=words)

    come_in(client, application)

    assert Answers.objects.get().data == {"description": "Sidst"}


def test_no_more_than_three_wait_and_the_newest_do(client, programme):
    application = make_application(programme)
    sections = [Section.WORK, Section.MOTIVATION, Section.PAYMENT, Section.ABOUT]
    for section in sections:
        send_too_late(client, application, section, name="Anna")

    come_in(client, application)

    assert set(Answers.objects.values_list("section", flat=True)) == set(sections[1:])


def test_what_waits_for_one_application_is_not_saved_in_another(client, programme):
    one, another = make_application(programme), make_application(programme)
    send_too_late(client, one, Section.WORK, description="Til den ene")

    assert come_in(client, another) == page_url("application", another)
    assert not Answers.objects.exists()
    come_in(client, one)
    assert Answers.objects.get().application == one


def test_a_part_of_what_was_sent_meanwhile_has_no_place_any_more(client, programme):
    application = make_application(programme, ANSWERS)
    send_too_late(client, application, Section.WORK, version=1, description="For sent")
    Application.objects.update(state="submitted")

    assert come_in(client, application) == page_url("application", application)

    assert Answers.objects.get(section="work").data == ANSWERS["work"]
    assert "sent_too_late" not in client.session


def test_a_draft_that_is_sent_in_the_same_moment_takes_no_part_and_leads_on(
    client, programme, monkeypatch
):
    application = make_application(programme)
    send_too_late(client, application, Section.WORK, description="For sent")
    save_part = services.save_part

    def sent_first(found, **how):
        Application.objects.update(state="submitted")
        return save_part(found, **how)

    monkeypatch.setattr(services, "save_part", sent_first)

    assert come_in(client, application) == page_url("application", application)
    assert not Answers.objects.exists()


def test_one_network_fills_no_more_than_sixty_sessions_an_hour(programme):
    answers = [
        Client().post(f"/da/ansoeg/nosuchcase{number}/erhvervserfaring/", {"x": "y"})
        for number in range(61)
    ]

    assert [WAITS in text(each) for each in answers] == [True] * 60 + [False]
    assert ["sessionid" in each.cookies for each in answers[-2:]] == [True, False]


def test_one_application_is_written_to_too_late_twenty_times_an_hour_and_old_text_is_not_called_new(
    client, programme
):
    application = make_application(programme)
    for number in range(20):
        assert WAITS in text(
            send_too_late(client, application, Section.WORK, description=f"Tekst {number}")
        )

    assert WAITS not in text(
        send_too_late(client, application, Section.WORK, description="En for meget")
    )

    come_in(client, application)
    assert Answers.objects.get().data == {"description": "Tekst 19"}
