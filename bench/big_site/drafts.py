"""Finished applications to the next intake, as their applicants left them just before sending."""

from datetime import date
from itertools import count, islice

from django.utils import timezone

from admissions.domain.background import Background, DegreeKind, background_record
from admissions.domain.work import WorkPeriod
from admissions.mail import signed_links
from admissions.models import Answers, Application
from bench.big_site.rows import store

BACKGROUND = Background(
    DegreeKind.MASTER, "health", (WorkPeriod(date(2020, 9, 1), None, "clinic"),)
)
PARTS = {
    "about": {"name": "Anna", "telephone": "", "country": "Danmark"},
    "payment": {"payer": "self"},
    "background": {"background": background_record(BACKGROUND)},
    "education": {"degree_title": "Cand.med.", "year": "2015"},
    "work": {"description": "Klinik"},
    "choices": {"pace": "3"},
    "motivation": {"motivation": "Fordi"},
}
_NUMBERS = count(1)


def make_drafts(programme, many, now, *, has_answers=True):
    """Store so many confirmed drafts, each of an address of its own; their keys follow one another.

    All were touched last at the same moment: a draft is sent only if nobody has touched it since,
    so what sends one of them without Django sends the others with the same words.
    """
    year = programme.next_intake(timezone.localdate(now)).year
    drafts = []
    for number in islice(_NUMBERS, many):
        address = f"person{number}@example.org"
        draft = Application(
            email=address,
            programme=programme,
            year=year,
            language="da",
            form_key=f"bench {number}",
            address_key=signed_links.target_key(address, programme, year, None),
            touched_at=now,
            confirmed_at=now,
        )
        drafts.append(draft)
    store(Application, drafts)
    if has_answers:
        for section, words in PARTS.items():
            values = {"section": section, "data": words, "is_complete": True}
            store(Answers, [Answers(application=draft, **values) for draft in drafts])
    return drafts
