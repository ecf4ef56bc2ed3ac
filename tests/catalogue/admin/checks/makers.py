"""A site without a fault, and what the checks find of one that has some."""

from datetime import UTC, date, datetime
from decimal import Decimal

from tests.makers import make_requirement_set, make_run, make_university, make_whole_programme

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
CHECKS = "/admin/checks/"
FULL_TEXTS = {f"{name}_{code}": "x" for name in ("summary", "content") for code in ("da", "en")}


def flawless(settings):
    """A programme that lacks nothing: with requirements, an intake, texts and runs ahead."""
    settings.ACCESSIBILITY_REVIEWED_ON = date(2026, 11, 1)
    programme, courses = make_whole_programme(text_languages=["da", "en"])
    make_requirement_set(programme)
    programme.intakes.create(year=2027, opens_on=date(2026, 11, 1), reply_by=date(2027, 6, 1))
    host = make_university()
    for course in courses:
        type(course).objects.filter(pk=course.pk).update(
            host=host, teaching_languages=["en"], **FULL_TEXTS
        )
        run = make_run(course, delivery="online", price_dkk=Decimal(1000))
        run.teaching_days.create(on=date(2027, 3, 2))
    return programme, courses


def findings_of(answer):
    return {
        (row["name"], found["words"].replace("\xa0", " "))
        for row in answer.context["rows"]
        for found in row["findings"]
    }
