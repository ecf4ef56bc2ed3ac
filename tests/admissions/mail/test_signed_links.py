"""Signed links, keys and stamps: who can make them, and how they die."""

from datetime import timedelta

import pytest
from django.core import signing

from admissions.mail import signed_links
from tests.admissions.makers import make_interest
from tests.makers import make_whole_programme


@pytest.fixture
def interest(db):
    return make_interest(make_whole_programme()[0])


def test_a_link_says_whose_it_is_and_which_issue(interest):
    interest.link_issue = 3

    link = signed_links.opened(signed_links.confirm_token(interest))

    assert link == signed_links.Link(interest.reference, 3, is_expired=False)


@pytest.mark.parametrize(
    ("after", "is_expired"),
    [
        (timedelta(hours=48), False),
        (timedelta(hours=48, seconds=1), True),
        (timedelta(days=365), True),
    ],
)
def test_a_link_lives_for_48_hours(interest, frozen_clock, after, is_expired):
    token = signed_links.confirm_token(interest)

    frozen_clock.shift(after)

    assert signed_links.opened(token).is_expired is is_expired


@pytest.mark.parametrize(
    "token",
    [
        "",
        ":",
        "a:b:c",
        "æøå",
        "\x00",
        "x" * 10_000,
        signing.dumps(["00", 1], salt="another purpose"),
    ],
    ids=["empty", "colon", "three parts", "not ASCII", "NUL", "long", "signed for something else"],
)
def test_a_link_the_site_did_not_sign_is_nobodys(token):
    assert signed_links.opened(token) is None


def test_a_changed_link_is_nobodys(interest):
    token = signed_links.confirm_token(interest)
    changed = ("A" if token[0] != "A" else "B") + token[1:]

    assert signed_links.opened(changed) is None


def test_links_begin_with_the_sites_address_in_the_persons_language(interest, settings):
    settings.SITE_URL = "https://master.example.org"

    assert signed_links.confirm_url(interest).startswith(
        "https://master.example.org/da/skriv-mig-op/bekraeft/"
    )
    assert (
        signed_links.stop_url(interest)
        == f"https://master.example.org/da/skriv-mig-op/stop/{interest.address_key}/"
    )
    interest.language = "en"
    assert signed_links.stop_url(interest).startswith(
        "https://master.example.org/en/keep-me-posted/stop/"
    )


def test_an_address_has_one_key_per_programme_however_it_is_written(interest, settings):
    programme = interest.programme
    other = make_whole_programme()[0]
    key = signed_links.address_key("anna@example.org", programme)

    assert signed_links.address_key("Anna@Example.ORG", programme) == key
    assert signed_links.address_key("anna@example.org", other) != key
    assert signed_links.address_key("bo@example.org", programme) != key
    settings.SECRET_KEY = "another secret"
    assert signed_links.address_key("anna@example.org", programme) != key


@pytest.mark.parametrize(("after", "too_fast"), [(0, True), (2, True), (3, False), (10**8, False)])
def test_a_form_sent_within_two_seconds_is_too_fast(frozen_clock, after, too_fast):
    stamp = signed_links.form_stamp()

    frozen_clock.shift(timedelta(seconds=after))

    assert signed_links.is_form_stamp(stamp)
    assert signed_links.is_sent_too_fast(stamp) is too_fast


def test_every_form_has_a_stamp_of_its_own_and_only_ours_count():
    assert signed_links.form_stamp() != signed_links.form_stamp()
    assert not signed_links.is_form_stamp("")
    assert not signed_links.is_form_stamp("a:b:c")
    assert not signed_links.is_form_stamp(signing.TimestampSigner(salt="another purpose").sign("x"))
