from decimal import Decimal

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from catalogue.public.page import alternates
from catalogue.public.site import load_site
from tests.makers import (
    make_course,
    make_elective_group,
    make_office,
    make_programme,
    make_university,
    make_whole_programme,
)

pytestmark = pytest.mark.django_db


def test_a_site_with_one_programme_bears_its_name():
    programme, _courses = make_whole_programme(
        title_da="Master i tests", title_en="Master of Tests"
    )

    site = load_site()

    assert site.count == 1
    assert site.programme == programme
    assert site.name == "Master i tests"
    with override("en"):
        assert load_site().name == "Master of Tests"


def test_a_site_with_several_programmes_bears_its_own_name(settings):
    settings.SITE_NAME = {"da": "Masteruddannelser", "en": "Master programmes"}
    second, _ = make_whole_programme(order=2, office=make_office())
    first, _ = make_whole_programme(order=1)

    site = load_site()

    assert [record.slug for record in site.index.programmes] == [first.slug, second.slug]
    assert (site.find(first.slug), site.find(second.slug), site.find("x"), site.find(None)) == (
        first,
        second,
        None,
        None,
    )
    assert site.programme is None
    assert site.office is None
    assert site.name == "Masteruddannelser"


@pytest.mark.parametrize(
    "over",
    [
        pytest.param({"is_published": False}, id="unpublished"),
        pytest.param({"ects": 60}, id="does not add up"),
        pytest.param({"text_languages": []}, id="no language"),
        pytest.param({"promise_en": ""}, id="a text is missing"),
    ],
)
def test_a_programme_that_is_not_ready_is_not_on_the_site(over):
    make_whole_programme(**over)

    assert load_site().count == 0
    assert load_site().programme is None


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_the_same_however_many_programmes(number, django_assert_num_queries):
    for _ in range(number):
        programme = make_programme(
            ects=Decimal(15), home_university=make_university(), office=make_office()
        )
        group = make_elective_group(programme)
        for _ in range(number + 1):
            make_course(programme, kind="elective", group=group)
        programme.partners.add(make_university())

    # The first look after an edit reads the index, and the one programme with all it shows.
    assert load_site().programme or number > 1

    with django_assert_num_queries(1):
        site = load_site()
        assert site.count == number
        assert len(site.universities) == number * 2
        assert site.email == ("office@example.org" if number == 1 else "")


def test_the_home_university_stands_first_and_each_stands_once():
    ku, au = make_university(order=2), make_university(order=1)
    programme, _ = make_whole_programme(home_university=ku)
    programme.partners.add(ku, au)

    assert [university.name for university in load_site().universities] == [ku.name, au.name]


def test_without_a_home_the_partners_stand_alone():
    programme, _ = make_whole_programme()
    programme.partners.add(au := make_university())

    assert [university.name for university in load_site().universities] == [au.name]


def test_one_writes_to_the_programmes_office_or_to_the_site(settings):
    settings.CONTACT_EMAIL, settings.CONTACT_TELEPHONE = "site@example.org", "+45 11 11 11 11"
    assert (load_site().email, load_site().telephone) == ("site@example.org", "+45 11 11 11 11")

    make_whole_programme(office=make_office(email="", telephone="+45 22 22 22 22"))
    assert (load_site().email, load_site().telephone) == ("site@example.org", "+45 22 22 22 22")


def test_a_site_tells_whether_a_programme_holds_examples():
    programme, _ = make_whole_programme()
    assert not load_site().has_examples

    programme.example_fields = ["teaching_languages"]
    programme.save()
    assert load_site().has_examples


@pytest.mark.parametrize(
    ("languages", "addresses"),
    [
        (
            ["da", "en"],
            [
                ("da", "http://127.0.0.1:8000/da/kurser/"),
                ("en", "http://127.0.0.1:8000/en/courses/"),
            ],
        ),
        (["en"], [("en", "http://127.0.0.1:8000/en/courses/")]),
    ],
)
def test_a_page_has_an_address_in_each_language_of_its_programmes(languages, addresses):
    programme, _ = make_whole_programme(text_languages=languages)
    request = RequestFactory().get("/da/kurser/")

    assert (
        alternates(request, load_site(), [programme])
        == alternates(request, load_site())
        == addresses
    )


def test_a_choice_of_filters_is_no_page_of_its_own():
    programme, _ = make_whole_programme()

    assert alternates(RequestFactory().get("/da/kurser/?open=1"), load_site(), [programme]) == []
