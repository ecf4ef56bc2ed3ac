"""Tries the links to other sites, politely, and keeps what became of each."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, zip_longest
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from catalogue.admin.checks.fetch import Answer, fetch
from catalogue.admin.checks.links import outside_addresses
from catalogue.admin.checks.scope import whole_site
from catalogue.models import LinkCheck

# The site answers, but not to a machine, or not so often: the link is no worse for that.
ANSWERED = {401, 403, 429}
LONGEST_ADDRESS = 500


@dataclass
class Tried:
    """How many links were tried, failed and were left for the next time."""

    tried: int = 0
    failed: int = 0
    left: int = 0


def try_links(*, pause: float = 1.0, minutes: float = 60, allow_private: bool = False) -> Tried:
    """Try every link of what is published, those tried longest ago first, until the time is up.

    One request at a time, never two to a host within the pause. What nobody links to any more is
    forgotten. `allow_private` is for tests, which have no other site than their own machine.
    """
    addresses = {
        address
        for address in outside_addresses(whole_site(_every))
        if len(address) <= LONGEST_ADDRESS
    }
    known = dict(LinkCheck.objects.values_list("address", "pk"))
    LinkCheck.objects.filter(
        pk__in=[key for address, key in known.items() if address not in addresses]
    ).delete()
    done, ends_at, asked = Tried(), timezone.now() + timedelta(minutes=minutes), {}
    for address in _in_turns(addresses):
        if timezone.now() >= ends_at:
            done.left += 1
            continue
        host = urlsplit(address).netloc
        wait = pause - (time.monotonic() - asked.get(host, -pause))
        if wait > 0:
            time.sleep(min(wait, pause))
        agent = f"mastersite link check (+{settings.SITE_URL})"
        is_well = _keep(address, fetch(address, agent, allow_private=allow_private), timezone.now())
        asked[host] = time.monotonic()
        done.tried += 1
        done.failed += not is_well
    return done


def _every(model):
    return model._default_manager.all()


def _in_turns(addresses: Iterable[str]) -> list[str]:
    """The addresses, those tried longest ago first, hosts by turns so that pauses seldom wait."""
    tried = dict(LinkCheck.objects.values_list("address", "checked_at"))
    by_host: dict[str, list[str]] = {}
    for address in sorted(
        addresses, key=lambda one: (one in tried, tried.get(one) or timezone.now(), one)
    ):
        by_host.setdefault(urlsplit(address).netloc, []).append(address)
    turns = chain.from_iterable(zip_longest(*by_host.values()))
    return [address for address in turns if address]


def _keep(address: str, answer: Answer, now: datetime) -> bool:
    is_well = answer.status is not None and (answer.status < 400 or answer.status in ANSWERED)
    row = LinkCheck.objects.filter(address=address).first() or LinkCheck(address=address)
    row.status, row.error, row.checked_at = answer.status, answer.error[:200], now
    row.failing_since = None if is_well else row.failing_since or now
    row.save()
    return is_well
