"""Publish checks: the site's score, all findings with links to fields; the same of one thing."""

import csv
import logging
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain

from django.contrib import admin
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from catalogue.admin.base.columns import mark
from catalogue.admin.base.forms import field_words
from catalogue.admin.base.row_chooser import choice
from catalogue.admin.base.visible_rows import model_admin, seen_by
from catalogue.admin.checks.checked import Checked
from catalogue.admin.checks.kept_reports import kept_report
from catalogue.admin.checks.report import report
from catalogue.admin.checks.scope import PARTS, whole_site
from catalogue.domain.publish_checks import RANK, CheckCode, Finding, Severity
from catalogue.models import (
    Course,
    CourseRun,
    Programme,
    Question,
    Requirement,
    TextPage,
    University,
)
from catalogue.staff import rights
from catalogue.text import check_phrases
from catalogue.text.spreadsheets import harmless

audit = logging.getLogger("mastersite.audit")

PAGE_SIZE = 50
LOWEST_SHOWN = 20
# Up to so many courses the admin's first page counts anew each time; beyond, it
# tells what was counted last.
QUICK = 500
KEPT = 24 * 3600
WITH_NAMES = {
    CourseRun: ["course"],
    Requirement: ["requirement_set__programme"],
    TextPage: ["programme"],
    Question: ["programme"],
}
# Places of other rows on a thing's page.
GROUPS = {"runs", "teaching_days", *PARTS.values()}


@dataclass(frozen=True)
class Filters:
    """What the address asks for; what it asks for in vain counts as not asked."""

    programme: Programme | None
    university: University | None
    severity: str
    code: str
    with_drafts: bool

    @classmethod
    def read(cls, query, programme, university):
        severity, code = query.get("severity", ""), query.get("code", "")
        if severity not in list(Severity):
            severity = ""
        if code not in list(CheckCode):
            code = ""
        return cls(programme, university, severity, code, query.get("drafts") == "1")

    def fits(self, found):
        return self.severity in ("", found.severity) and self.code in ("", found.code)


@require_safe
def checks(request):
    """The score, the filters, and the findings by thing, the worst first."""
    filters, choices, made, made_at = _asked(request)
    things = _fitting(made, filters)
    every = list(chain.from_iterable(thing.result.findings for thing in made.things))
    page = Paginator(things, PAGE_SIZE).get_page(request.GET.get("page"))
    _remember(request, filters, made)
    context = {
        **admin.site.each_context(request),
        "choices": choices,
        "title": gettext("Publish checks"),
        "filters": filters,
        "score": made.score,
        "made_at": timezone.localtime(made_at),
        "score_shade": _shade(made.score),
        "severities": _counted(
            Severity, Counter(found.severity for found in every if filters.code in ("", found.code))
        ),
        "codes": _counted(
            CheckCode,
            Counter(found.code for found in every if filters.severity in ("", found.severity)),
        ),
        "finding_count": sum(len(findings) for thing, findings in things),
        "thing_count": len(things),
        "page": page,
        "rows": _rows(page.object_list),
        "lowest": [] if filters.programme else _lowest(made),
        "query": _query(request),
    }
    return TemplateResponse(request, "admin/checks.html", context)


@require_safe
def checks_csv(request):
    """All that the page would list, as a file; the taking of it is logged."""
    filters, _choices, made, _made_at = _asked(request)
    things = _fitting(made, filters)
    audit.info(
        "findings exported", extra={"by": request.user.get_username(), "number": len(things)}
    )
    response = StreamingHttpResponse(
        _lines(request, things), content_type="text/csv; charset=utf-8"
    )
    name = gettext("findings") + f"-{timezone.localdate():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _lines(request, things):
    """The file line by line, named 500 things at a time."""
    writer = csv.writer(_Echo(), delimiter=";")
    head = [
        gettext("Thing"),
        gettext("Kind of thing"),
        gettext("Severity"),
        gettext("Check"),
        gettext("Finding"),
    ]
    yield "\ufeff"
    yield writer.writerow([*head, gettext("Address")])
    for start in range(0, len(things), 500):
        for row in _rows(things[start : start + 500]):
            for found in row["findings"]:
                cells = [
                    row["name"],
                    row["kind"],
                    found["severity"],
                    found["check"],
                    found["words"],
                ]
                address = request.build_absolute_uri(found["address"]) if found["address"] else ""
                yield writer.writerow([*(harmless(str(cell)) for cell in cells), address])


def summary(request):
    """One line for the admin's first page: the score and how many things have findings.

    Empty where nothing is seen.
    """
    if not _may_see(request):
        return ""
    if Course.objects.count() > QUICK:
        kept = cache.get(_key(request))
        return _summary(*kept) if kept else ""
    made = report(whole_site(seen_by(request)), timezone.localdate())
    return _summary(made.score, len(made.things), None)


def _summary(score, number, at):
    words = ngettext(
        "Score %(score)s of 100, %(number)s thing to look at",
        "Score %(score)s of 100, %(number)s things to look at",
        number,
    )
    told = words % {"score": score, "number": number}
    counted = gettext("counted at %(time)s") % {"time": time_format(at)} if at else ""
    return f"{told} ({counted})" if at else told


def _remember(request, filters, made):
    if filters == Filters(None, None, "", "", with_drafts=False):
        at = timezone.localtime().time()
        cache.set(_key(request), (made.score, len(made.things), at), KEPT)


def _key(request):
    return f"publish-checks-{request.user.pk}"


def _may_see(request):
    return any(
        model_admin(model).has_view_or_change_permission(request) for model in (Programme, Course)
    )


def _asked(request):
    if not _may_see(request):
        raise PermissionDenied
    seen = seen_by(request)
    choices = [
        choice(
            request.GET,
            "programme",
            gettext("Programme"),
            seen(Programme).order_by("order", "slug"),
        ),
        choice(request.GET, "university", gettext("University"), seen(University)),
    ]
    programme, university = (each.chosen for each in choices)
    filters = Filters.read(request.GET, programme, university)
    scope = whole_site(
        seen,
        programme=filters.programme and filters.programme.pk,
        university=filters.university and filters.university.pk,
        with_drafts=filters.with_drafts,
    )
    about = (
        rights.roles_of(request.user),
        programme and programme.pk,
        university and university.pk,
    )
    made_at, made = kept_report(
        (*about, filters.with_drafts), timezone.now(), lambda: report(scope, timezone.localdate())
    )
    return filters, choices, made, made_at


def _fitting(made, filters):
    """(thing, its findings under the filters), in both the worst first."""
    found = []
    for thing in made.things:
        findings = [finding for finding in thing.result.findings if filters.fits(finding)]
        if findings:
            findings.sort(key=lambda finding: RANK[finding.severity])
            found.append((thing, findings))
    return sorted(found, key=lambda pair: RANK[pair[1][0].severity])


def _counted(codes, counts):
    words = check_phrases.severity if codes is Severity else check_phrases.check
    return [(code.value, words(code), counts[code]) for code in codes if counts[code]]


def _lowest(made):
    """The programmes with the lowest scores; each leads to its own findings."""
    scores = sorted((made.score_of(key), key) for key in made.by_programme)
    lowest = [(score, key) for score, key in scores if score < 100][:LOWEST_SHOWN]
    known = Programme.objects.in_bulk([key for score, key in lowest])
    return [(known[key], score, _shade(score)) for score, key in lowest]


def _shade(score):
    if score == 100:
        return "on"
    return "half" if score >= 80 else "bad"


def _query(request):
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _rows(things):
    """The things of a page with their names, one query a model."""
    keys = defaultdict(set)
    for thing, _findings in things:
        keys[thing.model].add(thing.key)
    known = {}
    for model, wanted in keys.items():
        if model:
            named = model._default_manager.select_related(*WITH_NAMES.get(model, ()))
            known[model] = named.in_bulk(wanted)
    rows = []
    for thing, findings in things:
        named = known[thing.model][thing.key] if thing.model else None
        rows.append(_row(thing, named, findings))
    return rows


def _row(thing: Checked, named: Model | None, findings):
    return {
        "name": capfirst(str(named)) if named else gettext("The site’s settings"),
        "kind": capfirst(thing.model._meta.verbose_name) if thing.model else "",
        "address": _page_of(thing),
        "findings": [_finding(thing, found) for found in findings],
    }


def _finding(thing: Checked, found: Finding):
    return {
        "severity": check_phrases.severity(found.severity),
        "mark": severity_mark(found.severity),
        "check": check_phrases.check(found.code),
        "words": sentence(thing.model, found),
        "address": address_of(thing, found),
    }


def severity_mark(severity):
    return mark(check_phrases.SEVERITY_SHADES[severity], check_phrases.severity(severity))


def sentence(model, found: Finding):
    """The finding in words, its column called as its field is."""
    if not found.name or found.code is CheckCode.DEAD_LINK:
        return check_phrases.finding(found)
    owner = next((part for part, place in PARTS.items() if place == found.field), model)
    words = capfirst(str(field_words(owner, found.name)))
    if owner is not model:
        words = f"{capfirst(owner._meta.verbose_name)}: {words}"
    return check_phrases.finding(found, words)


def address_of(thing: Checked, found: Finding):
    """Where the finding is mended: the thing's field, or the list of what is missing."""
    if found.code is CheckCode.REQUIREMENTS_MISSING:
        sets = reverse("admin:catalogue_requirementset_changelist")
        return f"{sets}?programme__id__exact={thing.key}"
    page = _page_of(thing)
    if not page or not found.field:
        return page
    return f"{page}#{found.field}-group" if found.field in GROUPS else f"{page}#id_{found.field}"


def _page_of(thing):
    if thing.model is None:
        return ""
    return reverse(f"admin:catalogue_{thing.model._meta.model_name}_change", args=[thing.key])


class _Echo:
    """What the CSV writer writes to: it gives each line back, so that memory holds no file."""

    def write(self, line):
        return line
