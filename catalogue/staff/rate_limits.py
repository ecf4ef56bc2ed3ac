"""How often something may be asked for, by whoever asks and by network; the traces name nobody."""

import ipaddress
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from catalogue.models import Asking


@dataclass(frozen=True)
class Limit:
    """How often something may be asked for within a stretch of time that slides along."""

    purpose: str
    per_asker: int
    per_network: int
    within: timedelta


@dataclass(frozen=True)
class Answer:
    """Whether one may go on: the traces left, or when to try again."""

    traces: tuple[int, ...] = ()
    retry_at: datetime | None = None


def ask(limit, *, asker, network, now):
    """Leave a trace of asking; over the limit leave none and say when to try again.

    Asking in vain leaves no trace, so nobody is kept out longer by trying, and the asker is hashed
    whether or not the site knows them.
    """
    buckets = {bucket_of(limit.purpose, "asker", asker.lower()): limit.per_asker}
    if network:
        buckets[bucket_of(limit.purpose, "network", network)] = limit.per_network
    # Left before it is looked: of many who ask at the same moment each then sees those before it.
    traces = [Asking.objects.create(bucket=bucket, at=now) for bucket in buckets]
    retry_at = [_free_again(trace, buckets[trace.bucket], limit.within) for trace in traces]
    answer = Answer(
        tuple(trace.pk for trace in traces), max((at for at in retry_at if at), default=None)
    )
    if answer.retry_at:
        forgive(answer)
    return answer


def forgive(answer):
    """Take back what asking left behind, where only asking in vain is to be limited."""
    Asking.objects.filter(pk__in=answer.traces).delete()


def bucket_of(purpose, *parts):
    """A hash of plain values that only this site can make; the purpose keeps its uses apart."""
    return salted_hmac(
        f"catalogue.limits.{purpose}", json.dumps(parts), algorithm="sha256"
    ).hexdigest()


def network_of(request):
    """The visitor's network, /24 or /64, since a household has many addresses.

    Empty where it is not known. Proxies are believed only as far as the setting says there are any:
    the visitor writes the rest of the header.
    """
    proxies = settings.TRUSTED_PROXIES
    address = request.META.get("REMOTE_ADDR", "")
    if proxies:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        hops = [hop.strip() for hop in forwarded if hop.strip()]
        address = hops[-proxies] if len(hops) >= proxies else address
    try:
        visitor = ipaddress.ip_address(address)
    except ValueError:
        return ""
    visitor = getattr(visitor, "ipv4_mapped", None) or visitor
    length = 24 if visitor.version == 4 else 64
    return str(ipaddress.ip_network((visitor, length), strict=False))


def _free_again(trace, most, within):
    """The moment at which the bucket has room again, None where it has room for this trace."""
    recent = Asking.objects.filter(bucket=trace.bucket, pk__lt=trace.pk, at__gt=trace.at - within)
    moments = list(recent.order_by("-at").values_list("at", flat=True)[:most])
    return moments[-1] + within if len(moments) == most else None
