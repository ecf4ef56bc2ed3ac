"""A made-up programme that shares no number with the first: other day, weeks and sizes, in English alone."""

from datetime import date
from decimal import Decimal

from tests.factories import make_course, make_elective_group, make_programme, make_run


def make_other_programme(**over):
    """Coastal engineering: 90 ECTS by 20 September, six weeks, three electives of six, a thesis of 30."""
    programme = make_programme(
        **{
            "slug": "coastal-engineering",
            "title_da": "",
            "title_en": "Master of Coastal Engineering",
            "promise_da": "",
            "promise_en": "Build where the sea meets land",
            "summary_da": "",
            "summary_en": "For engineers who work with harbours, dikes and beaches.",
            "text_languages": ["en"],
            "ects": Decimal(90),
            "deadline_month": 9,
            "deadline_day": 20,
            "course_deadline_weeks": 6,
            "refund_months": 2,
            **over,
        }
    )
    mandatory = [course(programme, title, 15) for title in ("Waves", "Sediment")]
    group = make_elective_group(programme, title_da="", title_en="Specialisation", choose_courses=3)
    electives = [
        course(programme, title, 10, kind="elective", group=group)
        for title in ("Harbours", "Dikes", "Dredging", "Ice", "Dunes", "Wind")
    ]
    thesis = course(programme, "Thesis", 30, kind="thesis")
    make_run(mandatory[0], starts_on=date(2027, 2, 1), ends_on=date(2027, 6, 1))
    return programme, [*mandatory, *electives, thesis]


def course(programme, title, ects, **over):
    texts = {"title_da": "", "title_en": title, "summary_en": f"About {title.lower()}."}
    return make_course(programme, slug=title.lower(), ects=Decimal(ects), **texts, **over)
