from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.signing import Signer
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models import Preview, Question, TextPage
from catalogue.models.viewing import PUBLIC, Viewing
from catalogue.public import preview_links
from mastersite.logs import without_keys
from tests.admin_pages import make_staff
from tests.conftest import NOW
from tests.makers import make_course, make_programme, make_whole_programme

pytestmark = pytest.mark.django_db

DAY = date(2027, 3, 1)


@pytest.fixture
def maker():
    return make_staff("coordinator", username="maker")


@pytest.fixture
def link(maker):
    return preview_links.make(maker, days=7, course=make_course(is_published=False))


def opens(key, now=NOW):
    found = preview_links.opened(key, now)
    return found and found.preview


def test_a_key_opens_its_own_link(maker, link):
    other = preview_links.make(maker, days=7, course=make_course())

    assert opens(preview_links.key_of(link)) == link
    assert opens(preview_links.key_of(other)) == other


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda key: "", id="nothing"),
        pytest.param(lambda key: "1", id="a number"),
        pytest.param(lambda key: key[:-1], id="cut off"),
        pytest.param(lambda key: "1" + key, id="another number"),
        pytest.param(lambda key: key.split(".")[0], id="no signature"),
        pytest.param(
            lambda key: Signer(sep=".").sign(key.split(".")[0]), id="signed for something else"
        ),
        pytest.param(lambda key: key.replace(".", "-20270301."), id="a day added"),
    ],
)
def test_a_forged_key_opens_nothing(link, forge):
    assert preview_links.opened(forge(preview_links.key_of(link)), NOW) is None


@pytest.mark.parametrize(("second", "works"), [(-1, True), (0, False), (1, False)])
def test_a_link_works_until_its_end(link, second, works):
    assert link.ends_at == NOW + timedelta(days=7)

    found = preview_links.opened(
        preview_links.key_of(link), link.ends_at + timedelta(seconds=second)
    )

    assert found.preview == (link if works else None)


def test_a_stopped_link_has_ended_and_is_stopped_once(link):
    links = Preview.objects.all()

    assert (preview_links.stop(links), preview_links.stop(links)) == (1, 0)

    assert preview_links.opened(preview_links.key_of(link), NOW) == preview_links.Opened(None)


@pytest.mark.parametrize(
    "over", [{"is_active": False}, {"is_staff": False}], ids=["deactivated", "no longer staff"]
)
def test_the_links_of_somebody_who_has_left_have_ended(maker, link, over):
    User.objects.filter(pk=maker.pk).update(**over)

    assert preview_links.opened(preview_links.key_of(link), NOW) == preview_links.Opened(None)
    assert not preview_links.alive(NOW).exists()


def test_a_link_whose_thing_is_gone_has_ended(link):
    key = preview_links.key_of(link)
    link.course.delete()

    assert preview_links.opened(key, NOW) == preview_links.Opened(None)


def test_a_key_from_before_a_backup_does_not_open_a_later_link_of_the_same_number(link):
    key = preview_links.key_of(link)
    Preview.objects.filter(pk=link.pk).update(made_at=NOW + timedelta(hours=1))

    assert preview_links.opened(key, NOW) == preview_links.Opened(None)


def test_no_log_holds_a_key(link):
    key = preview_links.key_of(link)

    assert without_keys(f"Not Found: /preview/{key}/da/") == "Not Found: /preview/…/da/"
    assert len(key) < 100


def test_a_day_has_a_key_for_each_day(maker):
    link = preview_links.make_for_a_day(maker, DAY)

    assert link.ends_at == NOW + timedelta(hours=12)
    assert preview_links.opened(preview_links.key_of(link), NOW) == preview_links.Opened(link, DAY)
    assert preview_links.opened(
        preview_links.key_of(link, date(2027, 3, 2)), NOW
    ) == preview_links.Opened(link, date(2027, 3, 2))
    assert preview_links.opened(
        preview_links.key_of(link), NOW + timedelta(hours=12)
    ) == preview_links.Opened(None, DAY)


@given(day=st.dates(preview_links.EARLIEST, preview_links.LATEST))
def test_any_day_comes_out_of_its_key(day):
    maker = User.objects.filter(username="m").first() or make_staff("coordinator", username="m")
    link = preview_links.make_for_a_day(maker, DAY)

    assert preview_links.opened(preview_links.key_of(link, day), timezone.now()).day == day


def test_a_new_day_forgets_the_same_person_s_days_that_have_ended(maker, frozen_clock):
    other = User.objects.create_user("other", is_staff=True)
    theirs, old = preview_links.make_for_a_day(other, DAY), preview_links.make_for_a_day(maker, DAY)
    draft = preview_links.make(maker, days=1, course=make_course())
    frozen_clock.shift(timedelta(hours=11))
    young = preview_links.make_for_a_day(maker, DAY)
    frozen_clock.shift(timedelta(hours=1))

    newest = preview_links.make_for_a_day(maker, DAY)

    assert set(Preview.objects.all()) == {theirs, draft, young, newest}
    assert old not in Preview.objects.all()


def test_a_programme_is_shown_with_all_its_courses():
    programme = make_programme(is_published=False)
    within = make_course(programme, is_published=False)
    beside = make_course(home_programme=programme)
    make_course(is_published=False)

    assert preview_links.viewing_for(programme) == Viewing(
        programmes=frozenset([programme.pk]), courses=frozenset([within.pk, beside.pk])
    )


def test_a_course_is_shown_within_its_programmes_where_none_is_published():
    home, other = make_programme(is_published=False), make_programme(is_published=False)
    course = make_course(home, is_published=False)
    other.entries.create(course=course, kind="mandatory")
    make_course(home, is_published=False)

    assert preview_links.viewing_for(course) == Viewing(
        programmes=frozenset([home.pk, other.pk]), courses=frozenset([course.pk])
    )


def test_a_course_in_a_published_programme_shows_no_other_programme():
    draft = make_programme(is_published=False)
    course = make_course(draft, is_published=False)
    make_whole_programme()[0].entries.create(course=course, kind="mandatory")

    assert preview_links.viewing_for(course) == Viewing(courses=frozenset([course.pk]))


def test_a_text_is_shown_with_its_programme():
    programme = make_programme(is_published=False)
    question = Question.objects.create(
        programme=programme, question_da="?", answer_da="!", topic_da="X"
    )
    page = TextPage.objects.create(programme=programme, key="prices")
    general = TextPage.objects.create(key="prices")

    assert preview_links.viewing_for(question) == Viewing(
        programmes=frozenset([programme.pk]), questions=frozenset([question.pk])
    )
    assert preview_links.viewing_for(page) == Viewing(
        programmes=frozenset([programme.pk]), text_pages=frozenset([page.pk])
    )
    assert preview_links.viewing_for(general) == Viewing(text_pages=frozenset([general.pk]))


def test_a_day_shows_no_drafts():
    assert preview_links.viewing_for(day=DAY) == Viewing(day=DAY)
    assert preview_links.viewing_for() == PUBLIC


@pytest.mark.parametrize("key", TextPage.Key.values)
def test_every_text_page_has_a_page_to_be_seen_on(key):
    assert preview_links.landing(TextPage(key=key)).startswith("/da/")
