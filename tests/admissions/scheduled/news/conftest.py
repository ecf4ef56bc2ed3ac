"""A programme with a course and a run whose dates may move."""

import pytest

from tests.admissions.makers import make_wordings
from tests.makers import make_office, make_run, make_whole_programme


@pytest.fixture(autouse=True)
def words():
    make_wordings()


@pytest.fixture
def whole():
    return make_whole_programme(
        title_da="Master i A & B", title_en="Master of A & B", office=make_office()
    )


@pytest.fixture
def programme(whole):
    return whole[0]


@pytest.fixture
def course(whole):
    course = whole[1][0]
    course.title_da, course.title_en = "Pipetter", "Pipettes"
    course.save()
    return course


@pytest.fixture
def run(course):
    return make_run(course)
