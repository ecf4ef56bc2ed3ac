"""Who changed what this week: all that the reader may see, by day, person and thing."""

from collections import defaultdict
from datetime import date

from django.contrib import admin
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext

from catalogue.admin.history.lines import people
from catalogue.admin.history.recent_changes import (
    BY_SOMEBODY_GONE,
    BY_THE_SITE,
    LONGEST_BACK,
    THINGS,
    doings,
    monday_of,
)
from catalogue.admin.history.versions import names_of

LINES_ON_A_PAGE = 50
WEEK = 7


def changes(request):
    """The lines of a period, narrowed to a person and a kind of thing, all by the address."""
    today = timezone.localdate()
    first, last, period = _period(request.GET, today)
    seen = _seen(request, doings(first, last))
    names = people({doing.who for doing in seen if isinstance(doing.who, int)})
    who, kind = request.GET.get("who", ""), request.GET.get("kind", "")
    chosen = [doing for doing in seen if str(doing.who) == who or not who]
    chosen = [doing for doing in chosen if doing.kind == kind or not kind]
    page = Paginator(chosen, LINES_ON_A_PAGE).get_page(request.GET.get("p"))
    context = {
        **admin.site.each_context(request),
        "title": gettext("Who changed what"),
        "days": _by_day(page.object_list, names),
        "page": page,
        "found": len(chosen),
        "period": period,
        "first": first,
        "last": last,
        "since": first.isoformat() if period == "since" else "",
        "earliest": (today - LONGEST_BACK).isoformat(),
        "latest": today.isoformat(),
        "who": who,
        "kind": kind,
        "persons": sorted(
            {(str(doing.who), _name(doing.who, names)) for doing in seen}, key=lambda one: one[1]
        ),
        "kinds": [
            (model._meta.model_name, capfirst(str(model._meta.verbose_name_plural)))
            for model in THINGS
        ],
    }
    return TemplateResponse(request, "admin/catalogue/changes.html", context)


def _period(query, today):
    """Return (first day, last day, name): this week, last week, or since a day.

    At most three months back.
    """
    monday = monday_of(today)
    since = _day(query.get("since", ""))
    if query.get("period") == "since" and since:
        return min(max(since, today - LONGEST_BACK), today), today, "since"
    if query.get("period") == "last":
        return (
            date.fromordinal(monday.toordinal() - WEEK),
            date.fromordinal(monday.toordinal() - 1),
            "last",
        )
    return monday, today, "this"


def _day(text):
    try:
        return parse_date(text)
    except ValueError:
        return None


def _seen(request, found):
    """Those whose thing the reader may open.

    Of what is gone, those of what they may see or deleted themselves.
    """
    keys = defaultdict(set)
    for doing in found:
        keys[doing.thing[0]].add(doing.thing[1])
    visible, gone = {}, {}
    for model, wanted in keys.items():
        model_admin = admin.site._registry[model]
        there = set(model._base_manager.filter(pk__in=wanted).values_list("pk", flat=True))
        gone[model] = wanted - there
        if model_admin.has_view_permission(request):
            rows = model_admin.get_queryset(request).filter(pk__in=there)
            visible[model] = set(rows.values_list("pk", flat=True)) | _gone_seen(
                request, model_admin, gone[model]
            )

    def may_open(doing):
        model, key = doing.thing
        is_own = doing.who == request.user.pk
        return key in visible.get(model, ()) or (is_own and key in gone[model])

    return [doing for doing in found if may_open(doing)]


def _gone_seen(request, model_admin, keys):
    last = (
        {row.id: row for row in model_admin.model.history.filter(id__in=keys, history_type="-")}
        if keys
        else {}
    )
    return {
        key for key, row in last.items() if model_admin.has_view_permission(request, row.instance)
    }


def _by_day(found, names):
    keys = defaultdict(set)
    for doing in found:
        keys[doing.thing[0]].add(doing.thing[1])
    things = {model: names_of(model, wanted) for model, wanted in keys.items()}
    days = defaultdict(list)
    for doing in found:
        model, key = doing.thing
        days[doing.on].append(
            {
                "doing": doing,
                "who": _name(doing.who, names),
                "kind": capfirst(str(model._meta.verbose_name)),
                "name": things[model].get(key, key),
                "address": _address(doing),
            }
        )
    return list(days.items())


def _address(doing):
    """The comparison of the thing before the day's first save with the thing after the last."""
    history = reverse(f"admin:catalogue_{doing.kind}_history", args=[doing.thing[1]])
    return f"{history}?old=-{doing.first.key}&new={doing.last.key}"


def _name(who, names):
    if who == BY_THE_SITE:
        return gettext("The site by itself")
    if who == BY_SOMEBODY_GONE:
        return gettext("Somebody who is gone")
    return names.get(who, gettext("Somebody who is gone"))
