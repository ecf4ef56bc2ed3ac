"""The applicant's way through the pages: begin, save, come back, send, follow, withdraw."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from admissions.applications import services
from admissions.domain import retention
from admissions.domain.background import Background, DegreeKind, background_record
from admissions.domain.sections import Section
from admissions.mail import signed_links
from admissions.models import Answers, Application, Event, Letter
from tests.admissions.applications.pages import (
    START,
    WORDS,
    make_master_of_practice,
    opened,
    page_url,
    part_url,
    save,
    start,
    text,
)
from tests.admissions.makers import ANSWERS, make_application
from tests.makers import make_run
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_master_of_practice()


def test_the_whole_way_from_beginning_to_withdrawal(client, programme):
    assert "Ansøg" in text(client.get("/da/ansoeg/"))
    listed = text(start(client))
    application = Application.objects.get()
    assert "0 af 8 dele er udfyldt" in listed
    assert "Din ansøgning til Master i øvelse, optag 2027" in listed

    for section, values in WORDS.items():
        listed = text(save(client, application, section, values))
    assert "7 af 8 dele er udfyldt" in listed

    review = client.get(page_url("application_review", application))
    for words in ("Søren Ærø 李", "Cand.med.", "Læge på en klinik", "3 år"):
        assert words in text(review)
    early = text(
        client.post(page_url("application_review", application), {"declared": "yes", "sure": "yes"})
    )
    assert "Åbn først linket i den mail" in early
    opened(client, application)
    undeclared = text(client.post(page_url("application_review", application), {}))
    assert '<a href="#declared">Erklær, at dine svar er rigtige, før du sender</a>' in undeclared

    receipt = client.post(
        page_url("application_review", application), {"declared": "yes", "sure": "yes"}, follow=True
    )
    assert receipt.redirect_chain[-1][0] == page_url("application_receipt", application)
    assert f"Sagsnummer {application.number}" in Page(receipt).text
    assert "Modtaget 25. november 2026 kl. 10.00" in text(receipt)

    case = text(client.get(page_url("case", application)))
    assert "Vi har modtaget din ansøgning" in case
    assert "Ansøgning sendt" in case
    assert "Søren Ærø 李" in case
    withdrawn = client.post(
        page_url("case_withdraw", application), {"reason": "no_time"}, follow=True
    )
    assert "Du har trukket din ansøgning tilbage" in text(withdrawn)
    assert [(event.action, event.code) for event in Event.objects.all()] == [
        ("send", ""),
        ("withdraw", "no_time"),
    ]


def test_the_menu_leads_to_applying_and_says_where_one_is(client, programme):
    front = Page(client.get("/da/"))
    apply = Page(client.get("/da/ansoeg/"))
    start_page = Page(client.get(f"/da/ansoeg/begynd/?programme={programme.slug}"))

    assert [
        link["words"]
        for link in front.all("a", href="/da/ansoeg/")
        if "aria-current" not in link["attributes"]
    ]
    assert apply.words("a", href="/da/ansoeg/", aria_current="page") == ["Ansøg"]
    assert start_page.words("a", href="/da/ansoeg/", aria_current="true") == ["Ansøg"]


def test_while_the_site_takes_no_applications_the_menu_leads_to_being_kept_posted(
    client, programme, settings
):
    settings.TAKES_APPLICATIONS = False

    front = Page(client.get("/da/"))

    assert not front.all("a", href="/da/ansoeg/")
    menu = [each for each in front.links() if each == "/da/skriv-mig-op/"]
    assert len(menu) >= 2


def test_the_review_says_that_the_link_is_to_be_opened_first(client, programme):
    start(client)
    application = Application.objects.get()
    for section, values in WORDS.items():
        save(client, application, section, values)
    review = page_url("application_review", application)

    assert "Åbn linket i mailen til anna@example.org, før du sender" in text(client.get(review))
    opened(client, application)
    assert "Åbn linket i mailen" not in text(client.get(review))


def test_what_is_sent_twice_by_a_double_click_or_from_two_tabs_is_one(client, programme):
    application = opened(client, make_application(programme, ANSWERS))

    answers = [
        client.post(page_url("application_review", application), {"declared": "yes", "sure": "yes"})
        for _ in range(2)
    ]

    assert answers[0].headers["Location"] == page_url("application_receipt", application)
    assert answers[1].headers["Location"] == page_url("case", application)
    assert (Event.objects.count(), Letter.objects.filter(kind="application_received").count()) == (
        1,
        1,
    )


@pytest.fixture
def meanwhile(monkeypatch):
    """Does something between the reading of an application and its being sent."""
    send = services.send_application

    def happens(what):
        def sent(application, **how):
            what(application, how)
            return send(application, **how)

        monkeypatch.setattr(services, "send_application", sent)

    return happens


def test_the_slower_of_two_presses_at_once_gets_the_receipt_too(client, programme, meanwhile):
    application = opened(client, make_application(programme, ANSWERS))
    send = services.send_application
    meanwhile(lambda _application, how: send(Application.objects.get(), **how))

    slower = client.post(
        page_url("application_review", application), {"declared": "yes", "sure": "yes"}
    )

    assert slower.headers["Location"] == page_url("application_receipt", application)
    assert (Event.objects.count(), Letter.objects.filter(kind="application_received").count()) == (
        1,
        1,
    )


def test_what_is_changed_in_another_tab_while_sending_is_shown_before_it_is_sent(
    client, programme, meanwhile, frozen_clock
):
    application = opened(client, make_application(programme, ANSWERS))
    form, address = {"declared": "yes", "sure": "yes"}, page_url("application_review", application)
    saved = []

    def save_elsewhere(found, _how):
        if not saved:
            frozen_clock.shift(timedelta(seconds=1))
            version = found.answers.get(section=Section.MOTIVATION).version
            words = {"text": "Skrevet imens."}
            saved.append(
                services.save_part(
                    Application.objects.get(),
                    section=Section.MOTIVATION,
                    data=words,
                    is_complete=True,
                    version=version,
                )
            )

    meanwhile(save_elsewhere)

    first = text(client.post(address, form))
    assert "Dine svar blev ændret i et andet vindue" in first
    assert Application.objects.get().state == "draft"
    assert client.post(address, form).headers["Location"] == page_url(
        "application_receipt", application
    )


def test_the_answers_of_the_check_come_along(client, programme):
    query = "?degree=master&field=health&area=clinic&m1=9&y1=2020"

    assert "Dine svar fra adgangstjekket følger med." in text(client.get(START + query))
    start(client, query)

    assert Answers.objects.get().section == "background"
    assert Answers.objects.get().data["background"]["degree"] == "master"


def test_a_single_course_has_its_run_as_target_and_asks_no_pace(client, programme):
    course = programme.entries.first().course
    run = make_run(course)

    listed = text(start(client, f"?course={course.slug}"))

    application = Application.objects.get()
    assert (application.run, application.year) == (run, None)
    assert f"Din ansøgning til {course.title_da}" in listed
    assert client.get(part_url(application, Section.CHOICES)).status_code == 404


def test_the_way_leads_from_run_programme_and_answer_into_an_application(
    client, programme, settings
):
    course = programme.entries.first().course
    make_run(course)
    late = make_run(course, starts_on=date(2027, 9, 6), ends_on=None)
    course_page, front = f"/da/kurser/{course.slug}/", "/da/"
    answer = "/da/adgang/?degree=master&field=health&area=clinic&m1=9&y1=2020"

    assert f'href="{START}?course={course.slug}&amp;run={late.uuid}"' in text(
        client.get(course_page)
    )
    assert f'href="{START}?programme={programme.slug}"' in text(client.get(front))
    assert f'href="{START}?degree=master' in text(client.get(answer))
    start(client, f"?course={course.slug}&run={late.uuid}")
    assert Application.objects.get().run == late

    settings.TAKES_APPLICATIONS = False
    for path in (course_page, front, answer):
        assert START not in text(client.get(path))
    assert "Du kan endnu ikke sende en ansøgning her på siden" in text(client.get(answer))


def test_not_being_eligible_never_stops_anyone_from_sending(client, programme):
    application = make_application(programme, ANSWERS)
    none = {"background": background_record(Background(DegreeKind.NONE, work=()))}
    Answers.objects.filter(section="background").update(data=none)
    opened(client, application)

    pause = text(client.post(page_url("application_review", application), {"declared": "yes"}))
    assert "Før du sender" in pause
    assert "det er universitetet, der afgør sagen, ikke denne side" in pause
    assert Application.objects.get().state == "draft"
    client.post(page_url("application_review", application), {"declared": "yes", "sure": "yes"})

    application.refresh_from_db()
    assert (application.state, application.assessment["outcome"]) == (
        "submitted",
        "not_this_background",
    )


def test_after_the_deadline_the_draft_is_kept_and_the_page_says_so(client, programme, frozen_clock):
    application = make_application(programme, ANSWERS)
    frozen_clock.move_to(datetime(2027, 5, 1, 22, 0, tzinfo=UTC))
    opened(client, application)

    answer = client.post(
        page_url("application_review", application), {"declared": "yes", "sure": "yes"}
    )

    assert "Fristen er udløbet. Din kladde er gemt" in text(answer)
    assert Application.objects.get().state == "draft"
    assert "Fristen 1. maj 2027 er udløbet" in text(
        client.get(page_url("application", application))
    )


def test_a_mistyped_address_is_asked_about_once_and_not_refused(client, programme):
    asked = start(client, email="anna@gmail.con")
    assert "Mener du anna@gmail.com?" in text(asked)
    form = {
        "email": "anna@gmail.con",
        "address_seen": "anna@gmail.con",
        "stamp": signed_links.form_stamp(),
    }

    client.post(START, form)

    assert Application.objects.get().email == "anna@gmail.con"


def test_another_course_is_applied_for_with_the_same_answers_in_one_step(client, programme):
    first = opened(client, make_application(programme, ANSWERS, email="anna@example.org"))
    theirs = make_application(programme, ANSWERS)
    course = programme.entries.first().course
    make_run(course)
    address = f"{START}?course={course.slug}"

    asked = text(client.get(address))
    stranger = client.post(
        address,
        {"email": "a@example.org", "stamp": signed_links.form_stamp(), "same_as": theirs.reference},
    )
    form = {
        "email": "anna@example.org",
        "stamp": signed_links.form_stamp(),
        "same_as": first.reference,
    }
    listed = text(client.post(address, form, follow=True))

    assert 'value="anna@example.org"' in asked
    assert f'value="{first.reference}"' in asked
    assert theirs.reference not in asked
    assert "Vælg et af de svar, der står her" in text(stranger)
    second = Application.objects.latest("pk")
    assert second.run.course == course
    assert "5 af 7 dele er udfyldt" in listed
    assert {row.section: row.data for row in second.answers.all()} == {
        name: data for name, data in ANSWERS.items() if name not in ("choices", "motivation")
    }
    assert "same_as" not in text(Client().get(address))


def test_a_robot_is_told_nothing_and_begins_nothing(client, programme):
    client.post(
        START, {"email": "a@example.org", "stamp": signed_links.form_stamp(), "leave_empty": "x"}
    )

    assert not Application.objects.exists()


def test_what_is_not_open_leads_to_keep_me_posted(client, programme):
    course = programme.entries.first().course
    make_run(course, starts_on=timezone.localdate() + timedelta(days=10), ends_on=None)

    closed = text(client.get(f"{START}?course={course.slug}"))

    assert "Der er ikke åbent for ansøgninger nu" in closed
    assert f"/da/skriv-mig-op/?course={course.slug}" in closed
    assert not Application.objects.exists()


NOTICE = {
    START: [
        "Prøveuniversitetet", "dpo@example.org", "Formål", "artikel 6, stk. 1, litra e",
        "Hvem ser dem", "EU og EØS", "60 dage efter, at du sidst har arbejdet i den",
        "Dine rettigheder", "datatilsynet.dk", "Skal du svare?", "et menneske afgør",
    ],
    "/en/apply/begin/": [
        "Prøveuniversitetet", "dpo@example.org", "What for", "article 6(1)(e)",
        "Who sees them", "EU and the EEA", "60 days after you last touched it",
        "Your rights", "datatilsynet.dk", "Must you answer?", "a person decides",
    ],
}  # fmt: skip


@pytest.mark.parametrize("address", NOTICE)
def test_the_whole_privacy_notice_stands_where_one_begins(client, programme, settings, address):
    settings.DATA_CONTROLLER, settings.DATA_PROTECTION_OFFICER = (
        "Prøveuniversitetet",
        "dpo@example.org",
    )

    notice, _button = text(client.get(address)).split('id="notice"')[1].split("<button", 1)

    assert [part for part in NOTICE[address] if part not in notice] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", ["efter 60 dage, med et varsel 14 dage før"]),
        ("en", ["after 60 days, with a warning 14 days before"]),
    ],
)
def test_the_privacy_page_tells_of_applications_as_the_timer_carries_it_out(
    client, settings, language, words
):
    address = "/da/privatliv/" if language == "da" else "/en/privacy/"
    assert (retention.PERIODS.draft.days, retention.PERIODS.draft_warning.days) == (60, 14)

    assert [part for part in words if part not in text(client.get(address))] == []
    settings.TAKES_APPLICATIONS = False
    assert words[0] not in text(client.get(address))


def test_a_site_that_takes_no_applications_says_so_and_lets_nobody_begin(
    client, programme, settings
):
    settings.TAKES_APPLICATIONS = False

    assert "Der er ikke åbent for ansøgninger nu" in text(client.get(START))
    assert "Der er ikke åbent for ansøgninger nu" in text(start(client))
    assert not Application.objects.exists()


def test_a_draft_is_deleted_at_once_after_being_asked(client, programme):
    application = opened(client, make_application(programme, ANSWERS))

    asked = client.post(page_url("application_delete", application))
    assert "Alt, du har skrevet, forsvinder med det samme" in text(asked)
    assert Answers.objects.count() == len(ANSWERS)
    gone = client.post(page_url("application_delete", application), {"sure": "yes"})

    assert "Kladden er slettet" in text(gone)
    assert not Answers.objects.exists()
    assert client.get(page_url("application", application)).status_code == 404


def test_everything_held_can_be_taken_along_and_nothing_of_anybody_elses(client, programme):
    make_application(programme, ANSWERS, email="other@example.org")
    application = opened(client, make_application(programme, ANSWERS))
    client.post(page_url("application_review", application), {"declared": "yes", "sure": "yes"})

    answer = client.get(page_url("case_data", application))
    held = json.loads(answer.content)

    assert (
        answer.headers["Content-Disposition"]
        == f'attachment; filename="{application.reference}.json"'
    )
    assert held["answers"] == ANSWERS
    assert held["email"] == application.email
    assert held["assessment"]["outcome"] == "meets"
    assert [event["step"] for event in held["events"]] == ["send"]
    assert "other@example.org" not in answer.content.decode()
    assert signed_links.application_token(application) not in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_task_list_asks_the_database_the_same_however_many_applications(
    client, programme, rows, django_assert_num_queries
):
    for _ in range(rows):
        application = opened(client, make_application(programme, ANSWERS))
    client.get(page_url("application", application))

    with django_assert_num_queries(10):
        client.get(page_url("application", application))
