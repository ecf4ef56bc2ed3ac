"""The front page, and a programme's page: structure, key facts, what is open now, people."""

from decimal import Decimal

from django.http import Http404
from django.views.decorators.http import require_safe

from catalogue.changes.moved_dates import moves_ahead
from catalogue.models import Programme, RequirementSet
from catalogue.public.course_rows import by_attention, list_courses
from catalogue.public.former_addresses import follows_former_address
from catalogue.public.list_pages import programmes_page
from catalogue.public.page import public_page, render_page, today_of, viewing_of
from catalogue.public.site import load_site
from catalogue.public.strip import brackets, is_crowded, strip, structure_rows
from catalogue.text import phrases


@require_safe
@public_page
def programmes(request):
    """The front page: the one public programme, or the list of several with its search."""
    site = load_site(viewing_of(request))
    if site.programme:
        return _programme(request, site, site.programme, is_front=True)
    context = programmes_page(site, request.GET, today_of(request))
    return render_page(request, "catalogue/programmes.html", site, **context)


@require_safe
@public_page
@follows_former_address(Programme)
def programme(request, slug):
    site = load_site(viewing_of(request))
    found = site.find(slug)
    if found is None:
        raise Http404
    return _programme(request, site, found, is_front=False)


def _programme(request, site, found, *, is_front):
    today = today_of(request)
    listed = list_courses([found], today, site.viewing)
    rules = (
        RequirementSet.objects.filter(programme=found)
        .in_force(today)
        .prefetch_related("requirements")
        .first()
    )
    context = programme_page(found, listed, today)
    return render_page(
        request,
        "catalogue/programme.html",
        site,
        about=[found],
        rules=rules,
        is_front=is_front,
        **context,
    )


def programme_page(programme, listed, today):
    """Return what the programme's page shows besides the programme itself."""
    drawn = strip(programme)
    open_now = sorted((item for item in listed if item.is_open), key=by_attention)
    intake = programme.next_intake(today)
    dates = [(item.status.deadline_on, item.status, item, item.run.is_example) for item in open_now]
    if intake:
        dates.append((intake.closes_on, intake.status(today), None, False))
    soonest = min(
        (status for day, status, item, example in dates if status.is_open),
        key=lambda status: status.deadline_on,
        default=None,
    )
    return {
        "programme": programme,
        "strip": drawn,
        "crowded": is_crowded(drawn, programme.ects),
        "brackets": brackets(drawn),
        "structure": structure_rows(programme, drawn),
        "intake": intake,
        "cancelled_intakes": programme.cancelled_intakes(today),
        "intake_status": intake.status(today) if intake else None,
        "intake_moves": moves_ahead(today, programme=programme).of_intake(intake) if intake else {},
        "soonest": soonest,
        "soonest_item": next(
            (item for day, status, item, example in dates if status is soonest), None
        ),
        "open_now": open_now,
        "largest": max((item.course.ects for item in listed), default=Decimal(1)),
        "voices": [voice for voice in programme.voices.all() if voice.is_published],
        "universities": list(dict.fromkeys([*_home(programme), *programme.partners.all()])),
        "shows_examples": any(item.run.is_example for item in open_now),
        "today": today,
        "missing_language": phrases.only_in(programme.text_languages),
    }


def _home(programme):
    return [programme.home_university] if programme.home_university else []
