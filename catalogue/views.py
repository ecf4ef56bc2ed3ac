"""The catalogue's pages: programme, courses, course, deadlines, prices, questions, and the pages the law asks for."""

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalogue.addresses import follows_former_address
from catalogue.calendar import deadlines_by_month, year_ruler
from catalogue.listing import by_attention, list_courses
from catalogue.models import Course, CourseRun, Programme, Question, RequirementSet, TextPage
from catalogue.policy import own_style_policy
from catalogue.presentation import course_page, programme_page
from catalogue.public.page import public_page, render_page, today_of, viewing_of
from catalogue.results import courses_page, programmes_page
from catalogue.site import load_site
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
    rules = RequirementSet.objects.filter(programme=found).in_force(today).prefetch_related("requirements").first()
    context = programme_page(found, listed, today)
    return render_page(
        request, "catalogue/programme.html", site, about=[found], rules=rules, is_front=is_front, **context
    )


@require_safe
@public_page
def courses(request):
    """The catalogue: filters, words and order all stand in the address."""
    site = load_site(viewing_of(request))
    context = courses_page(site, request.GET, today_of(request))
    about = context["asked_programmes"] or None
    return render_page(request, "catalogue/courses.html", site, about=about, section="courses", **context)


@require_safe
@public_page
@follows_former_address(Course)
def course(request, slug):
    """A course: everything needed to decide above the text, then its runs, then the text."""
    site = load_site(viewing_of(request))
    runs = CourseRun.objects.shown(site.viewing).select_related("host").prefetch_related("teaching_days")
    courses = Course.objects.shown(site.viewing).select_related("host", "coordinator", "home_programme")
    found = courses.prefetch_related(Prefetch("runs", runs)).filter(slug=slug).first()
    if found is None:
        raise Http404
    context = course_page(found, site, today_of(request))
    about = [programme for programme, entry in context["places"]]
    return render_page(
        request, "catalogue/course.html", site, about=about, section="courses", current="true", **context
    )


@require_safe
@public_page
@follows_former_address(Programme)
def deadlines(request, slug=None):
    """All that is ahead of a programme by month, and what has just passed."""
    site = load_site(viewing_of(request))
    found = site.programme if slug is None else site.find(slug)
    if found is None or (slug and site.programme):
        return _which(request, site, slug, found, "deadlines")
    today = today_of(request)
    listed = list_courses([found], today, site.viewing)
    months, passed = deadlines_by_month([found], listed, today)
    context = {
        "section": "deadlines",
        "programme": found,
        "months": months,
        "passed": passed,
        "ruler": year_ruler(months, today),
        "rule_day": phrases.day_of_year(found.deadline_month, found.deadline_day) if found.deadline_month else "",
    }
    return render_page(request, "catalogue/deadlines.html", site, about=[found], **context)


@require_safe
@public_page
@follows_former_address(Programme)
def prices(request, slug=None):
    """What a programme costs: the whole, each course's next run, what the fee covers, and getting it back."""
    site = load_site(viewing_of(request))
    found = site.programme if slug is None else site.find(slug)
    if found is None or (slug and site.programme):
        return _which(request, site, slug, found, "prices")
    today = today_of(request)
    listed = sorted(list_courses([found], today, site.viewing), key=by_attention)
    text = _text(TextPage.Key.PRICES, found, site.viewing)
    context = {"section": "prices", "programme": found, "text": text, "listed": listed, "today": today}
    return render_page(request, "catalogue/prices.html", site, about=[found], **context)


def _which(request, site, slug, found, name):
    """Where several programmes have such a page, ask which; where one has, its page is the short address."""
    if slug is None:
        context = programmes_page(site, request.GET, today_of(request))
        page = f"catalogue:programme_{name}"
        context |= {"section": name, "leads_to": page, "heading": phrases.which_programme(name)}
        return render_page(request, "catalogue/which_programme.html", site, **context)
    if found is None:
        raise Http404
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(reverse(f"catalogue:{name}") + query)


@require_safe
@public_page
def questions(request):
    """Frequent questions by topic, and whom to write to."""
    site = load_site(viewing_of(request))
    found = site.programme or site.find(request.GET.get("programme"))
    topics = {}
    for question in Question.objects.shown(site.viewing).about(found):
        topics.setdefault(str(question.topic), []).append(question)
    context = {
        "topics": list(topics.items()),
        "text": _text(TextPage.Key.CONTACT, found, site.viewing),
        "programme": found,
    }
    return render_page(
        request, "catalogue/questions.html", site, about=[found] if found else None, section="questions", **context
    )


def _text(key, programme, viewing):
    """The words of a page: those that are previewed, the programme's own, else the site's."""
    previewed = TextPage.objects.filter(key=key, pk__in=viewing.text_pages).first()
    if previewed:
        return previewed
    written = {text.programme_id: text for text in TextPage.objects.about(key, programme)}
    return (programme and written.get(programme.pk)) or written.get(None)


@require_safe
@public_page
def accessibility(request):
    site = load_site(viewing_of(request))
    context = {
        "text": _text(TextPage.Key.ACCESSIBILITY, site.programme, site.viewing),
        "reviewed_on": settings.ACCESSIBILITY_REVIEWED_ON,
    }
    return render_page(request, "pages/accessibility.html", site, **context)


@require_safe
@public_page
def privacy(request):
    site = load_site(viewing_of(request))
    context = {
        "text": _text(TextPage.Key.PRIVACY, site.programme, site.viewing),
        "cookies": phrases.cookies(
            settings.CSRF_COOKIE_NAME,
            settings.SESSION_COOKIE_NAME,
            settings.LANGUAGE_COOKIE_NAME,
            idle_minutes=settings.STAFF_IDLE_MINUTES,
            hours=settings.STAFF_SESSION_HOURS,
        ),
        "data_controller": settings.DATA_CONTROLLER,
        "data_protection_officer": settings.DATA_PROTECTION_OFFICER,
    }
    return render_page(request, "pages/privacy.html", site, **context)


@require_safe
@public_page
def mark(request):
    """The site's mark as an icon, in the colours of the device's scheme."""
    picture = render_to_string("mark.svg", {"site": load_site(viewing_of(request))})
    policy = {"Content-Security-Policy": own_style_policy(picture)}
    return HttpResponse(picture, content_type="image/svg+xml", headers=policy)
