"""The page for next year's runs as an editor uses it: what is made, shown and sent."""

from datetime import date, time
from decimal import Decimal

from tests.makers import make_run

PAGE = "/admin/next-year/"


def make_held_run(course, **over):
    """From Monday 1 March 2027, with a teaching day and an exam.

    A year on it is Monday 28 February 2028.
    """
    values = {
        "opens_on": date(2026, 12, 1),
        "exam_on": date(2027, 6, 10),
        "price_dkk": Decimal("9250"),
        "places": 24,
        "places_taken": 7,
        "place_da": "Aarhus",
        "place_en": "Aarhus",
        "code": "F27",
    }
    run = make_run(course, **{**values, **over})
    run.teaching_days.create(
        on=run.starts_on, starts_at=time(9), ends_at=time(15), place_da="Lokale 1"
    )
    return run


def shown(page):
    """What a browser would send of the table as it stands."""
    sent = {"row": [str(row.run.pk) for row in page.context["rows"]]}
    for row in page.context["rows"]:
        sent[f"{row.form.prefix}-version"] = row.version
        for form in (row.form, *(form for day, form in row.days)):
            for field in form:
                value = field.value()
                if value not in (None, False):
                    sent[field.html_name] = "on" if value is True else str(value)
    return sent


def send(client, action="draft", query="", **changes):
    sent = shown(client.get(PAGE + query)) | changes
    return client.post(
        PAGE + query,
        {name: value for name, value in sent.items() if value is not None} | {"action": action},
    )
