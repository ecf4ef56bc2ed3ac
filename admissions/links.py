"""Signed links: purpose, age, how they die; and the limit on asking for one."""

import ipaddress
import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from admissions.domain.retention import PERIODS
from admissions.models import Asking

CONFIRM = "admissions.interest.confirm"
FORM = "admissions.interest.form"
FASTEST_PERSON = timedelta(seconds=2)


@dataclass(frozen=True)
class Link:
    """What a signed link says: whose it is, which issue, and whether it is too old to be used."""

    reference: uuid.UUID
    issue: int
    is_expired: bool


@dataclass(frozen=True)
class Limit:
    """How often something may be asked for within a stretch of time that slides along."""

    purpose: str
    per_address: int
    per_network: int
    within: timedelta


INTEREST_LIMIT = Limit("interest", per_address=5, per_network=30, within=timedelta(hours=1))


def confirm_token(interest):
    return signing.dumps([interest.reference.hex, interest.link_issue], salt=CONFIRM)


def opened(token):
    """Return the Link that a token holds, or None where the site never signed it."""
    try:
        reference, issue = signing.loads(token, salt=CONFIRM)
    except signing.BadSignature:
        return None
    return Link(uuid.UUID(reference), issue, is_expired=_is_expired(token))


def confirm_url(interest):
    return site_address("admissions:interest_confirm", interest.language, confirm_token(interest))


def stop_url(interest):
    """The address that stops all mail to this person about this programme.

    It needs no signature, since nobody can guess the key; it never ages, so that the oldest mail still stops
    all.
    """
    return site_address("admissions:interest_stop", interest.language, interest.address_key)


def site_address(name, language, *args):
    """The whole address of a page in one language, beginning with the site's own."""
    with override(language):
        return settings.SITE_URL + reverse(name, args=args)


def address_key(email, programme):
    """The same for each time one address asks about one programme, and useless without the site's secret."""
    return keyed_hash("address", email.lower(), programme.pk)


def keyed_hash(purpose, *parts):
    """A hash of plain values that only this site can make; the purpose keeps its uses apart."""
    return salted_hmac(f"admissions.{purpose}", json.dumps(parts), algorithm="sha256").hexdigest()


def form_stamp():
    """A stamp for a form as it is shown: when, and which of all forms ever shown."""
    return signing.TimestampSigner(salt=FORM).sign(secrets.token_urlsafe(12))


def is_form_stamp(stamp):
    return _unsigned(stamp) is not None


def is_sent_too_fast(stamp):
    """Whether the form came back sooner than a person can have filled it in."""
    return _unsigned(stamp, max_age=FASTEST_PERSON) is not None


def ask(limit, *, address, network, now):
    """Leave a trace of asking and return None; over the limit leave none and return when to try again.

    Asking in vain leaves no trace, so nobody is kept out longer by trying, and the address is hashed whether
    or not the site knows it.
    """
    buckets = {keyed_hash(limit.purpose, "address", address.lower()): limit.per_address}
    if network:
        buckets[keyed_hash(limit.purpose, "network", network)] = limit.per_network
    # Left before it is looked: of many who ask at the same moment each then sees those before it.
    traces = [Asking.objects.create(bucket=bucket, at=now) for bucket in buckets]
    retry_at = [_free_again(trace, buckets[trace.bucket], limit.within) for trace in traces]
    if not any(retry_at):
        return None
    Asking.objects.filter(pk__in=[trace.pk for trace in traces]).delete()
    return max(moment for moment in retry_at if moment)


def _free_again(trace, most, within):
    """The moment at which the bucket has room again, None where it has room for this trace."""
    recent = Asking.objects.filter(bucket=trace.bucket, pk__lt=trace.pk, at__gt=trace.at - within)
    moments = list(recent.order_by("-at").values_list("at", flat=True)[:most])
    return moments[-1] + within if len(moments) == most else None


def network_of(request):
    """The visitor's network, /24 or /64, since a household has many addresses; empty where it is not known.

    Proxies are believed only as far as the setting says there are any: the visitor writes the rest of the
    header.
    """
    proxies = settings.TRUSTED_PROXIES
    address = request.META.get("REMOTE_ADDR", "")
    if proxies:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        address = hops[-proxies] if len(hops) >= proxies else address
    try:
        visitor = ipaddress.ip_address(address)
    except ValueError:
        return ""
    visitor = getattr(visitor, "ipv4_mapped", None) or visitor
    return str(ipaddress.ip_network((visitor, 24 if visitor.version == 4 else 64), strict=False))


def _unsigned(stamp, max_age=None):
    try:
        return signing.TimestampSigner(salt=FORM).unsign(stamp, max_age=max_age)
    except signing.BadSignature:
        return None


def _is_expired(token):
    try:
        signing.loads(token, salt=CONFIRM, max_age=PERIODS.unconfirmed)
    except signing.SignatureExpired:
        return True
    return False
