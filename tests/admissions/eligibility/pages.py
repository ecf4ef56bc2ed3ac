"""The page of the eligibility check, as somebody opens it with answers."""

import re
from html import unescape

from tests.makers import make_office, make_requirement_set, make_whole_programme
from tests.pages import with_whole_tags

QUERIES = 5
DOCTOR = "degree=master&field=health&area=clinic&m1=9&y1=2025"
QUALIFIED = "degree=master&field=health&area=clinic&m1=9&y1=2021"


def make_programme_with_rules():
    programme, _courses = make_whole_programme(office=make_office())
    make_requirement_set(programme)
    return programme


def text(response):
    """The page, its line breaks as a browser shows them: as spaces."""
    assert response.status_code == 200
    return re.sub(r"[ \n]+", " ", with_whole_tags(response.content.decode()))


def headings(page):
    return [unescape(re.sub("<.*?>", "", found)) for found in re.findall(r"<h1.*?</h1>", page)]
