"""The pages of an application, as an applicant opens them and sends their parts."""

import re

from django.urls import reverse
from django.utils.translation import override

from admissions.domain.sections import Section
from admissions.mail import signed_links
from admissions.models import Answers
from tests.admissions.makers import ANSWERS, BACKGROUND
from tests.makers import make_requirement_set, make_whole_programme
from tests.pages import with_whole_tags

START = "/da/ansoeg/begynd/"
WORDS = {
    Section.ABOUT: {"name": "Søren Ærø 李", "country": "Danmark"},
    Section.PAYMENT: {"payer": "self"},
    Section.BACKGROUND: BACKGROUND,
    Section.EDUCATION: ANSWERS["education"],
    Section.WORK: ANSWERS["work"],
    Section.CHOICES: {"pace": "3"},
    Section.MOTIVATION: ANSWERS["motivation"],
}


def make_master_of_practice():
    """A whole programme with rules, whose courses can be taken alone."""
    programme, _courses = make_whole_programme(
        years_min=2, years_max=6, title_da="Master i øvelse", single_courses=True
    )
    make_requirement_set(programme)
    return programme


def text(response):
    return re.sub(r"\s+", " ", with_whole_tags(response.content.decode()).replace("\xa0", " "))


def start(client, query="", email="anna@example.org", follow=True):
    form = {"email": email, "stamp": signed_links.form_stamp(), "leave_empty": ""}
    return client.post(START + query, form, follow=follow)


def part_url(application, section, language="da"):
    with override(language):
        return reverse(f"admissions:application_{section}", args=[application.reference])


def page_url(name, application):
    return reverse(f"admissions:{name}", args=[application.reference])


def save(client, application, section, values, button="save", version=None):
    if version is None:
        row = Answers.objects.filter(application=application, section=section).first()
        version = row.version if row else 0
    return client.post(
        part_url(application, section), {**values, "version": version, button: "1"}, follow=True
    )


def opened(client, application):
    token = signed_links.application_token(application)
    client.post(reverse("admissions:application_open", args=[token]))
    application.refresh_from_db()
    return application
