"""Links in texts, to other sites and within this one: which of them the checks call dead."""

import pytest

from catalogue.models import LinkCheck
from tests.admin_pages import signed_in
from tests.catalogue.admin.checks.makers import CHECKS, NOW, findings_of, flawless

pytestmark = pytest.mark.django_db


def test_a_link_to_another_site_is_dead_when_its_last_trial_says_so(settings):
    _programme, (course, _other) = flawless(settings)
    text = (
        "[one](https://a.example/gone) [two](https://a.example/there) "
        "`[three](https://a.example/gone2)`"
    )
    type(course).objects.filter(pk=course.pk).update(content_da=text)
    for address, status, since in [
        ("https://a.example/gone", 404, NOW),
        ("https://a.example/there", 200, None),
        ("https://a.example/gone2", 404, NOW),
    ]:
        LinkCheck.objects.create(
            address=address, status=status, failing_since=since, checked_at=NOW
        )

    assert findings_of(signed_in().get(CHECKS)) == {
        (course.title_en, "A link leads nowhere: https://a.example/gone")
    }


@pytest.mark.parametrize(
    ("address", "is_dead"),
    [
        ("/da/kurser/{course}/", False),
        ("/en/courses/{course}/", False),
        ("/en/courses/{course}/?x=1#top", False),
        ("http://127.0.0.1:8000/en/courses/{course}/", False),
        ("/en/courses/nowhere/", True),
        ("/en/kurser/{course}/", True),
        ("/kurser/{course}/", True),
        ("/en/programmes/{programme}/", False),
        ("/en/programmes/{course}/", True),
        ("/en/dates/", False),
        ("/en/nothing/", True),
        ("#below", False),
        ("mailto:a@example.org", False),
    ],
)
def test_a_link_within_the_site_is_judged_by_what_is_there(settings, address, is_dead):
    settings.SITE_URL = "http://127.0.0.1:8000"
    programme, (course, other) = flawless(settings)
    link = address.format(course=other.slug, programme=programme.slug)
    type(course).objects.filter(pk=course.pk).update(content_da=f"[x]({link})")

    found = {words for name, words in findings_of(signed_in().get(CHECKS))}

    assert found == ({f"A link leads nowhere: {link}"} if is_dead else set())
