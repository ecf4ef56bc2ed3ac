import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalogue.models import FormerAddress
from tests.admin_pages import page_of, send, signed_in, words_of
from tests.makers import make_course, make_programme, make_whole_programme
from tests.pages import address

pytestmark = pytest.mark.django_db


def renamed(thing, slug):
    thing.slug = slug
    thing.save()
    return thing


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("query", ["", "?a=1&b=%C3%A6"])
def test_a_course_is_found_by_its_former_address(client, language, query):
    renamed(make_course(slug="old"), "new")

    answer = client.get(address("course", language, slug="old") + query)

    assert answer.status_code == 301
    assert answer.headers["Location"] == address("course", language, slug="new") + query
    assert answer.headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    "page",
    [
        "catalogue:programme_deadlines",
        "catalogue:programme_prices",
        "admissions:programme_admission",
        "admissions:interest_programme",
    ],
)
def test_what_lies_below_a_programme_is_found_by_its_former_address(client, language, page):
    programme, _courses = make_whole_programme(slug="old")
    make_whole_programme()
    renamed(programme, "new")
    with override(language):
        before, after = [reverse(page, args=[slug]) for slug in ("old", "new")]

    answer = client.get(before + "?a=1")

    assert (answer.status_code, answer.headers["Location"]) == (301, after + "?a=1")
    assert client.get(after).status_code == 200
    assert client.get(before.replace("old", "never")).status_code == 404


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_programme_is_found_by_its_former_address(client, language):
    programme, _courses = make_whole_programme(slug="old")
    renamed(programme, "new")

    answer = client.head(address("programme", language, slug="old") + "?from=2027")

    assert answer.status_code == 301
    assert answer.headers["Location"] == address("programme", language, slug="new") + "?from=2027"


def test_a_chain_of_names_leads_straight_to_the_present_one(client):
    course = make_course(slug="a")
    for slug in ("b", "c"):
        renamed(course, slug)

    for slug in ("a", "b"):
        assert client.get(address("course", slug=slug)).headers["Location"] == address(
            "course", slug="c"
        )


def test_a_name_belongs_to_whichever_thing_bears_it(client):
    renamed(make_course(slug="a", title_da="Den første"), "b")
    assert FormerAddress.objects.count() == 1

    make_course(slug="a", title_da="Den anden")

    assert "Den anden" in client.get(address("course", slug="a")).content.decode()
    assert FormerAddress.objects.count() == 0


def test_changing_back_takes_the_former_address_away(client):
    course = renamed(renamed(make_course(slug="a"), "b"), "a")

    assert client.get(address("course", slug="a")).status_code == 200
    assert client.get(address("course", slug="b")).headers["Location"] == address(
        "course", slug="a"
    )
    assert list(course.former_addresses.values_list("slug", flat=True)) == ["b"]


def test_a_course_and_a_programme_may_have_borne_the_same_name(client):
    programme, _courses = make_whole_programme(slug="same")
    renamed(programme, "programme")
    renamed(make_course(slug="same"), "course")

    assert client.get(address("course", slug="same")).headers["Location"] == address(
        "course", slug="course"
    )
    assert client.get(address("programme", slug="same")).headers["Location"] == address(
        "programme", slug="programme"
    )


def test_no_address_leads_to_what_the_public_may_not_see(client):
    course = renamed(make_course(slug="a"), "b")
    programme, _courses = make_whole_programme(slug="a")
    renamed(programme, "b")
    assert client.get(address("course", slug="a")).status_code == 301
    assert client.get(address("programme", slug="a")).status_code == 301

    course.is_published, programme.ects = False, 60
    course.save()
    programme.save()

    assert client.get(address("course", slug="a")).status_code == 404
    assert client.get(address("programme", slug="a")).status_code == 404
    assert client.get(address("course", slug="never")).status_code == 404
    assert client.get(address("programme", slug="never")).status_code == 404


def test_what_is_loaded_raw_or_leaves_the_name_alone_keeps_no_former_address():
    course = make_course(slug="a")
    course.slug = "b"
    course.save_base(raw=True)
    assert FormerAddress.objects.count() == 0

    course.slug, course.title_en = "c", "Other"
    course.save(update_fields=["title_en"])
    assert FormerAddress.objects.count() == 0

    course.save(update_fields=["slug"])
    assert list(FormerAddress.objects.values_list("slug", "course")) == [("b", course.pk)]


NAMES = st.sampled_from(["a", "b", "c", "d"])


@hypothesis_settings(max_examples=30)
@given(moves=st.lists(st.tuples(st.integers(0, 1), NAMES), max_size=8))
def test_a_name_leads_to_who_bears_it_else_to_who_bore_it_last(moves):
    client = Client()
    with transaction.atomic():
        courses = [make_course(slug="first"), make_course(slug="second")]
        bore = {"first": 0, "second": 1}
        for number, name in moves:
            if courses[1 - number].slug == name:
                continue
            renamed(courses[number], name)
            bore[name] = number

        for name, number in bore.items():
            answer = client.get(address("course", slug=name))
            if courses[number].slug == name:
                assert answer.status_code == 200
            else:
                assert answer.headers["Location"] == address("course", slug=courses[number].slug)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("make", "other"),
    [(make_course, make_course), (make_programme, make_programme)],
    ids=["course", "programme"],
)
def test_staff_are_told_when_a_name_they_choose_used_to_lead_elsewhere(make, other):
    client = signed_in()
    renamed(
        other(slug="taken", title_en="The first one", promise_en="x")
        if make is make_programme
        else other(slug="taken", title_en="The first one"),
        "moved",
    )
    thing = make(slug="free")

    answer = client.get(send(client, page_of(thing), slug="taken").headers["Location"])

    assert "The address “taken” used to lead to The first one. Now it leads here." in words_of(
        answer
    )
    assert not FormerAddress.objects.filter(slug="taken").exists()


def test_staff_are_told_nothing_when_a_course_gets_its_own_name_back():
    client = signed_in()
    course = renamed(make_course(slug="a"), "b")

    answer = client.get(send(client, page_of(course), slug="a").headers["Location"])

    assert "was changed successfully" in words_of(answer)
    assert "used to lead" not in words_of(answer)
