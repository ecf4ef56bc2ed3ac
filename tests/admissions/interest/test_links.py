"""The links in the mails of keep me posted: confirming and stopping, once, again, and too late."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from admissions.interest import services
from admissions.mail import signed_links
from admissions.models import Interest, Letter
from tests.admissions.interest.pages import make_master_of_testing, text
from tests.admissions.makers import make_interest


@pytest.fixture
def programme(db):
    return make_master_of_testing()


def confirm_page(interest):
    return f"/da/skriv-mig-op/bekraeft/{signed_links.confirm_token(interest)}/"


def test_opening_the_link_changes_nothing_and_pressing_the_button_confirms(client, programme):
    interest = make_interest(programme)
    address = confirm_page(interest)

    opened = client.get(address)
    client.head(address)

    assert opened.content.count(b"<button") == 1
    assert "Ja, skriv mig op" in text(opened)
    assert "no-store" in opened.headers["Cache-Control"]
    assert not Interest.objects.confirmed().exists()
    pressed = client.post(address)
    assert (pressed.status_code, pressed.headers["Location"]) == (302, address)
    assert Interest.objects.confirmed().get() == interest
    assert "<h1>Du er skrevet op</h1>" in text(client.get(address))


def test_using_the_link_again_says_that_it_is_done(client, programme):
    interest = make_interest(programme)
    address = confirm_page(interest)
    client.post(address)

    again = client.post(address)

    assert again.status_code == 200
    assert "<h1>Du er skrevet op</h1>" in text(again)
    assert Letter.objects.count() == 1


def test_a_press_overtaken_by_another_ends_on_the_list_too(client, programme):
    address = confirm_page(make_interest(programme))
    overtaken = []

    def overtake(execute, sql, params, many, context):
        if (
            sql.startswith("SELECT")
            and '"name"' not in sql
            and "address_key" in sql
            and not overtaken
        ):
            overtaken.append(Interest.objects.update(confirmed_at=timezone.now()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(overtake):
        pressed = client.post(address)

    assert overtaken == [1]
    assert (pressed.status_code, pressed.headers["Location"]) == (302, address)
    assert not Letter.objects.exists()


def test_links_that_do_not_work_say_what_to_do(client, programme, frozen_clock):
    interest = make_interest(programme)
    address = confirm_page(interest)
    forged = client.get("/da/skriv-mig-op/bekraeft/forged/")
    Interest.objects.update(link_issue=2)
    replaced = client.post(address)
    Interest.objects.update(link_issue=1)
    frozen_clock.shift(timedelta(hours=48, seconds=1))
    expired = client.post(address)

    assert [page.status_code for page in (forged, replaced, expired)] == [410, 410, 410]
    assert "<h1>Vi kender ikke linket</h1>" in text(forged)
    assert "Brug linket i den nyeste mail" in text(replaced)
    assert "<h1>Linket virker ikke længere</h1>" in text(expired)
    assert all(
        'href="/da/skriv-mig-op/">Udfyld formularen igen</a>' in text(page)
        for page in (forged, replaced, expired)
    )
    assert not Interest.objects.confirmed().exists()


def test_confirming_needs_a_csrf_token_so_that_no_other_site_can_press_the_button(programme):
    interest = make_interest(programme)

    assert Client(enforce_csrf_checks=True).post(confirm_page(interest)).status_code == 403
    assert not Interest.objects.confirmed().exists()


def test_stopping_takes_one_button_and_answers_the_same_each_time(client, programme):
    interest = make_interest(programme, confirmed_at=timezone.now())
    address = f"/da/skriv-mig-op/stop/{interest.address_key}/"

    opened = client.get(address)
    assert (opened.content.count(b"<button"), Interest.objects.count()) == (1, 1)
    first, again, nobody = (
        client.post(address),
        client.post(address),
        client.post("/da/skriv-mig-op/stop/made-up/"),
    )

    assert not Interest.objects.exists()
    assert "<h1>Du er ikke længere skrevet op</h1>" in text(first)
    assert [page.status_code for page in (first, again, nobody)] == [200, 200, 200]
    assert text(again) == text(first)
    assert not opened.cookies
    assert "no-store" in first.headers["Cache-Control"]


def test_a_mail_program_stops_with_one_post_without_cookie_or_token(programme):
    interest = make_interest(programme, confirmed_at=timezone.now())
    client = Client(enforce_csrf_checks=True)

    page = client.post(
        urlsplit(signed_links.stop_url(interest)).path, {"List-Unsubscribe": "One-Click"}
    )

    assert page.status_code == 200
    assert not Interest.objects.exists()


def test_a_confirmed_interest_outlives_its_link_and_tells_its_end(client, programme, frozen_clock):
    interest = services.confirm_interest(make_interest(programme))
    address = confirm_page(interest)
    frozen_clock.shift(timedelta(days=30))

    assert "25.\N{NO-BREAK SPACE}maj 2028" in client.get(address).content.decode()
