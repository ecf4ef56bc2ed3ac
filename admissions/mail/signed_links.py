"""Signed links: purpose, age, how they die, the limit on asking; stamps of forms, keyed hashes."""

import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from admissions.domain.retention import PERIODS

CONFIRM = "admissions.interest.confirm"
FORM = "admissions.interest.form"
APPLICATION = "admissions.application.open"
ADDRESS = "admissions.application.address"
FASTEST_PERSON = timedelta(seconds=2)


@dataclass(frozen=True)
class Link:
    """What a signed link says: whose it is, which of them, and whether it is too old to be used.

    Which of them is the number of its issue, or for a new address the mark of that address.
    """

    reference: str | uuid.UUID
    issue: int | str
    is_expired: bool


def confirm_token(interest):
    return signing.dumps([interest.reference.hex, interest.link_issue], salt=CONFIRM)


def opened(token):
    """Return the Link that a token holds, or None where the site never signed it."""
    try:
        reference, issue = signing.loads(token, salt=CONFIRM)
    except signing.BadSignature:
        return None
    return Link(
        uuid.UUID(reference), issue, is_expired=_is_expired(token, CONFIRM, PERIODS.unconfirmed)
    )


def application_token(application):
    return signing.dumps([application.reference, application.link_issue], salt=APPLICATION)


def opened_application(token):
    """Return the Link that a token holds, or None where the site never signed it."""
    try:
        reference, issue = signing.loads(token, salt=APPLICATION)
    except signing.BadSignature:
        return None
    return Link(reference, issue, is_expired=_is_past_its_day(token))


def address_token(application):
    return signing.dumps([application.reference, address_mark(application.new_email)], salt=ADDRESS)


def opened_address(token):
    """Return the Link that a token holds, or None where the site never signed it."""
    try:
        reference, mark = signing.loads(token, salt=ADDRESS)
    except signing.BadSignature:
        return None
    return Link(reference, mark, is_expired=_is_past_its_day(token))


def opened_mark(application):
    """What a browser holds of an application open in it: for which address, confirmed or not.

    A draft that somebody began with another's address is open to them until its owner opens the
    link; from then on only browsers that a link let in see what is written.
    """
    return keyed_hash("opened", application.email.lower(), application.confirmed_at is not None)[
        :24
    ]


def address_mark(email):
    """What stands for an address in a link, which itself must hold none."""
    return keyed_hash("new address", email.lower())[:24]


def address_url(application):
    return site_address(
        "admissions:address_confirm", application.language, address_token(application)
    )


def confirm_url(interest):
    return site_address("admissions:interest_confirm", interest.language, confirm_token(interest))


def application_url(application):
    return site_address(
        "admissions:application_open", application.language, application_token(application)
    )


def stop_url(interest):
    """The address that stops all mail to this person about this programme.

    It needs no signature, since nobody can guess the key; it never ages, so that the
    oldest mail still stops all.
    """
    return site_address("admissions:interest_stop", interest.language, interest.address_key)


def site_address(name, language, *args):
    """The whole address of a page in one language, beginning with the site's own."""
    with override(language):
        return settings.SITE_URL + reverse(name, args=args)


def target_key(email, programme, year, run):
    """The same each time an address applies to a target; useless without the site's secret."""
    return keyed_hash("target", email.lower(), programme.pk, year, run and run.pk)


def address_key(email, programme):
    """The same each time an address asks of a programme; useless without the site's secret."""
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


def _unsigned(stamp, max_age=None):
    try:
        return signing.TimestampSigner(salt=FORM).unsign(stamp, max_age=max_age)
    except signing.BadSignature:
        return None


def last_day(sent_at):
    """The day to the end of which, in Copenhagen, a link to an application works."""
    return timezone.localdate(sent_at) + PERIODS.application_link


def _is_past_its_day(token):
    sent_at = datetime.fromtimestamp(signing.b62_decode(token.rsplit(":", 2)[1]), tz=UTC)
    return timezone.localdate() > last_day(sent_at)


def _is_expired(token, salt, age):
    try:
        signing.loads(token, salt=salt, max_age=age)
    except signing.SignatureExpired:
        return True
    return False
