"""Import and export as an editor uses them: take a table out, bring a changed one back."""

import csv
import html
import io
import re
from datetime import date, datetime, time

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue.models import Course, CourseRun, TeachingDay


def naive(year, month, day, hour=0):
    """A moment as a workbook has it: without a time zone."""
    return datetime.combine(date(year, month, day), time(hour))


def address(model, name):
    return reverse(f"admin:catalogue_{model._meta.model_name}_{name}")


def exported(client, model, kind="semicolon", **query):
    """The bytes of the file that the export page gives."""
    answer = client.post(address(model, "export"), {"format": kind}, query_params=query)
    return b"".join(answer.streaming_content)


def table(content):
    """The rows of an exported file, as dictionaries by heading."""
    if content.startswith(b"PK"):
        headings, *rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(
            values_only=True
        )
    else:
        text = content.decode("utf-8-sig")
        mark = ";" if ";" in text.splitlines()[0] else ","
        headings, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def file_of(rows):
    """A CSV file with these rows, its columns those of the first."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def workbook_of(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def words_of(page):
    """The text of a page without markup."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", page[page.find("<main") :]))
    return " ".join(text.replace("\xa0", " ").split())


def tried(client, model, content, name="table.csv"):
    """The page that says what a file would do."""
    answer = client.post(address(model, "import"), {"file": SimpleUploadedFile(name, content)})
    answer.page = (answer.getvalue() if answer.streaming else answer.content).decode()
    answer.words = words_of(answer.page)
    found = re.search(r'name="reference" value="([0-9a-f-]+)"', answer.page)
    answer.reference = found[1] if found else None
    return answer


def confirmed(client, model, reference):
    answer = client.post(address(model, "import_confirm"), {"reference": reference})
    if answer.streaming:
        answer.words = words_of(answer.getvalue().decode())
    return answer


def imported(client, model, content, name="table.csv"):
    """Try a file and carry it out."""
    return confirmed(client, model, tried(client, model, content, name).reference)


def state():
    """All that the catalogue holds of courses, runs and days.

    With the moments of their last change and their histories.
    """
    models = [
        Course,
        CourseRun,
        TeachingDay,
        Course.history.model,
        CourseRun.history.model,
        TeachingDay.history.model,
    ]
    return [list(model.objects.order_by("pk").values()) for model in models]
