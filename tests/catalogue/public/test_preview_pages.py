import pytest
from django.test import Client
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation

from catalogue.models import CurriculumEntry, Question, TextPage
from catalogue.views.course import course as course_view
from tests.catalogue.pages import link_to, opened, prefix
from tests.makers import (
    make_course,
    make_elective_group,
    make_programme,
    make_requirement_set,
    make_run,
    make_university,
    make_whole_programme,
)
from tests.pages import LANGUAGES, Page, address

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    """A programme that adds up and is not published, nor one of its courses, nor that one's run."""
    programme, courses = make_whole_programme(is_published=False)
    courses[0].is_published = False
    courses[0].save()
    make_run(courses[0], is_published=False)
    return programme, courses


# --- Drafts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_programme_is_shown_as_the_public_will_see_it(client, draft, language):
    programme, courses = draft
    link = link_to(programme=programme)

    shown = opened(client, link, headers={"accept-language": language})

    programme.is_published = courses[0].is_published = True
    for row in (programme, courses[0], *courses[0].runs.all()):
        row.is_published = True
        row.save()
    public = Page(client.get(address("programme", language, slug=programme.slug)))
    banner = shown.html[
        shown.html.index('<aside class="preview"') : shown.html.index("</aside>") + len("</aside>")
    ]
    as_public = shown.html.replace(banner, "", 1).replace(prefix(link), "")
    assert main_of(as_public) == main_of(public.html)
    assert shown.response.status_code == 200


def main_of(html):
    return html[html.index("<header") :]


def test_its_draft_courses_and_their_draft_runs_are_shown(client, draft):
    programme, courses = draft
    link = link_to(programme=programme)
    path = address("course", "en", slug=courses[0].slug)
    assert client.get(path).status_code == 404

    page = opened(client, link, path)

    assert page.response.status_code == 200
    assert "1 March 2027" in page.text
    assert str(courses[0].title_en) in opened(client, link, address("courses", "en")).text
    assert str(courses[0].title_en) in opened(client, link, address("deadlines", "en")).text
    assert str(courses[0].title_en) in opened(client, link, address("prices", "en")).text


@pytest.mark.parametrize("path", ["/en/keep-me-posted/", "/en/admission/"])
def test_the_ways_in_know_the_draft_too(client, draft, path):
    programme, courses = draft
    make_requirement_set(programme)

    page = opened(client, link_to(programme=programme), f"{path}?course={courses[0].slug}")

    assert page.response.status_code == 200
    assert str(courses[0].title_en) in page.text


def test_a_programme_that_does_not_add_up_is_shown_with_what_is_missing(client):
    programme = make_programme(is_published=False, promise_en="")
    make_course(programme)

    page = opened(client, link_to(programme=programme), headers={"accept-language": "en"})

    assert page.response.status_code == 200
    assert "The public does not see this programme yet:" in page.text
    assert "A text is missing: Promise in English." in page.text


@pytest.mark.parametrize(
    "over", [{}, {"text_languages": []}, {"ects": 1, "title_en": "", "summary_da": ""}]
)
def test_no_unfinished_programme_breaks_its_preview(client, over):
    programme = make_programme(is_published=False, **over)
    make_elective_group(programme, choose_courses=None, choose_ects=7)
    group = make_elective_group(programme, choose_courses=5)
    course = make_course(programme, kind="elective", group=group, is_published=False)
    link = link_to(programme=programme)

    assert opened(client, link, address("course", slug=course.slug)).response.status_code == 200
    assert opened(client, link, "/da/adgang/").response.status_code == 200
    for name in ("programmes", "courses", "deadlines", "prices", "questions"):
        for language in LANGUAGES:
            assert opened(client, link, address(name, language)).response.status_code == 200, name


def test_an_empty_programme_can_be_looked_at(client):
    assert (
        opened(client, link_to(programme=make_programme(is_published=False))).response.status_code
        == 200
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_course_is_shown_with_its_draft_runs_whoever_hosts_it(client, language):
    programme, _courses = make_whole_programme(home_university=make_university())
    host = make_university(name_da="Et andet universitet", name_en="Another university")
    course = make_course(host=host, home_programme=programme, is_published=False)
    CurriculumEntry.objects.create(programme=programme, course=course, kind="mandatory")
    make_run(course, is_published=False)

    page = opened(client, link_to(course=course), headers={"accept-language": language})

    assert page.response.status_code == 200
    assert str(host.name_en if language == "en" else host.name_da) in page.text
    assert ("1 March 2027" if language == "en" else "1. marts 2027") in page.text


def test_a_course_whose_programme_is_a_draft_stands_in_it_without_the_other_drafts(client, draft):
    programme, courses = draft
    other = make_course(programme, is_published=False, title_en="Somebody else's draft")
    make_run(other, is_published=False)

    link = link_to(course=courses[0])

    page = opened(client, link, headers={"accept-language": "en"})
    assert str(programme.title_en) in page.text
    assert "Mandatory" in page.text
    assert (
        opened(client, link, address("course", "en", slug=other.slug)).response.status_code == 404
    )
    assert "Somebody else" not in opened(client, link, address("courses", "en")).text


def test_a_question_is_shown_among_the_others(client):
    programme, _courses = make_whole_programme()
    values = {"topic_da": "Penge", "answer_da": "Svar", "programme": programme}
    question = Question.objects.create(question_da="Hvad koster det?", is_published=False, **values)
    Question.objects.create(question_da="En anden kladde?", is_published=False, **values)
    assert "Hvad koster det?" not in client.get(address("questions")).content.decode()

    page = opened(client, link_to(question=question))

    assert "Hvad koster det?" in page.text
    assert "En anden kladde?" not in page.text


def test_a_text_page_is_shown_on_its_page_with_its_draft_programme(client):
    programme, _courses = make_whole_programme(is_published=False)
    text = TextPage.objects.create(programme=programme, key="prices", body_da="Det koster noget.")

    assert "Det koster noget." in opened(client, link_to(text_page=text)).text


def test_a_text_page_is_shown_where_several_programmes_hide_it(client):
    programme, _courses = make_whole_programme()
    make_whole_programme()
    text = TextPage.objects.create(programme=programme, key="contact", body_da="Ring til os.")
    assert "Ring til os." not in client.get(address("questions")).content.decode()

    assert "Ring til os." in opened(client, link_to(text_page=text)).text


def test_a_programme_s_text_is_shown_on_the_programme_s_own_page_where_there_are_several(client):
    programme, _courses = make_whole_programme(is_published=False)
    make_whole_programme()
    prices = TextPage.objects.create(programme=programme, key="prices", body_da="Det koster noget.")
    question = Question.objects.create(
        programme=programme,
        topic_da="Penge",
        question_da="Hvad koster det?",
        answer_da="!",
        is_published=False,
    )

    assert "Det koster noget." in opened(client, link_to(text_page=prices)).text
    assert "Hvad koster det?" in opened(client, link_to(question=question)).text


# --- The address ----------------------------------------------------------------------------------


def test_the_bare_link_leads_to_the_thing_in_the_reader_s_language(client, draft):
    link = link_to(programme=draft[0])

    answer = client.get(f"{prefix(link)}/", headers={"accept-language": "en"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == prefix(link) + address(
        "programme", "en", slug=draft[0].slug
    )
    assert client.get(f"{prefix(link)}/").headers["Location"].startswith(f"{prefix(link)}/da/")


@pytest.mark.parametrize("path", ["/", "/da/", "/en/keep-me-posted/"])
def test_no_cache_no_search_engine_and_no_referrer_learns_of_it(client, draft, path):
    answer = client.get(prefix(link_to(programme=draft[0])) + path)

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in answer.headers
    assert not answer.cookies
    if path != "/":
        assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_a_head_request_is_answered_without_a_body(client, draft):
    answer = client.head(f"{prefix(link_to(programme=draft[0]))}/da/")

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_query_reaches_the_page_and_the_other_language(client, draft):
    link = link_to(programme=draft[0])

    page = opened(client, link, address("courses", "en") + "?q=zzz")

    assert "zzz" in page.text
    other = page.all("a", class_="top__lang")[0]["attributes"]["href"]
    assert other == f"{prefix(link)}/da/kurser/?q=zzz"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_is_sent_from_a_preview(client, draft, method):
    link = link_to(programme=draft[0])

    answer = getattr(client, method)(f"{prefix(link)}/en/keep-me-posted/")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert answer.headers["Cache-Control"] == "no-store"
    assert Page(answer).words("h1") == ["Nothing was sent"]
    assert f"{prefix(link)}/en/" in Page(answer).links()


def test_a_form_without_its_token_is_answered_the_same(draft):
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(
        f"{prefix(link_to(programme=draft[0]))}/da/skriv-mig-op/", {"email": "a@example.org"}
    )

    assert answer.status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/login/",
        "/health",
        "/robots.txt",
        "/i18n/setlang/",
        "/static/css/site.css",
        "/preview/x/",
        "/was",
        "/en/keep-me-posted/confirm/x/",
        "/en/keep-me-posted/stop/x/",
        "/en/none/",
        "/da/kurser/none/",
        "//evil.example/",
        "/en/\x00",
        "/xx/",
    ],
)
def test_only_public_pages_are_reached_within(client, draft, path):
    link = link_to(programme=draft[0])

    page = opened(client, link, path)

    assert page.response.status_code == 404
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.all("aside", class_="preview")
    assert "//evil" not in page.html


def test_a_preview_within_a_preview_is_not_found(client, draft):
    link = link_to(programme=draft[0])

    assert opened(client, link, f"{prefix(link)}/da/").response.status_code == 404


def test_a_former_address_leads_on_within_the_preview(client):
    course = make_course(slug="old", is_published=False)
    course.slug = "new"
    course.save()
    link = link_to(course=course)

    answer = client.get(prefix(link) + address("course", slug="old"))

    assert answer.status_code == 301
    assert answer.headers["Location"] == prefix(link) + address("course", slug="new")
    assert answer.headers["Cache-Control"] == "no-store"


def test_whatever_happens_within_the_prefix_and_the_language_are_put_back(
    client, draft, monkeypatch
):
    def fails(*args, **kwargs):
        raise RuntimeError

    link = link_to(programme=draft[0])
    opened(client, link, "/en/")
    assert (get_script_prefix(), translation.get_language()) == ("/", "da")
    monkeypatch.setattr("catalogue.views.programme.render_page", fails)

    with pytest.raises(RuntimeError):
        client.get(f"{prefix(link)}/en/")

    assert (get_script_prefix(), translation.get_language()) == ("/", "da")
    assert course_view.is_public


def test_a_site_below_a_folder_of_its_own_keeps_it(client, draft):
    link = link_to(programme=draft[0])

    set_script_prefix("/master/")
    try:
        page = Page(client.get(f"{prefix(link)}/en/", SCRIPT_NAME="/master"))
    finally:
        set_script_prefix("/")

    inner = [href for href in page.links() if "/preview/" in href]
    assert inner
    assert all(href.startswith(f"/master{prefix(link)}/") for href in inner)
    assert "/master/en/" in page.links()


@pytest.mark.parametrize("number", [1, 3])
def test_a_preview_takes_the_same_queries_however_many_courses(
    client, number, django_assert_num_queries
):
    programme = make_programme(ects=number * 7.5, is_published=False)
    for _ in range(number):
        make_run(make_course(programme, is_published=False), is_published=False)
    link = link_to(programme=programme)
    path = prefix(link) + address("courses")
    client.get(path)

    with django_assert_num_queries(9):
        client.get(path)
