"""Ends staff's sessions on the server: unused, too old, or of one who may no longer come in."""

from functools import partial

from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from catalogue.staff import session_marks
from catalogue.staff.audit_log import note


def staff_session_limits(get_response):
    """Stand before `request.user`, so that the limits hold wherever it is asked for.

    It is asked only when somebody wants to know: a public page never touches the session.
    """

    def middleware(request):
        request.user = SimpleLazyObject(partial(_user_within_limits, request, request.user))
        return get_response(request)

    return middleware


def _user_within_limits(request, user):
    session, now = request.session, timezone.now()
    owner = session.get(SESSION_KEY)
    if owner is None:
        return AnonymousUser()
    why = session_marks.over_limit(session, now)
    if not why and not user.is_authenticated:
        why = "account_changed"
    if not why:
        session_marks.see(session, now)
        # The lazy object of Django holds the user itself by now.
        return request._cached_user
    person = get_user_model().objects.filter(pk=owner).first()
    note("session ended", person, reason=why)
    session_marks.leave_off(request, int(owner), why)
    return AnonymousUser()
