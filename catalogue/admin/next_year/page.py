"""Next year's runs: those of a period moved a year on, in one table, edited and made together."""

from collections import defaultdict

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from catalogue.admin.base.choice_fields import is_key
from catalogue.admin.base.row_chooser import choice
from catalogue.admin.base.visible_rows import may_change, model_admin, seen_by
from catalogue.admin.next_year.rows import row_of
from catalogue.changes.moved_dates import noting_moved_dates
from catalogue.changes.version import open_version
from catalogue.domain.next_year import periods
from catalogue.models import Course, CourseRun, CurriculumEntry, Programme, University
from catalogue.text import phrases

PAGE_SIZE = 60
# A moved run's dates must themselves be days the catalogue takes.
LAST_YEAR = 2198


@require_http_methods(["GET", "POST"])
def next_year(request):
    """The table; a post makes the ticked runs, drafts or published, or looks at the dates again."""
    pages = model_admin(CourseRun)
    if not (pages.has_view_or_change_permission(request) and pages.has_add_permission(request)):
        raise PermissionDenied
    choices = _choices(request)
    if request.method == "GET":
        return _table(request, choices, *_listed(request, choices))
    rows = _sent_rows(request)
    gone = len(set(request.POST.getlist("row"))) - len(rows)
    if gone > 0:
        words = ngettext(
            "%(number)s run of the table is gone, or no longer yours to copy.",
            "%(number)s runs of the table are gone, or no longer yours to copy.",
            gone,
        )
        messages.warning(request, words % {"number": gone})
    if request.POST.get("action") not in ("draft", "publish"):
        return _table(request, choices, rows)
    if not any(row.is_ticked for row in rows):
        messages.error(request, gettext("Tick the runs that are to be made."))
        return _table(request, choices, rows)
    made, known = _make(request, rows, publish=request.POST["action"] == "publish")
    if made is None:
        messages.error(
            request,
            gettext("Nothing was saved yet. Correct what is marked below and send it again."),
        )
        return _table(request, choices, rows)
    _tell(request, made, known, is_published=request.POST["action"] == "publish")
    return HttpResponseRedirect(request.get_full_path())


def _make(request, rows, *, publish):
    courses = {row.run.course_id for row in rows if row.is_ticked}
    with noting_moved_dates(request.user, runs=CourseRun.objects.filter(course__in=courses)):
        return _made(request, rows, publish=publish)


def _made(request, rows, *, publish):
    """Make the ticked runs, all or none: (made, already there).

    It is (None, 0) where something is to be corrected. The courses are locked first, so that a form
    sent twice at once makes each run once.
    """
    ticked = [row for row in rows if row.is_ticked]
    courses = {row.run.course_id for row in ticked}
    # Locks in the order of every other edit, the version's first.
    open_version()
    list(Course.objects.select_for_update().filter(pk__in=courses).order_by("pk").values_list("pk"))
    others = _starts(courses)
    for row in ticked:
        row.others = {
            key: start for key, start in others[row.run.course_id].items() if key != row.run.pk
        }
    # Each is judged, so that all that is wrong is told at once.
    judged = [row.is_valid() for row in ticked]
    if not all(judged):
        return None, 0
    new = [row for row in ticked if row.made is None]
    made = [row.save(publish=publish) for row in new]
    for run in made:
        model_admin(CourseRun).log_addition(request, run, gettext("Made from the year before."))
    return made, len(ticked) - len(new)


def _tell(request, made, known, *, is_published):
    number = {"number": len(made)}
    if made and is_published:
        words = ngettext(
            "%(number)s run was made and published.",
            "%(number)s runs were made and published.",
            len(made),
        )
        messages.success(request, words % number)
    elif made:
        words = ngettext(
            "%(number)s run was made as a draft.", "%(number)s runs were made as drafts.", len(made)
        )
        messages.success(request, words % number)
    if known:
        words = ngettext(
            "%(number)s run was there already and was not made again.",
            "%(number)s runs were there already and were not made again.",
            known,
        )
        messages.warning(request, words % {"number": known})


def _choices(request):
    """What can be chosen, and what is."""
    seen, query = seen_by(request), request.GET
    choices = [
        choice(query, "programme", gettext("Programme"), seen(Programme).order_by("order", "slug")),
        choice(query, "university", gettext("University"), seen(University)),
    ]
    programme, university = (each.chosen for each in choices)
    spans = periods(timezone.localdate())
    return {
        "choices": choices,
        "periods": [(_code(span), _words(span)) for span in spans],
        "period": next((span for span in spans if _code(span) == query.get("period")), spans[0]),
        "programme": programme,
        "university": university,
    }


def _listed(request, choices):
    """(rows, page) of the runs that start in the period and may be copied, in order of start."""
    span, programme, university = choices["period"], choices["programme"], choices["university"]
    runs = _copied_from(request).filter(starts_on__range=(span.first, span.last))
    if programme:
        runs = runs.filter(
            course__in=CurriculumEntry.objects.filter(programme=programme).values("course")
        )
    if university:
        own = runs.filter(host=university)
        runs = own | runs.filter(host=None, course__host=university)
    page = Paginator(runs.order_by("starts_on", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    return _rows(request, list(page.object_list)), page


def _sent_rows(request):
    """The rows that were posted, in order, without those gone or that may not be copied."""
    keys = [int(key) for key in request.POST.getlist("row")[:PAGE_SIZE] if is_key(key)]
    known = {run.pk: run for run in _copied_from(request).filter(pk__in=keys)}
    return _rows(request, [known[key] for key in dict.fromkeys(keys) if key in known], request.POST)


def _copied_from(request):
    runs = seen_by(request)(CourseRun).filter(cancelled_on=None, starts_on__year__lte=LAST_YEAR)
    return runs.select_related("course__home_programme", "course__host", "host").prefetch_related(
        "teaching_days"
    )


def _rows(request, runs, sent=None):
    runs = [run for run in runs if may_change(request, run)]
    starts = _starts({run.course_id for run in runs})
    rows = []
    for run in runs:
        others = {key: day for key, day in starts[run.course_id].items() if key != run.pk}
        rows.append(row_of(run, others, sent))
    return rows


def _starts(courses):
    """The starts of each course's runs by their keys."""
    starts = defaultdict(dict)
    runs = CourseRun.objects.filter(
        course__in=courses, cancelled_on=None, starts_on__isnull=False
    ).order_by("pk")
    for course, key, day in runs.values_list("course", "pk", "starts_on"):
        starts[course][key] = day
    return starts


def _table(request, choices, rows, page=None):
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        **admin.site.each_context(request),
        **choices,
        "title": gettext("Next year’s runs"),
        # The table needs the room.
        "is_nav_sidebar_enabled": False,
        "period_code": _code(choices["period"]),
        "rows": rows,
        "page": page,
        "query": query.urlencode(),
        "has_errors": any(
            row.form.is_bound and row.is_ticked and not row.is_valid() for row in rows
        ),
    }
    return TemplateResponse(request, "admin/next_year.html", context)


def _code(span):
    return span.code if span.code in ("coming", "past") else f"{span.code}-{span.year}"


def _words(span):
    days = {
        "first": phrases.short_date(span.first),
        "last": phrases.short_date(span.last),
        "year": span.year,
    }
    names = {
        "coming": gettext("The coming twelve months"),
        "past": gettext("The last twelve months"),
        "study_year": gettext("Study year %(year)s/%(next)s"),
        "autumn": gettext("Autumn %(year)s"),
        "spring": gettext("Spring %(year)s"),
    }
    name = names[span.code] % {"year": span.year, "next": (span.year + 1) % 100}
    return gettext("%(name)s (%(first)s to %(last)s)") % {"name": name, **days}
