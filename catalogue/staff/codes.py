"""The second factor: codes from an app, and recovery codes that stand in for it once each."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalogue.models import RecoveryCode
from catalogue.staff import rate_limits
from catalogue.staff.session_marks import APP, RECOVERY_CODE

HOW_MANY = 10
APP_DIGITS, RECOVERY_DIGITS = 6, 16
# Sixteen digits are 53 bits; digits alone so that one field with a numeric
# keyboard takes both kinds of code.
FEW = 3
CODE_LIMIT = rate_limits.Limit(
    "second factor", per_asker=10, per_network=100, within=timedelta(minutes=10)
)
_LEFT_OUT = re.compile(r"[\s\-‐‑–—.]")


@dataclass(frozen=True)
class Checked:
    """What came of a code: by what it was right, or why it is refused and when to try again."""

    by: str = ""
    refusal: str = ""
    retry_at: datetime | None = None


def check(person, typed, *, network, now):
    """Check a code as it was typed, from the app or a recovery code; a right one is used up.

    Wrong ones are limited for this person from this network, so that nobody elsewhere can shut
    the owner out; codes from the app besides by the device, which makes whoever has the
    password wait longer each time.
    """
    digits = _LEFT_OUT.sub("", typed)
    if not (digits.isascii() and digits.isdigit() and len(digits) in (APP_DIGITS, RECOVERY_DIGITS)):
        return Checked(refusal="no_code")
    asked = rate_limits.ask(CODE_LIMIT, asker=f"{person.pk} {network}", network=network, now=now)
    if asked.retry_at:
        return Checked(refusal="too_often", retry_at=asked.retry_at)
    if len(digits) == APP_DIGITS:
        checked = check_app(TOTPDevice.objects.filter(user=person, confirmed=True), digits)
    else:
        checked = _use_recovery_code(person, digits, now)
    if checked.by:
        rate_limits.forgive(asked)
    return checked


def check_app(devices, digits):
    """Check a code against the first of some devices, of which there is one at most; use it up."""
    with transaction.atomic():
        device = devices.select_for_update().first()
        if device is None:
            return Checked(refusal="no_app")
        is_allowed, reason = device.verify_is_allowed()
        if not is_allowed:
            return Checked(refusal="too_often", retry_at=reason["locked_until"])
        if _was_used(device, digits):
            return Checked(refusal="used")
        return Checked(by=APP) if device.verify_token(digits) else Checked(refusal="wrong")


def has_app(person):
    return TOTPDevice.objects.filter(user=person, confirmed=True).exists()


def may_set_up_with_password_alone(person):
    """Only whoever never had a second factor; who lost it must be reset by a superuser first."""
    return not has_app(person) and not RecoveryCode.objects.filter(user=person).exists()


@transaction.atomic
def make_recovery_codes(person):
    """Make ten new codes, the old ones dying, and give them as shown, this once.

    Only hashes are kept.
    """
    RecoveryCode.objects.filter(user=person).delete()
    numbers = [
        f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}}" for _ in range(HOW_MANY)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=person, digest=_digest(person, number)) for number in numbers
    )
    return ["-".join(re.findall("....", number)) for number in numbers]


def unused_among(person, codes):
    """Those of some written codes that this person can still use, in their order."""
    unused = set(
        RecoveryCode.objects.filter(user=person, used_at=None).values_list("digest", flat=True)
    )
    return [code for code in codes if _digest(person, _LEFT_OUT.sub("", code)) in unused]


def recovery_codes_left(person):
    return RecoveryCode.objects.filter(user=person, used_at=None).count()


@transaction.atomic
def forget_second_factor(person):
    """Take away the app and the recovery codes, so that the next sign-in sets up anew."""
    TOTPDevice.objects.filter(user=person).delete()
    RecoveryCode.objects.filter(user=person).delete()


def _use_recovery_code(person, digits, now):
    code = RecoveryCode.objects.filter(user=person, digest=_digest(person, digits))
    # Of two who send the same code at once, one finds it unused.
    if code.filter(used_at=None).update(used_at=now):
        return Checked(by=RECOVERY_CODE)
    refusal = "used" if code.exists() else "wrong"
    return Checked(refusal=refusal)


def _digest(person, digits):
    return salted_hmac(
        "catalogue.recovery_code", f"{person.pk} {digits}", algorithm="sha256"
    ).hexdigest()


def _was_used(device, digits):
    """Whether the code is right but no newer than the last one taken: the clock must move on."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    return totp.verify(int(digits), device.tolerance) and totp.t() <= device.last_t
