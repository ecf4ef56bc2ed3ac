"""A made-up programme unlike the first; the models that editors write; days moved and noted."""

from datetime import date
from decimal import Decimal

from django.apps import apps

from catalogue.changes.moved_dates import noting_moved_dates
from catalogue.models import CourseRun, DateChange
from tests.makers import make_course, make_elective_group, make_programme, make_run


def make_other_programme(**over):
    """Coastal engineering: 90 ECTS by 20 September, six weeks, electives of six, a thesis of 30."""
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
    mandatory = [_course(programme, title, 15) for title in ("Waves", "Sediment")]
    group = make_elective_group(programme, title_da="", title_en="Specialisation", choose_courses=3)
    electives = [
        _course(programme, title, 10, kind="elective", group=group)
        for title in ("Harbours", "Dikes", "Dredging", "Ice", "Dunes", "Wind")
    ]
    thesis = _course(programme, "Thesis", 30, kind="thesis")
    make_run(mandatory[0], starts_on=date(2027, 2, 1), ends_on=date(2027, 6, 1))
    return programme, [*mandatory, *electives, thesis]


def _course(programme, title, ects, **over):
    texts = {"title_da": "", "title_en": title, "summary_en": f"About {title.lower()}."}
    return make_course(programme, slug=title.lower(), ects=Decimal(ects), **texts, **over)


def edited_models():
    """Those whose history is kept; the kept versions themselves are not among them."""
    models = apps.get_app_config("catalogue").get_models()
    return [
        model
        for model in models
        if hasattr(model, "history") and not model.__name__.startswith("Historical")
    ]


LATER, LATER_DEADLINE = date(2027, 3, 8), date(2027, 1, 11)


def noted(*about):
    """What was noted, oldest first: the run or the intake's year, what, before, after."""
    rows = DateChange.objects.order_by("at", "pk")
    return [
        (row.run or row.year, row.what, row.old, row.new)
        for row in rows
        if not about or row.run in about
    ]


def move(run, **days):
    with noting_moved_dates(runs=CourseRun.objects.filter(pk=run.pk)):
        CourseRun.objects.filter(pk=run.pk).update(**days)
