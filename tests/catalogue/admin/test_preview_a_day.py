"""The page on which staff choose another day to see the site as of."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.models import Preview
from tests.admin_pages import come_in, looker, signed_in, words_of
from tests.conftest import NOW
from tests.pages import Page

pytestmark = pytest.mark.django_db


def test_staff_choose_a_day_and_land_on_the_front_page_as_of_it():
    client = signed_in()
    assert 'value="2026-11-25"' in client.get("/admin/as-of/").content.decode()
    assert "/admin/as-of/" in Page(client.get("/admin/")).links()

    answer = client.post("/admin/as-of/", {"day": "2027-03-01"}, follow=True)

    assert "The site as of 1 March 2027" in Page(answer).text
    assert answer.redirect_chain[-1][0].endswith("/en/")
    link = Preview.objects.get()
    assert (link.day, link.ends_at) == (date(2027, 3, 1), NOW + timedelta(hours=12))


@pytest.mark.parametrize("day", ["2000-01-01", "2200-12-31", "2028-02-29"])
def test_any_day_of_two_centuries_can_be_chosen(day):
    assert signed_in().post("/admin/as-of/", {"day": day}, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "Choose a day."),
        ("1999-12-31", "Choose a day between the years 2000 and 2200."),
        ("2201-01-01", "Choose a day between the years 2000 and 2200."),
        ("2027-02-29", "Write the day as year, month and day, for example 2027-03-01."),
        ("tomorrow", "Write the day as year, month and day, for example 2027-03-01."),
        ("\x00", "Write the day as year, month and day, for example 2027-03-01."),
    ],
)
def test_what_is_no_day_is_refused_in_words_and_kept(day, words):
    answer = signed_in().post("/admin/as-of/", {"day": day})

    assert answer.status_code == 200
    assert words in words_of(answer)
    assert not Preview.objects.exists()


def test_a_form_sent_empty_is_told_what_it_lacks():
    assert "Choose a day." in words_of(signed_in().post("/admin/as-of/"))


def test_three_people_at_another_day():
    stranger = Client()
    come_in(stranger, User.objects.create_user("no staff"))

    answers = [
        who.post("/admin/as-of/", {"day": "2027-03-01"}) for who in (Client(), stranger, looker())
    ]

    assert [answer.headers["Location"].split("/")[1] for answer in answers] == [
        "admin",
        "admin",
        "preview",
    ]
    assert Preview.objects.count() == 1


def test_the_day_in_the_address_is_offered_whatever_it_is():
    client = signed_in()

    assert 'value="2027-03-01"' in client.get("/admin/as-of/?day=2027-03-01").content.decode()
    assert client.get("/admin/as-of/?day=x%00").status_code == 200
