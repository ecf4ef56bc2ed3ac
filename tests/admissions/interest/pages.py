"""The pages of keep me posted, as a visitor opens them and sends their form."""

import re
from datetime import timedelta

from admissions.mail import signed_links
from tests.makers import make_office, make_university, make_whole_programme
from tests.pages import with_whole_tags

DA, EN = "/da/skriv-mig-op/", "/en/keep-me-posted/"
CHECKED = "?degree=master&field=health&area=clinic&m1=9&y1=2020"


def make_master_of_testing():
    """A whole programme with an office and a university at home."""
    programme, _courses = make_whole_programme(
        title_da="Master i prøvekunst",
        title_en="Master of Testing",
        office=make_office(),
        home_university=make_university(),
    )
    return programme


def stamped(**fields):
    """A form filled in with what is needed, as it was shown this moment."""
    answers = {"name": "Anna Prøve", "email": "anna@example.org", "about": ["*"], **fields}
    answers.setdefault("stamp", signed_links.form_stamp())
    return answers


def sender(client, frozen_clock):
    """What sends the form a minute after it was shown."""

    def sent(address=DA, network="192.0.2.1", **fields):
        answers = stamped(**fields)
        frozen_clock.shift(timedelta(minutes=1))
        return client.post(address, answers, REMOTE_ADDR=network)

    return sent


def text(response):
    return re.sub(r"\s+", " ", with_whole_tags(response.content.decode()))
