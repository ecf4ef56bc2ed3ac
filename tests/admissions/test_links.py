"""Signed links, keys and stamps: who can make them, how they die, and how often one may ask."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import RequestFactory
from django.utils import timezone

from admissions import links
from admissions.models import Asking
from tests.admissions.interests import make_interest
from tests.factories import make_whole_programme

LIMIT = links.Limit("test", per_address=2, per_network=3, within=timedelta(hours=1))


@pytest.fixture
def interest(db):
    return make_interest(make_whole_programme()[0])


def test_a_link_says_whose_it_is_and_which_issue(interest):
    interest.link_issue = 3

    link = links.opened(links.confirm_token(interest))

    assert link == links.Link(interest.reference, 3, is_expired=False)


@pytest.mark.parametrize(
    ("after", "is_expired"),
    [(timedelta(hours=48), False), (timedelta(hours=48, seconds=1), True), (timedelta(days=365), True)],
)
def test_a_link_lives_for_48_hours(interest, frozen_clock, after, is_expired):
    token = links.confirm_token(interest)

    frozen_clock.shift(after)

    assert links.opened(token).is_expired is is_expired


@pytest.mark.parametrize(
    "token",
    ["", ":", "a:b:c", "æøå", "\x00", "x" * 10_000, signing.dumps(["00", 1], salt="another purpose")],
    ids=["empty", "colon", "three parts", "not ASCII", "NUL", "long", "signed for something else"],
)
def test_a_link_the_site_did_not_sign_is_nobodys(token):
    assert links.opened(token) is None


def test_a_changed_link_is_nobodys(interest):
    token = links.confirm_token(interest)
    changed = ("A" if token[0] != "A" else "B") + token[1:]

    assert links.opened(changed) is None


def test_links_begin_with_the_sites_address_in_the_persons_language(interest, settings):
    settings.SITE_URL = "https://master.example.org"

    assert links.confirm_url(interest).startswith("https://master.example.org/da/skriv-mig-op/bekraeft/")
    assert links.stop_url(interest) == f"https://master.example.org/da/skriv-mig-op/stop/{interest.address_key}/"
    interest.language = "en"
    assert links.stop_url(interest).startswith("https://master.example.org/en/keep-me-posted/stop/")


def test_an_address_has_one_key_per_programme_however_it_is_written(interest, settings):
    programme = interest.programme
    other = make_whole_programme()[0]
    key = links.address_key("anna@example.org", programme)

    assert links.address_key("Anna@Example.ORG", programme) == key
    assert links.address_key("anna@example.org", other) != key
    assert links.address_key("bo@example.org", programme) != key
    settings.SECRET_KEY = "another secret"
    assert links.address_key("anna@example.org", programme) != key


@pytest.mark.parametrize(("after", "too_fast"), [(0, True), (2, True), (3, False), (10**8, False)])
def test_a_form_sent_within_two_seconds_is_too_fast(frozen_clock, after, too_fast):
    stamp = links.form_stamp()

    frozen_clock.shift(timedelta(seconds=after))

    assert links.is_form_stamp(stamp)
    assert links.is_sent_too_fast(stamp) is too_fast


def test_every_form_has_a_stamp_of_its_own_and_only_ours_count():
    assert links.form_stamp() != links.form_stamp()
    assert not links.is_form_stamp("")
    assert not links.is_form_stamp("a:b:c")
    assert not links.is_form_stamp(signing.TimestampSigner(salt="another purpose").sign("x"))


def ask(address="anna@example.org", network="192.0.2.0/24", now=None):
    return links.ask(LIMIT, address=address, network=network, now=now or timezone.now())


def test_an_address_may_ask_so_often_and_is_told_when_to_try_again(db):
    start = timezone.now()

    assert ask(now=start) is None
    assert ask(now=start + timedelta(minutes=10)) is None
    assert ask("Anna@example.org", now=start + timedelta(minutes=20)) == start + timedelta(hours=1)
    assert Asking.objects.count() == 4


def test_the_window_slides(db):
    start = timezone.now()
    ask(now=start)
    ask(now=start + timedelta(minutes=10))

    assert ask(now=start + timedelta(minutes=59, seconds=59)) == start + timedelta(hours=1)
    assert ask(now=start + timedelta(hours=1)) is None
    assert ask(now=start + timedelta(hours=1)) == start + timedelta(minutes=70)


def test_a_network_may_ask_so_often_whatever_the_address_and_others_go_on(db):
    for name in ("a", "b", "c"):
        assert ask(f"{name}@example.org") is None

    assert ask("d@example.org") == timezone.now() + timedelta(hours=1)
    assert ask("d@example.org", network="198.51.100.0/24") is None


def test_an_unknown_network_is_no_bucket_for_everybody(db):
    for number in range(5):
        assert ask(f"{number}@example.org", network="") is None


def test_no_trace_of_asking_holds_an_address(db):
    ask()

    kept = "".join(Asking.objects.values_list("bucket", flat=True))
    assert "anna" not in kept
    assert all(len(bucket) == 64 for bucket in Asking.objects.values_list("bucket", flat=True))


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "network"),
    [
        pytest.param("192.0.2.77", "", 0, "192.0.2.0/24", id="a visitor"),
        pytest.param("2001:db8:1:2:3::4", "", 0, "2001:db8:1:2::/64", id="a visitor with IPv6"),
        pytest.param("::ffff:192.0.2.77", "", 0, "192.0.2.0/24", id="IPv4 written as IPv6"),
        pytest.param("192.0.2.77", "203.0.113.9", 0, "192.0.2.0/24", id="the header is not believed"),
        pytest.param("10.0.0.1", "203.0.113.9", 1, "203.0.113.0/24", id="behind one proxy"),
        pytest.param("10.0.0.1", "6.6.6.6, 203.0.113.9", 1, "203.0.113.0/24", id="what a visitor adds"),
        pytest.param("10.0.0.1", "203.0.113.9, 10.0.0.2", 2, "203.0.113.0/24", id="behind two"),
        pytest.param("10.0.0.1", "", 1, "10.0.0.0/24", id="the proxy says nothing"),
        pytest.param("10.0.0.1", "nonsense", 1, "", id="the proxy says nonsense"),
        pytest.param("", "", 0, "", id="a socket"),
    ],
)
def test_a_visitors_network_is_what_a_trusted_side_says(settings, remote, forwarded, proxies, network):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})

    assert links.network_of(request) == network
