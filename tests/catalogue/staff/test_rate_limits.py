"""How often one may ask, by whoever asks and by network."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from catalogue.models import Asking
from catalogue.staff import rate_limits

LIMIT = rate_limits.Limit("test", per_asker=2, per_network=3, within=timedelta(hours=1))


def ask(address="anna@example.org", network="192.0.2.0/24", now=None):
    return rate_limits.ask(
        LIMIT, asker=address, network=network, now=now or timezone.now()
    ).retry_at


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
        pytest.param(
            "192.0.2.77", "203.0.113.9", 0, "192.0.2.0/24", id="the header is not believed"
        ),
        pytest.param("10.0.0.1", "203.0.113.9", 1, "203.0.113.0/24", id="behind one proxy"),
        pytest.param(
            "10.0.0.1", "6.6.6.6, 203.0.113.9", 1, "203.0.113.0/24", id="what a visitor adds"
        ),
        pytest.param("10.0.0.1", "203.0.113.9, 10.0.0.2", 2, "203.0.113.0/24", id="behind two"),
        pytest.param("10.0.0.1", "", 1, "10.0.0.0/24", id="the proxy says nothing"),
        pytest.param("10.0.0.1", "nonsense", 1, "", id="the proxy says nonsense"),
        pytest.param("", "", 0, "", id="a socket"),
    ],
)
def test_a_visitors_network_is_what_a_trusted_side_says(
    settings, remote, forwarded, proxies, network
):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})

    assert rate_limits.network_of(request) == network


def test_asking_that_is_forgiven_leaves_no_trace_and_does_not_count(db):
    for _number in range(3):
        rate_limits.forgive(
            rate_limits.ask(LIMIT, asker="anna", network="192.0.2.0/24", now=timezone.now())
        )

    assert not Asking.objects.exists()
    assert ask() is None
