"""The last reports, kept in memory for as long as what they were made from stands."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings
from django.db.models import Count, Max

from catalogue.admin.checks.report import Report
from catalogue.changes.version import current_version
from catalogue.domain.deadlines import day_in_copenhagen
from catalogue.models import LinkCheck

MOST_KEPT = 4
# A draft's time of publishing may pass without an edit.
KEPT_FOR = timedelta(minutes=10)

_lock = Lock()
_kept: OrderedDict[Hashable, tuple[datetime, Report]] = OrderedDict()


def kept_report(
    about: Hashable, now: datetime, make: Callable[[], Report]
) -> tuple[datetime, Report]:
    """Return (when it was made, the report).

    It is made anew once the catalogue, its tried links or the day differ. `about` says what the
    report is of and who sees it. Two queries where it is kept.
    """
    version = current_version()
    links = LinkCheck.objects.aggregate(number=Count("pk"), last=Max("checked_at"))
    reviewed = settings.ACCESSIBILITY_REVIEWED_ON
    key = (version, day_in_copenhagen(now), reviewed, links["number"], links["last"], about)
    with _lock:
        made_at, known = _kept.get(key, (now, None))
    if known is None or now - made_at > KEPT_FOR:
        made_at, known = now, make()
        if version.token:
            _keep(key, made_at, known)
    return made_at, known


def _keep(key: Hashable, made_at: datetime, made: Report) -> None:
    with _lock:
        _kept[key] = (made_at, made)
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
