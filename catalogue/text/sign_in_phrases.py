"""What signing in says to people, by code."""

from datetime import timedelta
from math import ceil

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# A time of day is told without seconds, and never too early.
ALMOST_A_MINUTE = timedelta(seconds=59)


def refusal(checked, now):
    """Why a code is not taken, and what to do."""
    if checked.refusal == "too_often":
        return _("Too many wrong codes. Try again %(when)s.") % {
            "when": when(checked.retry_at, now)
        }
    return {
        "no_code": _("Type the 6 digits from your app, or the 16 digits of a recovery code."),
        "no_app": _("No app is set up for you yet. Type one of your recovery codes."),
        "used": _(
            "That code has been used. Wait for the app to show the next one, "
            "or take another recovery code."
        ),
        "wrong": _(
            "That code is not right. Type the code that the app shows now, or a recovery code."
        ),
    }[checked.refusal]


def wrong_at_set_up(checked, now):
    """Why the first code from a new app is not taken; recovery codes do not count here."""
    if checked.refusal == "too_often":
        return refusal(checked, now)
    return _(
        "That code is not right. Type the 6 digits that the app shows now, "
        "and see that the phone’s clock is right."
    )


def too_many_sign_ins(retry_at, now):
    return _("Too many attempts to sign in. Try again %(when)s.") % {"when": when(retry_at, now)}


def when(moment, now):
    """When to try again: in so many seconds, or at a time of day."""
    seconds = ceil((moment - now).total_seconds())
    if seconds <= 90:
        return ngettext("in %(number)d second", "in %(number)d seconds", seconds) % {
            "number": seconds
        }
    return _("at %(time)s") % {
        "time": date_format(localtime(moment + ALMOST_A_MINUTE), "TIME_FORMAT")
    }


def left_off(why):
    """Why a session ended."""
    return {
        "idle": ngettext(
            "You were signed out because nothing was done for %(number)d minute.",
            "You were signed out because nothing was done for %(number)d minutes.",
            settings.STAFF_IDLE_MINUTES,
        )
        % {"number": settings.STAFF_IDLE_MINUTES},
        "too_long": ngettext(
            "You were signed out because a session lasts %(number)d hour at most.",
            "You were signed out because a session lasts %(number)d hours at most.",
            settings.STAFF_SESSION_HOURS,
        )
        % {"number": settings.STAFF_SESSION_HOURS},
        "account_changed": _("You were signed out because your account was changed."),
    }[why]


def codes_left(number):
    return ngettext(
        "You have %(number)d recovery code left.",
        "You have %(number)d recovery codes left.",
        number,
    ) % {"number": number}


def codes_left_of(number):
    """The same of somebody else."""
    return ngettext("%(number)d recovery code left.", "%(number)d recovery codes left.", number) % {
        "number": number
    }


def change(entry):
    """One change of somebody's account, as they are told at their next sign-in."""
    return _("Your account was changed on %(when)s by %(name)s: %(what)s") % {
        "when": date_format(localtime(entry.action_time), "DATETIME_FORMAT"),
        "name": entry.user.get_username(),
        "what": entry.get_change_message(),
    }
