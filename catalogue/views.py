"""The catalogue's pages: programme, courses, course, deadlines, prices, questions, and the pages the law asks for."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from catalogue import forms, phrases
from catalogue.caching import public_page
from catalogue.calendar import deadlines_by_month, year_ruler
from catalogue.listing import by_attention, list_courses
from catalogue.models import Course, Question, RequirementSet, TextPage
from catalogue.policy import own_style_policy
from catalogue.presentation import course_page, programme_page, results_page
from catalogue.search import matches, search_text
from catalogue.site import load_site, render_page
from catalogue.translation import reader_language
from catalogue.viewing import today_of, viewing_of


@require_safe
@public_page
def programmes(request):
    """The front page: the one public programme, or the list of several."""
    site = load_site(viewing_of(request))
    if site.programme:
        return _programme(request, site, site.programme, is_front=True)
    return render_page(request, "catalogue/programmes.html", site, today=today_of(request))


@require_safe
@public_page
def programme(request, slug):
    site = load_site(viewing_of(request))
    found = next((programme for programme in site.programmes if programme.slug == slug), None)
    if found is None:
        raise Http404
    return _programme(request, site, found, is_front=False)


def _programme(request, site, found, *, is_front):
    today = today_of(request)
    listed = list_courses([found], today)
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
    listed = list_courses(_asked_programmes(request, site), today_of(request))
    rows = [item.facets() for item in listed]
    hosts = {run.host for item in listed for run, status in item.runs if run.host} | {
        item.course.host for item in listed if item.course.host
    }
    universities = sorted(hosts, key=lambda university: (university.order, university.name_da))
    known = forms.known_values(rows, universities, site.programmes)
    filters = forms.CourseFilter.read(request.GET, known)
    ranks = _found(listed, filters.q)
    judged = filters.judge(rows, ranks)
    context = results_page(listed, filters, judged, ranks, known, forms.labels(universities))
    return render_page(request, "catalogue/courses.html", site, section="courses", **context)


def _asked_programmes(request, site):
    asked = request.GET.getlist("programme")
    return [programme for programme in site.programmes if programme.slug in asked] or site.programmes


def _found(listed, query):
    if not query:
        return None
    language = reader_language()
    texts = [
        search_text(
            item.course,
            language,
            [*_names(item.host), *_names(item.course.coordinator), getattr(item.host, "short_name", "")],
        )
        for item in listed
    ]
    return matches(texts, query)


def _names(somebody):
    return [somebody.name_da, somebody.name_en] if somebody else []


@require_safe
@public_page
def course(request, slug):
    """A course: everything needed to decide above the text, then its runs, then the text."""
    site = load_site(viewing_of(request))
    found = (
        Course.objects.published()
        .select_related("host", "coordinator", "home_programme")
        .prefetch_related("runs__host", "runs__teaching_days", "entries__recommended_after")
        .filter(slug=slug)
        .first()
    )
    if found is None:
        raise Http404
    context = course_page(found, site, today_of(request))
    about = [programme for programme, entry in context["places"]]
    return render_page(
        request, "catalogue/course.html", site, about=about, section="courses", current="true", **context
    )


@require_safe
@public_page
def deadlines(request):
    """All that is ahead by month, and what has just passed."""
    site = load_site(viewing_of(request))
    today = today_of(request)
    listed = list_courses(site.programmes, today)
    months, passed = deadlines_by_month(site.programmes, listed, today)
    rules = site.programme
    context = {
        "section": "deadlines",
        "months": months,
        "passed": passed,
        "ruler": year_ruler(months, today),
        "rule_day": phrases.day_of_year(rules.deadline_month, rules.deadline_day)
        if rules and rules.deadline_month
        else "",
    }
    return render_page(request, "catalogue/deadlines.html", site, **context)


@require_safe
@public_page
def prices(request):
    """What it costs: the whole, each course's next run, what the fee covers, and getting it back."""
    site = load_site(viewing_of(request))
    listed = sorted(list_courses(site.programmes, today_of(request)), key=by_attention)
    texts = {text.programme_id: text for text in TextPage.objects.filter(key=TextPage.Key.PRICES)}
    programmes = [(found, texts.get(found.pk) or texts.get(None)) for found in site.programmes]
    return render_page(request, "catalogue/prices.html", site, section="prices", programmes=programmes, listed=listed)


@require_safe
@public_page
def questions(request):
    """Frequent questions by topic, and whom to write to."""
    site = load_site(viewing_of(request))
    asked = Question.objects.filter(is_published=True).select_related("programme")
    topics = {}
    for question in asked:
        if question.programme_id is None or question.programme in site.programmes:
            topics.setdefault(str(question.topic), []).append(question)
    text = _text(TextPage.Key.CONTACT, site)
    return render_page(request, "catalogue/questions.html", site, topics=list(topics.items()), text=text)


def _text(key, site):
    """The words of a page: the one public programme's own, else the site's."""
    written = {text.programme_id: text for text in TextPage.objects.filter(key=key)}
    return (site.programme and written.get(site.programme.pk)) or written.get(None)


@require_safe
@public_page
def accessibility(request):
    site = load_site(viewing_of(request))
    context = {
        "text": _text(TextPage.Key.ACCESSIBILITY, site),
        "reviewed_on": settings.ACCESSIBILITY_REVIEWED_ON,
    }
    return render_page(request, "pages/accessibility.html", site, **context)


@require_safe
@public_page
def privacy(request):
    site = load_site(viewing_of(request))
    context = {
        "text": _text(TextPage.Key.PRIVACY, site),
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
