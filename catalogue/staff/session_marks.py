"""What a session says of a member of staff: at the door by password, or in by both factors."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.utils.crypto import constant_time_compare

# The password alone makes nobody a user: until the second factor is given the session
# holds who stands at the door.
DOOR = "staff_door"
MARK = "staff"
LEFT_OFF = "staff_left_off"
AT_THE_DOOR = timedelta(minutes=10)
RECENTLY = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)
# How long a session of somebody who is not signed in lives, with what was
# typed when an earlier one ended.
WAITING = timedelta(hours=1)
APP, RECOVERY_CODE = "app", "recovery code"


def let_to_the_door(request, person, now):
    """Remember that the password was right, in a session with a new name, for ten minutes."""
    request.session.cycle_key()
    request.session[DOOR] = {
        "user": person.pk,
        "hash": person.get_session_auth_hash(),
        "backend": person.backend,
        "at": now.timestamp(),
    }
    request.session.set_expiry(int(WAITING.total_seconds()))


def at_the_door(request, now):
    """Return who gave the password within ten minutes and still may come in; None otherwise."""
    door = request.session.get(DOOR)
    if not door or now - _moment(door["at"]) > AT_THE_DOOR:
        return None
    person = get_user_model().objects.filter(pk=door["user"], is_active=True, is_staff=True).first()
    if not person or not constant_time_compare(door["hash"], person.get_session_auth_hash()):
        return None
    person.backend = door["backend"]
    return person


def leave_the_door(request):
    request.session.pop(DOOR, None)


def let_in(request, person, by, now):
    """Sign somebody in who gave both factors; the session gets a new name."""
    login(request, person, backend=person.backend)
    for key in (DOOR, LEFT_OFF):
        request.session.pop(key, None)
    request.session.set_expiry(None)
    request.session[MARK] = mark(person, by, now)


def mark(person, by, now):
    """What a session with both factors holds: whose it is, since when, last seen, last proved."""
    at = now.timestamp()
    return {"user": person.pk, "by": by, "since": at, "seen": at, "proved": at}


def has_both_factors(request):
    """Whether this very user gave the second factor in this session."""
    session = getattr(request, "session", {})
    return request.user.pk is not None and session.get(MARK, {}).get("user") == request.user.pk


def is_recent(request, now):
    """Whether the second factor was given within the last ten minutes."""
    return has_both_factors(request) and now - _moment(request.session[MARK]["proved"]) <= RECENTLY


def prove_again(request, by, now):
    request.session[MARK] = {**request.session[MARK], "by": by, "proved": now.timestamp()}


def over_limit(session, now):
    """Say which limit a session has passed: idle, too_long, or empty while it holds."""
    held = session.get(MARK)
    if not held:
        return ""
    if now - _moment(held["seen"]) > timedelta(minutes=settings.STAFF_IDLE_MINUTES):
        return "idle"
    return (
        "too_long"
        if now - _moment(held["since"]) > timedelta(hours=settings.STAFF_SESSION_HOURS)
        else ""
    )


def see(session, now):
    """Note that the session is used, at most once a minute, so that reading pages writes little."""
    held = session.get(MARK)
    if held and now - _moment(held["seen"]) >= SEEN_EVERY:
        session[MARK] = {**held, "seen": now.timestamp()}


def leave_off(request, user, why):
    """End the session on the server and begin a nameless one that knows whose ended, and why."""
    request.session.flush()
    request.session[LEFT_OFF] = {"user": user, "why": why}


def _moment(timestamp):
    return datetime.fromtimestamp(timestamp, UTC)
