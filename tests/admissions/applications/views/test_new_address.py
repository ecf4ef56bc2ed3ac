"""Another mail address for a case: its link, who is told, what dies, and what is refused."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from admissions.applications import replies, services
from admissions.desk import services as desk_services
from admissions.mail import signed_links
from admissions.models import Application, Event, Letter
from tests.admissions.applications.pages import make_master_of_practice, opened, page_url, text
from tests.admissions.makers import (
    ANSWERS,
    code_of,
    make_application,
    make_caseworker,
    make_sent_application,
    trail_of,
)

pytestmark = pytest.mark.django_db
OLD, NEW = "gammel@example.org", "ny@example.org"


@pytest.fixture
def programme():
    return make_master_of_practice()


@pytest.fixture
def sent(programme):
    return make_sent_application(programme, email=OLD)


@pytest.fixture
def draft(programme):
    return make_application(programme, ANSWERS, email=OLD)


def asked(application, email=NEW):
    """The token of the link that was sent to the new address."""
    replies.ask_for_address(application, email=email)
    return signed_links.address_token(application)


def notices():
    return list(Letter.objects.order_by("pk").values_list("kind", "to"))


def link_page(token):
    return reverse("admissions:address_confirm", args=[token])


def test_the_link_goes_to_the_new_address_alone_and_until_then_nothing_changes(sent):
    asked(sent, "NY@example.org")

    assert (sent.email, sent.new_email) == (OLD, NEW)
    assert notices() == [("confirm_address", NEW)]
    letter = Letter.objects.get()
    assert signed_links.address_url(sent) in letter.text
    assert OLD not in letter.text + letter.html
    assert not Event.objects.exists()


def test_opening_the_link_lets_the_case_go_by_the_new_address_and_tells_the_old_one(sent):
    old_link = signed_links.application_token(sent)
    token = asked(sent)

    changed = replies.change_address(replies.application_of_address(token))

    assert (changed.email, changed.new_email, changed.confirmed_at) == (NEW, "", timezone.now())
    assert changed.address_key == signed_links.target_key(NEW, changed.programme, 2027, None)
    assert trail_of(sent) == [
        ("correct_contact", "submitted", "submitted", "applicant", None, "email")
    ]
    assert notices() == [("confirm_address", NEW), ("address_changed", OLD)]
    told = Letter.objects.get(kind="address_changed")
    assert NEW not in told.text + told.html
    assert code_of(services.application_to_open, old_link) == "link_replaced"
    assert code_of(replies.application_of_address, token) == "link_replaced"


def test_the_old_address_finds_no_case_any_more_and_the_new_one_does(sent):
    replies.change_address(replies.application_of_address(asked(sent)))

    services.send_links(OLD)
    services.send_links(NEW)

    assert [to for kind, to in notices() if kind == "application_link"] == [NEW]


def test_a_draft_whose_address_was_never_confirmed_tells_the_old_address_nothing(draft):
    replies.change_address(replies.application_of_address(asked(draft)))

    draft.refresh_from_db()
    assert (draft.email, draft.confirmed_at) == (NEW, timezone.now())
    assert notices() == [("confirm_address", NEW)]
    assert not Event.objects.exists()


def test_a_draft_whose_address_was_confirmed_tells_the_old_address(draft):
    services.confirm_address(draft)

    replies.change_address(replies.application_of_address(asked(draft)))

    assert notices()[-1] == ("address_changed", OLD)


def test_a_newer_address_kills_the_link_to_the_one_before(sent):
    first = asked(sent)
    second = asked(sent, "tredje@example.org")

    assert code_of(replies.application_of_address, first) == "link_replaced"
    assert replies.application_of_address(second) == sent


def test_an_address_asked_for_after_the_page_was_opened_wins(sent):
    found = replies.application_of_address(asked(sent))
    replies.ask_for_address(sent, email="tredje@example.org")

    assert code_of(replies.change_address, found) == "link_replaced"
    sent.refresh_from_db()
    assert (sent.email, sent.new_email) == (OLD, "tredje@example.org")


def test_a_link_to_a_new_address_works_for_14_days_and_only_as_it_was_signed(sent, frozen_clock):
    token = asked(sent)

    frozen_clock.shift(timedelta(days=14, hours=14, seconds=-1))
    assert replies.application_of_address(token) == sent
    frozen_clock.shift(timedelta(seconds=2))
    assert code_of(replies.application_of_address, token) == "link_expired"
    for other in (token[:-1], signed_links.application_token(sent), signed_links.form_stamp()):
        assert code_of(replies.application_of_address, other) == "link_unknown"


def test_the_address_of_another_live_application_to_the_same_target_is_refused(programme, sent):
    make_sent_application(programme, email=NEW)
    token = asked(sent)

    assert code_of(replies.change_address, replies.application_of_address(token)) == "sent_before"

    sent.refresh_from_db()
    assert (sent.email, Event.objects.count()) == (OLD, 0)
    assert notices() == [("confirm_address", NEW)]


@pytest.mark.parametrize("state", ["refused", "withdrawn", "erased"])
def test_a_case_that_ended_since_it_was_read_takes_no_new_address(sent, state):
    Application.objects.update(state=state)

    assert code_of(replies.ask_for_address, sent, email=NEW) == "step_not_allowed"
    assert (Application.objects.get().new_email, notices()) == ("", [])


def test_a_case_that_ended_since_the_link_was_sent_keeps_its_address(sent):
    token = asked(sent)
    Application.objects.update(state="refused")

    assert (
        code_of(replies.change_address, replies.application_of_address(token)) == "step_not_allowed"
    )
    assert Application.objects.get().email == OLD


def test_the_link_of_an_erased_case_leads_nowhere(sent):
    token = asked(sent)
    Application.objects.update(state="erased", email="", new_email="")

    assert code_of(replies.application_of_address, token) == "link_expired"


def test_the_pages_lead_from_the_wish_to_the_button_to_the_case(client, sent):
    opened(client, sent)

    page = text(client.post(page_url("case_contact", sent), {"email": NEW}))
    assert f"Vi har sendt et link til {NEW}" in page
    sent.refresh_from_db()
    shown = client.get(link_page(signed_links.address_token(sent)))
    assert NEW in text(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert Application.objects.get().email == OLD

    client.cookies.clear()
    done = client.post(link_page(signed_links.address_token(sent)), follow=True)

    assert done.redirect_chain[-1][0] == page_url("case", sent)
    assert Application.objects.get().email == NEW


def test_a_mistyped_address_is_asked_about_once(client, sent):
    opened(client, sent)

    first = text(client.post(page_url("case_contact", sent), {"email": "ny@gmail.con"}))
    assert "Mener du ny@gmail.com?" in first
    assert not Letter.objects.exists()
    client.post(
        page_url("case_contact", sent), {"email": "ny@gmail.con", "address_seen": "ny@gmail.con"}
    )

    assert notices() == [("confirm_address", "ny@gmail.con")]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_link_that_does_not_hold_answers_410_and_says_what_to_do(
    client, sent, frozen_clock, method, language
):
    replaced = asked(sent)
    standing = asked(sent, "tredje@example.org")
    paths = [link_page(replaced), link_page(standing[:-1])]
    frozen_clock.shift(timedelta(days=15))
    paths.append(link_page(standing))
    prefix = {"da": "/da/ansoeg/adresse/", "en": "/en/apply/address/"}[language]

    answers = [
        getattr(client, method)(path.replace("/da/ansoeg/adresse/", prefix)) for path in paths
    ]

    assert [answer.status_code for answer in answers] == [410, 410, 410]
    for answer in answers:
        assert "no-store" in answer.headers["Cache-Control"]
        assert text(answer).count("<h1") == 1
        assert f'<html lang="{language}"' in text(answer)
    assert Application.objects.get().email == OLD


def test_asking_too_often_is_refused_with_the_time(client, sent):
    opened(client, sent)

    answers = [client.post(page_url("case_contact", sent), {"email": NEW}) for _time in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert len(notices()) == 5


def test_a_closed_case_has_no_page_for_contact_details(client, sent):
    opened(client, sent)
    services.withdraw_application(sent, reason="other")
    desk_services.hold(sent, by=make_caseworker("karen"))

    assert client.get(page_url("case_contact", sent)).headers["Location"] == page_url("case", sent)
    assert client.post(page_url("case_contact", sent), {"email": NEW}).status_code == 302
    assert Application.objects.get().new_email == ""


def test_once_the_address_is_changed_browsers_that_the_old_one_let_in_are_strangers(client, sent):
    other = Client()
    opened(client, sent)
    opened(other, sent)
    replies.ask_for_address(sent, email=NEW)
    other.post(reverse("admissions:address_confirm", args=[signed_links.address_token(sent)]))

    assert other.get(page_url("case", sent)).status_code == 200
    assert client.get(page_url("case", sent)).status_code == 404
    assert sent.number not in client.get("/da/ansoeg/begynd/").content.decode()
