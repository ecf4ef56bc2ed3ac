"""How long the office really takes: from sending to the first decision, over the last year."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import Min, OuterRef, Subquery
from django.utils import timezone

from admissions.applications.case import Case
from admissions.domain.workflow import Action
from admissions.models import Application, Event

# Fewer say nothing.
LEAST_CASES = 5
WITHIN = timedelta(days=365)
MOST_CASES = 1000


@dataclass(frozen=True)
class OfficeTimes:
    """In days: within how many half of the cases were decided, and all but the slowest tenth."""

    median: int
    slowest_tenth: int
    waited: int

    @property
    def is_late(self) -> bool:
        """Whether this case has waited longer than all but the slowest tenth did."""
        return self.waited > self.slowest_tenth


def office_times(case: Case) -> OfficeTimes | None:
    """Return the times of the case's programme.

    None while fewer than five cases were decided within a year.
    """
    now = timezone.now()
    decided = Event.objects.filter(
        application=OuterRef("pk"),
        action__in=[Action.OFFER, Action.REFUSE, Action.PUT_ON_WAITING_LIST],
    )
    first = decided.order_by().values("application").annotate(first=Min("at")).values("first")
    rows = Application.objects.filter(
        programme=case.application.programme, sent_at__gte=now - WITHIN
    )
    rows = (
        rows.annotate(decided_at=Subquery(first))
        .filter(decided_at__isnull=False)
        .order_by("-sent_at")
    )
    pairs = rows.values_list("sent_at", "decided_at")[:MOST_CASES]
    days = sorted((decided_at - sent_at).days for sent_at, decided_at in pairs)
    if len(days) < LEAST_CASES or case.application.sent_at is None:
        return None
    waited = (now - case.application.sent_at).days
    return OfficeTimes(round(median(days)), days[(len(days) * 9 - 1) // 10], waited)
