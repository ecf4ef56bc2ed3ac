from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.signals import post_save
from django.test import Client
from django.urls import reverse

from catalogue.models import Course, FormerAddress, Preview, Programme, Question, TextPage
from catalogue.public import preview_links
from tests.admin_pages import (
    add_page_of,
    as_shown,
    come_in,
    errors_of,
    looker,
    make_staff,
    new_row,
    page_of,
    send,
    signed_in,
    words_of,
)
from tests.conftest import NOW
from tests.makers import (
    make_course,
    make_programme,
    make_run,
    make_university,
    make_whole_programme,
)
from tests.pages import LANGUAGES, Page, address

pytestmark = pytest.mark.django_db


def previews_of(thing):
    return reverse(f"admin:catalogue_{thing._meta.model_name}_previews", args=[thing.pk])


MAKERS = {
    "programme": lambda: make_whole_programme(is_published=False)[0],
    "course": lambda: make_course(is_published=False),
    "question": lambda: Question.objects.create(
        question_da="?", answer_da="!", topic_da="X", is_published=False
    ),
    "text_page": lambda: TextPage.objects.create(key="prices"),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_an_editor_makes_a_link_gives_it_to_a_colleague_and_stops_it(kind):
    thing = MAKERS[kind]()
    editor, colleague = signed_in("coordinator"), Client()
    assert previews_of(thing) in Page(editor.get(page_of(thing))).links()

    made = editor.post(previews_of(thing), {"days": "7"}, follow=True)

    link = Preview.objects.get()
    assert getattr(link, kind) == thing
    assert link.made_by.username == "coordinator--en"
    assert link.ends_at == NOW + timedelta(days=7)
    assert "A link to a preview was made. It works for 7 days." in words_of(made)
    (field,) = Page(made).all("input", class_="vTextField")
    given = field["attributes"]["value"]
    assert given == f"http://127.0.0.1:8000/preview/{preview_links.key_of(link)}/"
    assert "2 December 2026 10:00" in words_of(made)
    assert "coordinator--en" in words_of(made)
    path = given.removeprefix("http://127.0.0.1:8000")
    assert colleague.get(path, follow=True).status_code == 200

    stopped = editor.post(previews_of(thing), {"stop": link.pk}, follow=True)

    assert "The link was stopped." in words_of(stopped)
    assert not Page(stopped).all("input", class_="vTextField")
    assert colleague.get(path).status_code == 410
    assert [entry.change_message for entry in LogEntry.objects.order_by("pk")] == [
        "A link to a preview was made. It works for 7 days.",
        "The link was stopped. Whoever opens it is told so.",
    ]


@pytest.mark.parametrize("kind", MAKERS)
def test_three_people_at_the_page_of_links(kind):
    thing = MAKERS[kind]()
    link = preview_links.make(make_staff("coordinator", username="maker"), days=1, **{kind: thing})
    right, wrong, nobody = signed_in("coordinator"), looker(), Client()

    for method in ("get", "post"):
        answers = [
            getattr(who, method)(previews_of(thing), {"stop": link.pk}) for who in (nobody, wrong)
        ]
        assert [answer.status_code for answer in answers] == [302, 403]
        assert answers[0].headers["Location"].startswith("/admin/login/")
    assert wrong.post(previews_of(thing), {"days": "7"}).status_code == 403
    assert preview_links.alive(NOW).get() == link
    assert previews_of(thing) not in wrong.get(page_of(thing)).content.decode()
    assert right.get(previews_of(thing)).status_code == 200


def test_somebody_who_may_only_look_may_use_a_link_that_they_are_given():
    link = preview_links.make(
        make_staff("coordinator", username="maker"), days=1, course=make_course()
    )

    assert looker().get(f"/preview/{preview_links.key_of(link)}/da/").status_code == 200


@pytest.mark.parametrize("days", preview_links.DAYS_OFFERED)
def test_a_link_works_as_long_as_was_chosen(days):
    course = make_course()

    signed_in().post(previews_of(course), {"days": str(days)})

    assert Preview.objects.get().ends_at == NOW + timedelta(days=days)


def test_seven_days_are_offered_first():
    page = Page(signed_in().get(previews_of(make_course())))

    assert page.words("option") == ["1 day", "7 days", "30 days"]
    chosen = [
        option["attributes"]["value"]
        for option in page.all("option")
        if "selected" in option["attributes"]
    ]
    assert chosen == ["7"]


@pytest.mark.parametrize("days", ["", "0", "365", "-1", "x", "1e9", "\x00"])
def test_no_other_time_can_be_had(days):
    course = make_course()

    answer = signed_in().post(previews_of(course), {"days": days})

    assert answer.status_code == 200
    assert Page(answer).all("ul", class_="errorlist")
    assert not Preview.objects.exists()


def test_a_link_is_stopped_on_its_own_page_alone():
    maker = make_staff("coordinator", username="maker")
    mine, other = make_course(), make_course()
    link = preview_links.make(maker, days=7, course=other)
    client = signed_in()

    for key in (link.pk, "x", "9" * 40, ""):
        answer = client.post(previews_of(mine), {"stop": key}, follow=True)
        assert "That link had ended already." in words_of(answer)

    assert preview_links.alive(NOW).get() == link


def test_the_page_lists_what_works_and_nothing_else():
    maker, gone = (
        make_staff("coordinator", username="maker"),
        User.objects.create_user("gone", is_active=False),
    )
    course = make_course()
    works = preview_links.make(maker, days=7, course=course)
    ended, stopped = (
        preview_links.make(maker, days=0, course=course),
        preview_links.make(maker, days=7, course=course),
    )
    preview_links.stop(Preview.objects.filter(pk=stopped.pk))
    theirs, elsewhere = (
        preview_links.make(gone, days=7, course=course),
        preview_links.make(maker, days=7, course=make_course()),
    )

    shown = signed_in().get(previews_of(course)).content.decode()

    assert preview_links.key_of(works) in shown
    assert not any(
        preview_links.key_of(link) in shown for link in (ended, stopped, theirs, elsewhere)
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_queries_however_many_links(number, django_assert_num_queries):
    course = make_course()
    maker = make_staff("coordinator", username="maker")
    for _ in range(number):
        preview_links.make(maker, days=7, course=course)
    client = signed_in()

    with django_assert_num_queries(7):
        client.get(previews_of(course))


@pytest.mark.parametrize("key", ["999", "x", "9" * 40, "1_2f"])
def test_a_course_that_is_not_there_has_no_previews(key):
    assert signed_in().get(f"/admin/catalogue/course/{key}/preview/").status_code == 404


def test_an_editor_shows_the_courses_of_their_own_university_alone():
    own, other = make_university(), make_university()
    theirs, foreign = (
        make_course(host=own, is_published=False),
        make_course(host=other, is_published=False),
    )
    programme = make_programme(home_university=own)
    editor = signed_in("editor", university=own)

    made = [
        editor.post(previews_of(course), {"days": "1"}) for course in (theirs, programme, foreign)
    ]

    assert [answer.status_code for answer in made] == [302, 403, 404]
    link = Preview.objects.get()
    assert link.course == theirs
    assert previews_of(programme) not in editor.get(page_of(programme)).content.decode()


def test_a_link_dies_when_its_maker_may_no_longer_change_what_it_shows():
    own, other = make_university(), make_university()
    course = make_course(host=own, is_published=False)
    signed_in("editor", university=own).post(previews_of(course), {"days": "1"})
    path = f"/preview/{preview_links.key_of(Preview.objects.get())}/da/"
    assert Client().get(path).status_code == 200
    coordinator = signed_in("coordinator")
    assert path.removesuffix("da/") in coordinator.get(previews_of(course)).content.decode()

    course.host = other
    course.save()

    assert Client().get(path).status_code == 410
    assert path.removesuffix("da/") not in coordinator.get(previews_of(course)).content.decode()


def test_a_run_is_previewed_with_its_course():
    run = make_run(make_course(is_published=False), is_published=False)

    assert previews_of(run.course) in Page(signed_in("coordinator").get(page_of(run))).links()
    assert previews_of(run.course) not in Page(looker().get(page_of(run))).links()


def test_what_is_not_saved_yet_has_no_links():
    assert "/preview/" not in signed_in().get(add_page_of(Course)).content.decode()


# --- Before saving --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_course_is_seen_as_it_would_be_and_nothing_is_saved(
    language, django_capture_on_commit_callbacks
):
    programme, _courses = make_whole_programme()
    course = make_course(
        programme, is_published=False, title_da="Før", title_en="Before", slug="before"
    )
    client = signed_in()
    row = new_row(client, page_of(course), "runs", starts_on="2027-09-06", ends_on="2027-10-01")

    with django_capture_on_commit_callbacks() as callbacks:
        answer = send(
            client,
            page_of(course),
            title_da="Efter",
            title_en="After",
            slug="after",
            **row,
            **{f"_unsaved_{language}": "x"},
        )

    page = Page(answer)
    assert answer.status_code == 200
    assert page.all("html")[0]["attributes"]["lang"] == language
    assert page.words("h1") == ["After" if language == "en" else "Efter"]
    assert ("6 September 2027" if language == "en" else "6. september 2027") in page.text
    assert ("Nothing is saved." if language == "en" else "Intet er gemt.") in page.text
    assert "no-store" in answer.headers["Cache-Control"]
    course.refresh_from_db()
    assert (course.title_da, course.slug, course.is_published) == ("Før", "before", False)
    assert course.history.count() == 1
    assert not course.runs.exists()
    assert not LogEntry.objects.exists()
    assert not FormerAddress.objects.exists()
    assert callbacks == []


@pytest.mark.django_db(transaction=True)
def test_nothing_that_was_to_follow_saving_follows():
    course = make_course(title_en="Before")
    followed = []

    def follow(sender, instance, **kwargs):
        transaction.on_commit(lambda: followed.append(instance))

    post_save.connect(follow, sender=Course)
    try:
        send(signed_in(), page_of(course), title_en="After", _unsaved_en="x")
    finally:
        post_save.disconnect(follow, sender=Course)

    assert followed == []


def test_what_was_only_looked_at_is_nowhere_afterwards():
    _programme, (course, _other) = make_whole_programme()
    course.title_en = "Before"
    course.save()
    client, visitor = signed_in(), Client()
    link = preview_links.make(User.objects.get(), days=1, course=course)
    below = f"/preview/{preview_links.key_of(link)}"
    pages = [
        prefix + address(name, "en") for prefix in ("", below) for name in ("courses", "programmes")
    ]
    assert all("Before" in visitor.get(page).content.decode() for page in pages)

    seen = send(client, page_of(course), title_en="After", ects="7.25", _unsaved_en="x")

    assert "After" in seen.content.decode()
    for page in pages:
        shown = visitor.get(page).content.decode()
        assert ("Before" in shown, "After" in shown) == (True, False), page


def test_a_new_course_is_seen_before_it_is_there():
    client = signed_in()

    answer = send(
        client, add_page_of(Course), title_en="Brand new", slug="new", ects="5", _unsaved_en="x"
    )

    assert Page(answer).words("h1") == ["Brand new"]
    assert not Course.objects.exists()
    assert client.get(address("course", "en", slug="new")).status_code == 404


def test_a_programme_is_seen_with_what_would_be_missing():
    programme, _courses = make_whole_programme()

    answer = send(
        signed_in(), page_of(programme), promise_en="A new promise", ects="60", _unsaved_en="x"
    )

    page = Page(answer)
    assert page.words("h1") == ["A new promise"]
    assert "15 of 60 ECTS: courses, electives and thesis must add up." in page.text
    programme.refresh_from_db()
    assert programme.promise_en == "The promise"


def test_a_form_with_errors_comes_back_as_usual():
    course = make_course(title_da="Før")

    answer = send(signed_in(), page_of(course), title_da="Efter", ects="-1", _unsaved_da="x")

    assert list(errors_of(answer)) == ["ects"]
    assert 'value="Efter"' in answer.content.decode()


def test_what_saving_would_say_is_not_said_on_the_next_page():
    programme, courses = make_whole_programme()
    client = signed_in()

    send(client, page_of(courses[0]), ects="60", _unsaved_en="x")

    assert "is published but not shown" not in words_of(client.get(page_of(programme)))
    saved = client.get(send(client, page_of(courses[0]), ects="60").headers["Location"])
    assert "is published but not shown" in words_of(saved)


def test_a_message_that_waits_for_another_page_still_comes():
    course = make_course()
    client = signed_in()
    form = as_shown(client.get(page_of(course)))
    client.post(page_of(course), form | {"title_en": "Saved"})
    # Read by another browser, so that the message goes on waiting.
    saved = as_shown(signed_in(language="da").get(page_of(course)))

    client.post(page_of(course), saved | {"title_en": "Looked at", "_unsaved_en": "x"})

    assert "was changed successfully" in words_of(client.get(page_of(course)))


@pytest.mark.parametrize("model", [Course, Programme])
def test_the_buttons_open_a_window_of_their_own(model):
    thing = make_course() if model is Course else make_programme()

    for path in (page_of(thing), add_page_of(model)):
        shown = Page(signed_in_once().get(path))
        for language in LANGUAGES:
            buttons = shown.all("input", name=f"_unsaved_{language}", formtarget="_blank")
            assert len(buttons) == 2, path
    assert "_unsaved_" not in looker().get(page_of(thing)).content.decode()
    assert (
        "_unsaved_" not in signed_in_once().get(f"{add_page_of(model)}?_popup=1").content.decode()
    )


def signed_in_once():
    client = Client(headers={"accept-language": "en"})
    come_in(
        client,
        User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("root"),
    )
    return client


def test_whoever_may_not_change_a_course_cannot_look_at_changes_either():
    course = make_course(title_en="Before")

    answer = looker().post(page_of(course), {"title_en": "After", "_unsaved_en": "x"})

    assert answer.status_code == 403
    assert Client().post(page_of(course), {"_unsaved_en": "x"}).status_code == 302
