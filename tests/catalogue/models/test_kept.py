import pytest
from django.contrib.auth.models import User

from catalogue.models.kept import BY_ITSELF, LONGEST_REASON
from tests.makers import make_course, make_programme, make_university

pytestmark = pytest.mark.django_db


def saved(course, *, by=None, why=None):
    """The reason that is kept with a save."""
    course._history_user = by
    course._change_reason = why
    course.save()
    return course.history.first().history_change_reason


def test_a_version_says_why_and_whether_the_site_wrote_it_by_itself():
    course, karen = make_course(), User.objects.create_user("karen")

    assert saved(course, by=karen) is None
    assert saved(course, by=karen, why="import of a.csv") == "import of a.csv"
    assert saved(course) == BY_ITSELF
    assert saved(course, why="set time") == f"{BY_ITSELF}:set time"


def test_a_reason_is_cut_to_what_its_column_holds():
    course = make_course()
    column = course.history.model._meta.get_field("history_change_reason")

    assert len(saved(course, why="x" * 200)) == LONGEST_REASON == column.max_length


def test_links_alone_leave_no_version_of_a_row_that_has_none_whatever_others_have():
    """As with fixtures, which are loaded without a version, and then their links."""
    kept, bare = make_programme(), make_programme()
    bare.history.all().delete()
    assert kept.history.exists()

    bare.partners.add(make_university())

    assert not bare.history.exists()
