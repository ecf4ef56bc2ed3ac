"""Who may open a link to a draft, and for how long."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.models import Preview
from catalogue.public import preview_links
from tests.admin_pages import come_in
from tests.catalogue.pages import link_to, opened, prefix
from tests.makers import make_course, make_run, make_whole_programme
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


def test_whoever_has_the_link_may_open_it(client, draft):
    link = link_to(programme=draft[0])
    staff = Client()
    come_in(staff, User.objects.create_user("other", is_staff=True))

    assert client.get(f"{prefix(link)}/da/").status_code == 200
    assert staff.get(f"{prefix(link)}/da/").status_code == 200
    assert client.get(f"/preview/{preview_links.key_of(link)[:-1]}x/da/").status_code == 404


def test_another_link_s_key_shows_nothing_of_this_one(client, draft):
    other = make_course(is_published=False)
    link = link_to(course=other)

    assert (
        opened(client, link, address("programme", slug=draft[0].slug)).response.status_code == 404
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/", "/{language}/", "/{language}/none/"])
def test_a_link_that_has_ended_says_what_to_do(client, draft, language, path, frozen_clock):
    link = link_to(programme=draft[0])
    frozen_clock.shift(timedelta(days=7))

    answer = client.get(
        prefix(link) + path.format(language=language), headers={"accept-language": language}
    )

    page = Page(answer)
    assert answer.status_code == 410
    assert answer.headers["Cache-Control"] == "no-store"
    assert page.words("h1") == [
        "The preview has ended" if language == "en" else "Forhåndsvisningen er slut"
    ]
    assert page.all("html")[0]["attributes"]["lang"] == language
    assert not [href for href in page.links() if "/preview/" in href]


def test_a_stopped_link_ends_at_once(client, draft):
    link = link_to(programme=draft[0])
    assert client.get(f"{prefix(link)}/da/").status_code == 200

    preview_links.stop(Preview.objects.filter(pk=link.pk))

    assert client.get(f"{prefix(link)}/da/").status_code == 410


def test_a_link_goes_on_showing_what_has_been_published(client, draft):
    programme, _courses = draft
    link = link_to(programme=programme)
    programme.is_published = True
    programme.save()

    assert opened(client, link).response.status_code == 200
