"""Lists with their filters as pages show them: true counts, chips, orders, turning pages."""

from decimal import Decimal
from itertools import chain
from urllib.parse import urlencode

from catalogue.domain.facets import bits_of, in_order
from catalogue.models import Programme
from catalogue.public.course_list import course_list_on, kinds_in_order, programme_list
from catalogue.public.course_rows import list_rows
from catalogue.public.filters import (
    CourseFilter,
    ProgrammeFilter,
    Value,
    filter_labels,
    known_values,
)
from catalogue.text import phrases
from catalogue.text.translation import reader_language

PAGE_SIZE = 20


def courses_page(site, query, today):
    """Return what the course list shows of all public programmes, or of those the address names."""
    index, language = site.index, reader_language()
    listed = course_list_on(index, today)
    asked = [
        index.by_slug[slug]
        for slug in dict.fromkeys(query.getlist("programme"))
        if slug in index.by_slug
    ]
    base, having = listed.within(asked or index.programmes)
    universities = _universities(index)
    known = known_values(having, CourseFilter.facets, universities, index.by_slug)
    filters = CourseFilter.read(query, known)
    ranks = listed.found(filters.q, language) if filters.q else {}
    searched = base & bits_of(ranks) if filters.q else base
    judged = filters.judge(having, searched)
    order = in_order(judged.fits, listed.order(filters.sort or "deadline", language))
    if ranks and not filters.sort:
        order.sort(key=lambda number: -ranks[number])
    slugs = [listed.rows[number].record.slug for number in order]
    page, begins = filters.page_of(slugs, PAGE_SIZE)
    shown = [listed.rows[number].record.key for number in order[begins : begins + PAGE_SIZE]]
    results = list_rows([(key, _kinds(index, key, asked)) for key in shown], today, site.viewing)
    for item in results:
        item.names_home = site.count > 1 and item.course.home_programme_id in index.by_key
    asked_programmes = index.rows(asked)
    labels = filter_labels(universities) | {
        ("programme", row.slug): row.title for row in asked_programmes
    }
    return {
        **_frame(filters, judged, known, labels, sort="deadline"),
        **_turning(filters, slugs, page, begins),
        "results": results,
        "of": base.bit_count(),
        "largest": listed.largest,
        "shows_examples": any(item.run and item.run.is_example for item in results),
        "asked_programmes": asked_programmes,
    }


def programmes_page(site, query, today, carried=None):
    """Return what a list of the public programmes shows, for a site that has several.

    `carried` are values by name that go along with every link of the list.
    """
    index, language = site.index, reader_language()
    listed = programme_list(index)
    universities = _universities(index)
    known = known_values(listed.having, ProgrammeFilter.facets, universities)
    filters = ProgrammeFilter.read(query, known)
    filters.carried = carried or {}
    ranks = listed.found(filters.q, language) if filters.q else {}
    base = bits_of(ranks) if filters.q else listed.everything
    judged = filters.judge(listed.having, base)
    order = in_order(judged.fits, listed.order(filters.sort, language))
    if ranks and not filters.sort:
        order.sort(key=lambda number: -ranks[number])
    slugs = [index.programmes[number].slug for number in order]
    page, begins = filters.page_of(slugs, PAGE_SIZE)
    keys = [index.programmes[number].key for number in order[begins : begins + PAGE_SIZE]]
    rows = (
        Programme.objects.select_related("home_university")
        .prefetch_related("intakes")
        .in_bulk(keys)
    )
    intakes = [(rows[key], rows[key].next_intake(today)) for key in keys if key in rows]
    return {
        **_frame(filters, judged, known, filter_labels(universities), sort=""),
        **_turning(filters, slugs, page, begins),
        "results": [(row, intake.status(today) if intake else None) for row, intake in intakes],
        "keep": f"?{urlencode(filters.carried)}" if filters.carried else "",
        "of": len(index.programmes),
        "today": today,
    }


def _universities(index):
    return sorted(
        index.universities.values(), key=lambda university: (university.order, university.name_da)
    )


def _kinds(index, course_key, asked):
    """The kinds a course has in the programmes shown."""
    programmes = asked or index.by_course.get(course_key, ())
    places = chain.from_iterable(record.places for record in programmes)
    return kinds_in_order(kind for course, kind in places if course == course_key)


def _frame(filters, judged, known, labels, *, sort):
    return {
        "filters": filters,
        "facets": [
            _facet(name, filters, judged, known, labels) for name in filters.facets if known[name]
        ],
        "chips": _chips(filters, labels),
        "sorts": _sorts(filters, sort),
        "ways_out": _ways_out(filters, judged, labels),
    }


def _turning(filters, slugs, page, begins):
    """The ways to the page before and after.

    Each names the thing it begins behind, so that none is lost.
    """
    count = max(1, -(-len(slugs) // PAGE_SIZE))
    before, behind = begins - PAGE_SIZE, begins + PAGE_SIZE
    earlier = later = ""
    if before > 0:
        earlier = filters.address(page=f"{page - 1}-{slugs[before - 1]}")
    elif begins > 0:
        earlier = filters.address()
    if behind < len(slugs):
        later = filters.address(page=f"{page + 1}-{slugs[behind - 1]}")
    return {
        "found": len(slugs),
        "page_number": page,
        "page_count": max(count, page),
        "earlier": earlier,
        "later": later,
    }


def _facet(name, filters, judged, known, labels):
    values = [
        Value(
            name=name,
            value=value,
            label=_label(name, value, labels),
            count=judged.counts.get(name, {}).get(value, 0),
            is_chosen=value in filters.chosen[name],
        )
        for value in known[name]
    ]
    return {"name": name, "heading": phrases.facet(name), "values": values}


def _label(name, value, labels):
    return phrases.ects(Decimal(value)) if name == "ects" else labels[(name, value)]


def _chips(filters, labels):
    chips = []
    if filters.q:
        chips.append(_chip(filters, "q", filters.q, phrases.quoted(filters.q)))
    for name, values in {"programme": filters.programmes, **filters.chosen}.items():
        for value in values:
            chips.append(_chip(filters, name, value, _label(name, value, labels)))
    return chips


def _chip(filters, name, value, label):
    return {"label": label, "address": filters.address(without=(name, value))}


def _sorts(filters, usual):
    """The orders one can choose.

    `usual` is the list's own when no words are searched for, empty for its fixed one.
    """
    own = "" if filters.q or not usual else usual
    names = filters.sorts if own else ("", *filters.sorts)
    current = filters.sort or own
    sorts = []
    for name in names:
        label = phrases.sort(name) if name or filters.q else phrases.own_order()
        # The list's own order needs no word in the address.
        asked = "" if name == own else name
        sorts.append(
            {
                "label": label,
                "address": filters.address(sort=asked),
                "is_current": name == current,
            }
        )
    return sorts


def _ways_out(filters, judged, labels):
    """The chosen filters whose removal gives something, the most helpful first."""
    ways = [
        {
            "label": _label(name, value, labels),
            "count": count,
            "address": filters.address(without=(name, value)),
        }
        for (name, value), count in judged.without.items()
        if count
    ]
    return sorted(ways, key=lambda way: -way["count"])
