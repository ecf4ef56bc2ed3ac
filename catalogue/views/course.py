"""A course: its places in programmes, its runs to come and past, its facts."""

from decimal import Decimal

from django.db.models import Prefetch
from django.http import Http404
from django.views.decorators.http import require_safe

from catalogue.changes.moved_dates import moves_ahead
from catalogue.domain.status import ONE_CAN_APPLY, State
from catalogue.models import Course, CourseRun
from catalogue.public.course_rows import first_run
from catalogue.public.former_addresses import follows_former_address
from catalogue.public.page import public_page, render_page, today_of, viewing_of
from catalogue.public.site import load_site
from catalogue.public.strip import strip
from catalogue.text import phrases

HOURS_PER_ECTS = Decimal("27.5")


@require_safe
@public_page
@follows_former_address(Course)
def course(request, slug):
    """A course: everything needed to decide above the text, then its runs, then the text."""
    site = load_site(viewing_of(request))
    runs = (
        CourseRun.objects.shown(site.viewing)
        .select_related("host")
        .prefetch_related("teaching_days")
    )
    courses = Course.objects.shown(site.viewing).select_related(
        "host", "coordinator", "home_programme"
    )
    found = courses.prefetch_related(Prefetch("runs", runs)).filter(slug=slug).first()
    if found is None:
        raise Http404
    context = course_page(found, site, today_of(request))
    about = [programme for programme, entry in context["places"]]
    return render_page(
        request,
        "catalogue/course.html",
        site,
        about=about,
        section="courses",
        current="true",
        **context,
    )


def course_page(course, site, today):
    """Return what a course's page shows: its programmes, its runs to come and past, its facts.

    Wants the course's `runs` prefetched, none but those to be shown.
    """
    places = _places(course, site)
    runs = _runs(course, today)
    ahead = [pair for pair in runs if pair[1].state not in {State.HELD}]
    run, status = first_run(runs)
    programme = places[0][0] if places else None
    return {
        "course": course,
        "best_after": places[0][1].recommended_after.all() if places else (),
        "places": places,
        "place": places[0][1] if places else None,
        "programme": programme,
        "locator": _locator(programme, places[0][1]) if programme else [],
        "runs": ahead,
        "past": [pair for pair in reversed(runs) if pair[1].state is State.HELD],
        "run": run,
        "status": status,
        "can_apply": bool(status and status.state in ONE_CAN_APPLY),
        **_where_and_how(course, run),
        "hours": course.workload_hours or int((course.ects * HOURS_PER_ECTS).to_integral_value()),
        "shows_examples": bool(course.example_fields)
        or any(run.is_example for run, status in runs),
        "today": today,
        "missing_language": phrases.only_in(programme.text_languages) if programme else "",
    }


def _places(course, site):
    """The course's places as (programme, entry)."""
    places = []
    for programme in site.having(course.pk):
        entries = programme.entries.all()
        places += [(programme, entry) for entry in entries if entry.course_id == course.pk]
    return places


def _runs(course, today):
    """Each run by start with its status, and with what is told of days that have moved."""
    runs = sorted(course.runs.all(), key=_by_start)
    moves = moves_ahead(today, run__course=course)
    for run in runs:
        run.moves = moves.of_run(run)
    return [(run, run.status(today)) for run in runs]


def _where_and_how(course, run):
    """The next run's host and languages, which may differ from the course's.

    Also whether they are examples.
    """
    host, host_is_example = course.host, "host" in course.example_fields
    if run and run.host:
        host, host_is_example = run.host, run.is_example
    languages = course.teaching_languages
    languages_are_examples = "teaching_languages" in course.example_fields
    if run and run.teaching_languages:
        languages, languages_are_examples = run.teaching_languages, run.is_example
    return {
        "host": host,
        "host_is_example": host_is_example,
        "languages": languages,
        "languages_are_examples": languages_are_examples,
    }


def _by_start(run):
    return (run.starts_on is None, str(run.starts_on), run.pk)


def _locator(programme, entry):
    """The strip with one band lit: the course's own, or the first place of its elective group."""
    drawn = strip(programme)
    lit = next((piece for piece in drawn if _is_place_of(entry, piece)), None)
    for piece in drawn:
        piece["is_lit"] = piece is lit
        if piece["is_lit"]:
            piece["identity"] = entry.course.uuid
    return drawn


def _is_place_of(entry, piece):
    is_in_group = entry.group_id and piece["band"].group == entry.group_id
    return piece["course"] == entry.course or is_in_group
