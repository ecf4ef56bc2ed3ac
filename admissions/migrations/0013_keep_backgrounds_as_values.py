"""Backgrounds become values of the rules; what is not yet right stays as it was typed.

Until now both were kept as the answers of the check's form, an application's as pairs, an interest's as the query of an
address. The one area of work that was asked about is the area of each job. The way back gives each job's first area to
all of them.
"""

from calendar import monthrange
from datetime import date
from fractions import Fraction
from urllib.parse import parse_qsl, urlencode

from django.db import migrations

MOST_JOBS = 10
BATCH = 500


def keep_values(apps, schema_editor):
    for row in _rows(apps, schema_editor, "Answers", section="background"):
        pairs = [(str(name), str(value)) for name, value in row.data.get("pairs", [])]
        record = _record(dict(pairs))
        row.data = {"typed": dict(pairs)} if record is None else {"background": record}
        row.save(update_fields=["data"])
    for row in _rows(apps, schema_editor, "Interest", background__isnull=False):
        pairs = dict(parse_qsl(row.background.get("answers", "")))
        row.background = _record(pairs) or {"typed": pairs}
        row.save(update_fields=["background"])


def keep_answers(apps, schema_editor):
    for row in _rows(apps, schema_editor, "Answers", section="background"):
        told = row.data.get("background")
        pairs = _answers(told) if told else row.data["typed"].items()
        row.data = {"pairs": [list(pair) for pair in pairs]}
        row.save(update_fields=["data"])
    for row in _rows(apps, schema_editor, "Interest", background__isnull=False):
        told = row.background
        answers = told["typed"].items() if "typed" in told else _answers(told)
        row.background = {"answers": urlencode(list(answers))}
        row.save(update_fields=["background"])


def _rows(apps, schema_editor, model, **which):
    rows = apps.get_model("admissions", model).objects.using(schema_editor.connection.alias)
    return rows.filter(**which).order_by("pk").iterator(BATCH)


def _record(given):
    """The value of version 1; None where a job cannot be read, as in answers that were kept though they do not hold."""
    try:
        jobs = [_job(given, number) for number in _numbers(given)]
    except ValueError:
        return None
    area = given.get("area")
    for job in jobs:
        job["area"] = None if area == "any" else area
    levels = {name: code for name, code in given.items() if name.startswith("level_")}
    return {
        "version": 1,
        "degree": given.get("degree") or None,
        "degree_field": given.get("field") or None,
        "work": None if area is None else jobs,
        "languages": [
            {"language": name.removeprefix("level_"), "level": None if code == "none" else code}
            for name, code in levels.items()
        ],
        "declarations": {
            name: answer == "yes" for name, answer in given.items() if name.startswith("decl")
        },
    }


def _numbers(given):
    columns = ("m", "y", "tm", "ty", "s")
    return [
        number
        for number in range(1, MOST_JOBS + 1)
        if any(given.get(f"{column}{number}") for column in columns)
    ]


def _job(given, number):
    """One job; ValueError where month, year or share is none."""
    month, year = int(given.get(f"m{number}", "")), int(given.get(f"y{number}", ""))
    ends_on, share = None, Fraction(1)
    if given.get(f"ty{number}") or given.get(f"tm{number}"):
        last_month, last_year = int(given.get(f"tm{number}", "")), int(given.get(f"ty{number}", ""))
        if not 1 <= last_month <= 12:
            raise ValueError(last_month)
        ends_on = date(last_year, last_month, monthrange(last_year, last_month)[1])
    if given.get(f"s{number}"):
        share = Fraction(int(given[f"s{number}"]), 100)
    starts_on = date(year, month, 1)
    if not 0 < share <= 1 or (ends_on and ends_on < starts_on):
        raise ValueError(number)
    return {
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on and ends_on.isoformat(),
        "area": None,
        "share": str(share),
    }


def _answers(told):
    pairs = [("degree", told["degree"]), ("field", told["degree_field"])]
    for skill in told["languages"]:
        pairs.append((f"level_{skill['language']}", skill["level"] or "none"))
    for code, is_made in told["declarations"].items():
        pairs.append((code, "yes" if is_made else "no"))
    jobs = told["work"]
    if jobs is not None:
        pairs.append(("area", (jobs[0]["area"] or "any") if jobs else "none"))
    for number, job in enumerate(jobs or (), start=1):
        pairs += _job_answers(job, number)
    return [(name, value) for name, value in pairs if value is not None]


def _job_answers(job, number):
    starts_on = date.fromisoformat(job["starts_on"])
    yield f"m{number}", starts_on.month
    yield f"y{number}", starts_on.year
    if job["ends_on"]:
        ends_on = date.fromisoformat(job["ends_on"])
        yield f"tm{number}", ends_on.month
        yield f"ty{number}", ends_on.year
    if Fraction(job["share"]) != 1:
        yield f"s{number}", int(Fraction(job["share"]) * 100)


class Migration(migrations.Migration):
    dependencies = [("admissions", "0012_hold_and_release_as_steps")]

    operations = [migrations.RunPython(keep_values, keep_answers)]
