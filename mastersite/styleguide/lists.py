"""The examples of the parts of lists: filters, chips, orders, pages, rows, where a page stands."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from admissions.applications.summary import DocumentRow
from catalogue.changes.moved_dates import Moved
from catalogue.models import Intake
from catalogue.public.filters import CourseFilter, Value
from catalogue.public.preview_pages import Banner
from catalogue.text import phrases
from mastersite.styleguide import rows
from mastersite.styleguide.guide import Example, examples_of

LIST = '<ul class="list" role="list">{}</ul>'
REMOVING = '<form id="remove" method="post"></form>'
FILES = '<ul role="list">{}</ul>'
NOWHERE = "?"


@examples_of("components/chips.html")
def chips(day):
    chosen = [
        {"label": phrases.kind("elective"), "address": NOWHERE},
        {"label": "5 ECTS", "address": NOWHERE},
    ]
    yield Example(_("two filters chosen"), {"chips": chosen})
    yield Example(_("none chosen: nothing is shown"), {"chips": []})


@examples_of("components/crumbs.html")
def crumbs(day):
    yield Example(
        _("on a page of the programme"), {"programme": rows.programme(), "section": "deadlines"}
    )


@examples_of("components/document.html")
def document(day):
    words = gettext("Diploma") + " · PDF · 1,2 MB"
    row = DocumentRow("eksamensbevis.pdf", words, NOWHERE, NOWHERE)
    yield Example(
        _("in a draft, where it can be removed"), {"document": row}, inside=REMOVING + FILES
    )
    yield Example(_("after sending"), {"document": replace(row, remove_address="")}, inside=FILES)


@examples_of("components/facet_filters.html")
def facet_filters(day):
    values = [
        Value("kind", kind, phrases.kind(kind), count, count == 5)
        for kind, count in [("mandatory", 0), ("elective", 5)]
    ]
    context = {
        "filters": CourseFilter(q="etik", chosen={"kind": ["elective"]}),
        "facets": [{"name": "kind", "heading": phrases.facet("kind"), "values": values}],
        "action": NOWHERE,
        "search_label": gettext("Search the courses"),
        "filters_label": gettext("Filter the courses"),
        "show_label": gettext("Show courses"),
        "noun_one": gettext("course"),
        "noun_many": gettext("courses"),
    }
    yield Example(_("with words and a value chosen"), context)


@examples_of("components/moved.html")
def moved(day):
    move = Moved(day, day + timedelta(days=30), day + timedelta(days=44), gettext("start"))
    yield Example(_("beside the day it is about"), {"move": move})
    yield Example(_("where no heading says which day it is"), {"move": move, "name": True})
    yield Example(_("not moved: nothing is shown"), {"move": None})


@examples_of("components/pages.html")
def pages(day):
    middle = {"earlier": NOWHERE, "later": NOWHERE, "page_number": 2, "page_count": 3}
    yield Example(_("the first of several"), {"later": NOWHERE, "page_number": 1, "page_count": 3})
    yield Example(_("one in the middle"), {**middle, "pages_label": gettext("Pages of a list")})
    yield Example(_("one page alone: nothing is shown"), {"page_number": 1, "page_count": 1})


@examples_of("components/preview_banner.html")
def preview_banner(day):
    draft = Banner(
        gettext("Preview"),
        gettext("This page has not been published."),
        findings=(gettext("No courses yet: 0 of %(needs)s ECTS.") % {"needs": 60},),
        ways=((gettext("See it on the site"), NOWHERE),),
    )
    yield Example(_("of a draft that does not add up"), {"preview": draft})


@examples_of("components/programme_row.html")
def programme_row(day):
    programme = rows.programme()
    intake = Intake(programme=programme, year=day.year, deadline_on=day + timedelta(days=150))
    known = {"programme": programme, "status": intake.status(day)}
    yield Example(_("in the list of programmes"), known, inside=LIST)
    full = Intake(
        programme=programme,
        year=day.year,
        deadline_on=intake.deadline_on,
        places=20,
        places_taken=20,
    )
    yield Example(_("whose intake is full"), {**known, "status": full.status(day)}, inside=LIST)
    yield Example(
        _("where one is to be chosen"),
        {**known, "leads_to": "catalogue:programme_prices"},
        inside=LIST,
    )


@examples_of("components/sorts.html")
def sorts(day):
    orders = [
        {"label": phrases.sort(name), "address": NOWHERE, "is_current": name == "title"}
        for name in CourseFilter.sorts
    ]
    yield Example(_("by title"), {"sorts": orders, "sorts_label": gettext("Order of the courses")})
