"""Which applications are open in this browser, and for how long."""

from datetime import date

from django.utils import timezone

from admissions.applications.case import Case
from admissions.applications.sent_too_late import forget_what_was_sent
from admissions.domain.workflow import State
from admissions.eligibility.targets import target_of
from admissions.mail import signed_links
from admissions.models import Application

OPENED = "applications"
MOST_OPENED = 10


def case_of(request, reference: str, today: date) -> Case | None:
    """The case this visitor has opened in this browser; None for a stranger, case or not."""
    mark = _opened(request).get(reference)
    if mark is None:
        return None
    rows = Application.objects.select_related(
        "programme__office",
        "programme__home_university",
        "run__course__home_programme",
        "run__host",
    )
    rows = rows.prefetch_related("answers", "documents").exclude(state=State.ERASED)
    application = rows.filter(reference=reference).first()
    if application is None or signed_links.opened_mark(application) != mark:
        return None
    return Case(application, target_of(application, today), today)


def opened_in_browser(request) -> list[Application]:
    """The applications open in this browser, the last one first.

    None in a preview, which knows nobody.
    """
    marks = _opened(request)
    if not marks:
        return []
    rows = (
        Application.objects.exclude(state=State.ERASED)
        .select_related("programme")
        .filter(reference__in=marks)
    )
    opened = [row for row in rows if signed_links.opened_mark(row) == marks[row.reference]]
    return sorted(opened, key=lambda row: list(marks).index(row.reference), reverse=True)


def open_in_browser(request, application: Application) -> None:
    """Let this browser open the application until it is closed.

    The session's key changes, so that none is planted.
    """
    others = {
        reference: mark
        for reference, mark in _opened(request).items()
        if reference != application.reference
    }
    request.session.cycle_key()
    opened = {**others, application.reference: signed_links.opened_mark(application)}
    request.session[OPENED] = dict(list(opened.items())[-MOST_OPENED:])
    request.session["opened_at"] = timezone.now().isoformat()


def close_in_browser(request, application: Application) -> None:
    """Let this browser open the application no more, and forget what was kept for it."""
    forget_what_was_sent(request, application)
    marks = _opened(request)
    request.session[OPENED] = {
        name: mark for name, mark in marks.items() if name != application.reference
    }


def _opened(request) -> dict[str, str]:
    """What is open in this browser, the last one last, each with a mark of its address.

    Once an application goes by another address, it is open in no browser that the old address let
    in. A preview has no session and knows nobody; a session of before the marks has nothing open.
    """
    opened = getattr(request, "session", {}).get(OPENED, {})
    return opened if isinstance(opened, dict) else {}
