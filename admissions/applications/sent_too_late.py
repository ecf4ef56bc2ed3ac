"""What was sent when its application was open no longer: it waits in the session until it is."""

from datetime import timedelta
from itertools import chain

from django.http import QueryDict
from django.utils import timezone

from admissions.domain.cpr import holds_cpr_number
from admissions.models import Application
from catalogue.staff import rate_limits

# What was sent when the application was no longer open in the browser, until it is opened again.
SENT_TOO_LATE = "sent_too_late"
MOST_KEPT = 50_000
MOST_WAITING = 3
# Anybody may send to any address: so often it is kept, by application and by network.
KEPT_LIMIT = rate_limits.Limit("kept", per_asker=20, per_network=60, within=timedelta(hours=1))


def keep_what_was_sent(request, reference: str, section: str) -> bool:
    """Keep a part, or the answer to a request, that came too late to be taken; say whether.

    Its application was no longer open in this browser. It is kept in the session alone, the last of
    each part, and no more than MOST_WAITING in all.

    Whether there is such an application is not looked at. A part with a CPR number is not kept, and
    nothing is of whoever sends too often.
    """
    typed = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    words = "\n".join(chain.from_iterable(typed.values()))
    if len(words) > MOST_KEPT or holds_cpr_number(words):
        return False
    network = rate_limits.network_of(request)
    if rate_limits.ask(KEPT_LIMIT, asker=reference, network=network, now=timezone.now()).retry_at:
        return False
    others = [row for row in _waiting(request) if row[:2] != [reference, str(section)]]
    request.session[SENT_TOO_LATE] = [*others, [reference, str(section), typed]][-MOST_WAITING:]
    return True


def kept_for(request, application: Application) -> dict[str, QueryDict]:
    """What was kept for this application, each as sent, the last one last.

    It is its parts, or the answer to a request.
    """
    kept = {}
    for reference, section, typed in _waiting(request):
        if reference == application.reference:
            kept[section] = QueryDict(mutable=True)
            for name, values in typed.items():
                kept[section].setlist(name, values)
    return kept


def forget_what_was_sent(request, application: Application, section: str | None = None) -> None:
    """Forget what was kept of one section of this application, or of all, once it has its place."""
    before = _waiting(request)
    waiting = [
        row for row in before if row[0] != application.reference or section not in (None, row[1])
    ]
    if waiting:
        request.session[SENT_TOO_LATE] = waiting
    elif before:
        del request.session[SENT_TOO_LATE]


def _waiting(request) -> list[list]:
    """What was sent too late and waits in this browser, the last one last.

    Nothing in a session of before the list.
    """
    waiting = request.session.get(SENT_TOO_LATE, [])
    return [row for row in waiting if isinstance(row, list)]
