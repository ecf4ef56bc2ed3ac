"""What was typed when a session had ended: kept for its owner alone, until they are back."""

from datetime import UTC, datetime

from catalogue.staff.session_marks import LEFT_OFF, WAITING

KEPT = "staff_kept"
MOST_BYTES = 1_000_000
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of Django's field, no secret


def keep(request, now):
    """Keep a form that met an ended session, for the session's owner; no files, no passwords.

    The form has passed the check against forgery by now: what is kept is
    offered to be sent once more.
    """
    left_off = request.session.get(LEFT_OFF)
    if request.method != "POST" or not left_off:
        return
    fields = carried(request.POST)
    if sum(len(name.encode()) + len(value.encode()) for name, value in fields) > MOST_BYTES:
        request.session[LEFT_OFF] = {**left_off, "lost": True}
        return
    request.session[KEPT] = {
        "user": left_off["user"],
        "path": request.get_full_path(),
        "fields": fields,
        "had_files": bool(request.FILES),
        "at": now.timestamp(),
    }
    request.session.set_expiry(int(WAITING.total_seconds()))


def kept_for(request, person, now):
    """Return what is kept for this very person, an hour at most.

    Whatever else is kept is dropped.
    """
    kept = request.session.get(KEPT)
    if not kept:
        return None
    if kept["user"] == person.pk and now - datetime.fromtimestamp(kept["at"], UTC) <= WAITING:
        return kept
    drop(request)
    return None


def drop(request):
    request.session.pop(KEPT, None)


def settle(request):
    """Drop what is kept once it is sent again to where it was going."""
    if (
        request.method == "POST"
        and request.session.get(KEPT, {}).get("path") == request.get_full_path()
    ):
        drop(request)


def carried(sent):
    """The fields of a form as pairs, to be sent again.

    Without token and passwords, which no page shows again.
    """
    pairs = []
    for name, values in sent.lists():
        if name != TOKEN and "password" not in name.lower():
            pairs += [(name, value) for value in values]
    return pairs
