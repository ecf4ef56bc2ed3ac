"""Which applications are open in this browser, and what was sent when one was not."""

from datetime import date, timedelta

from django.http import QueryDict
from django.utils import timezone

from admissions.applications.case import Case
from admissions.domain.cpr import holds_cpr_number
from admissions.domain.workflow import State
from admissions.eligibility.targets import target_of
from admissions.mail import signed_links
from admissions.models import Application
from catalogue.staff import rate_limits

OPENED = "applications"
MOST_OPENED = 10
# What was sent when the application was no longer open in the browser, until it is opened again.
SENT_TOO_LATE = "sent_too_late"
MOST_KEPT = 50_000
MOST_WAITING = 3
# Anybody may send to any address: so often it is kept, by application and by network.
KEPT_LIMIT = rate_limits.Limit("kept", per_asker=20, per_network=60, within=timedelta(hours=1))


def case_of(request, reference: str, today: date) -> Case | None:
    """The case that this visitor has opened in this browser; None for a stranger, whether or not there is one."""
    mark = _opened(request).get(reference)
    if mark is None:
        return None
    rows = Application.objects.select_related(
        "programme__office", "programme__home_university", "run__course__home_programme", "run__host"
    )
    rows = rows.prefetch_related("answers", "documents").exclude(state=State.ERASED)
    application = rows.filter(reference=reference).first()
    if application is None or signed_links.opened_mark(application) != mark:
        return None
    return Case(application, target_of(application, today), today)


def opened_in_browser(request) -> list[Application]:
    """The applications that are open in this browser, the last one first; none in a preview, which knows nobody."""
    marks = _opened(request)
    if not marks:
        return []
    rows = Application.objects.exclude(state=State.ERASED).select_related("programme").filter(reference__in=marks)
    opened = [row for row in rows if signed_links.opened_mark(row) == marks[row.reference]]
    return sorted(opened, key=lambda row: list(marks).index(row.reference), reverse=True)


def open_in_browser(request, application: Application) -> None:
    """Let this browser open the application until it is closed; the session's key changes, so that none is planted."""
    others = {reference: mark for reference, mark in _opened(request).items() if reference != application.reference}
    request.session.cycle_key()
    opened = {**others, application.reference: signed_links.opened_mark(application)}
    request.session[OPENED] = dict(list(opened.items())[-MOST_OPENED:])
    request.session["opened_at"] = timezone.now().isoformat()


def keep_what_was_sent(request, reference: str, section: str) -> bool:
    """Keep a part, or the answer to a request, that came when its application was no longer open here; say whether.

    It is kept in the session alone, the last of each part, and no more than MOST_WAITING in all.

    Whether there is such an application is not looked at. A part with a CPR number is not kept, and nothing is of
    whoever sends too often.
    """
    typed = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    words = "\n".join(value for values in typed.values() for value in values)
    if len(words) > MOST_KEPT or holds_cpr_number(words):
        return False
    network = rate_limits.network_of(request)
    if rate_limits.ask(KEPT_LIMIT, asker=reference, network=network, now=timezone.now()).retry_at:
        return False
    others = [row for row in _waiting(request) if row[:2] != [reference, str(section)]]
    request.session[SENT_TOO_LATE] = [*others, [reference, str(section), typed]][-MOST_WAITING:]
    return True


def kept_for(request, application: Application) -> dict[str, QueryDict]:
    """What was kept for this application: its parts, or the answer to a request, each as sent, the last one last."""
    kept = {}
    for reference, section, typed in _waiting(request):
        if reference == application.reference:
            kept[section] = QueryDict(mutable=True)
            for name, values in typed.items():
                kept[section].setlist(name, values)
    return kept


def forget_what_was_sent(request, application: Application, section: str | None = None) -> None:
    """Forget what was kept of one section of this application, or of all of them, once it has its place."""
    before = _waiting(request)
    waiting = [row for row in before if row[0] != application.reference or section not in (None, row[1])]
    if waiting:
        request.session[SENT_TOO_LATE] = waiting
    elif before:
        del request.session[SENT_TOO_LATE]


def close_in_browser(request, application: Application) -> None:
    """Let this browser open the application no more, and forget what was kept for it."""
    forget_what_was_sent(request, application)
    marks = _opened(request)
    request.session[OPENED] = {name: mark for name, mark in marks.items() if name != application.reference}


def _waiting(request) -> list[list]:
    """What was sent too late and waits in this browser, the last one last; nothing in a session of before the list."""
    waiting = request.session.get(SENT_TOO_LATE, [])
    return [row for row in waiting if isinstance(row, list)]


def _opened(request) -> dict[str, str]:
    """What is open in this browser, the last one last, each with a mark of the address it was opened for.

    Once an application goes by another address, it is open in no browser that the old address let in. A preview has no
    session and knows nobody; a session of before the marks has nothing open.
    """
    opened = getattr(request, "session", {}).get(OPENED, {})
    return opened if isinstance(opened, dict) else {}
