"""What pages show, put together from rows and rules: a programme, the course list with its filters, a course."""

from collections import Counter
from datetime import date
from decimal import Decimal
from uuid import uuid5

from catalogue import forms, phrases
from catalogue.domain.alphabet import danish_key
from catalogue.domain.curriculum import Kind, bands
from catalogue.domain.status import ONE_CAN_APPLY, State
from catalogue.listing import by_attention, first_run
from catalogue.moving import moves_ahead

HOURS_PER_ECTS = Decimal("27.5")
PAGE_SIZE = 50
MOST_BANDS_IN_A_STRIP = 10
LONGEST_SHARE = 16


def strip(programme):
    """Return the programme's bands with their courses, as the drawing and its table take them."""
    courses = {entry.course.uuid: entry for entry in programme.entries.all()}
    groups = {group.pk: group for group in programme.groups.all()}
    drawn = []
    for band in bands(*programme.curriculum()):
        entry = courses.get(band.course)
        course = entry.course if entry else None
        identity = course.uuid if course else uuid5(programme.uuid, f"{band.group}/{band.number}")
        drawn.append(
            {
                "band": band,
                "entry": entry,
                "course": course,
                "group": groups.get(band.group),
                "identity": identity,
            }
        )
    return drawn


def is_crowded(drawn, total):
    """Whether a strip laid down would have bands too narrow for their names."""
    return len(drawn) > MOST_BANDS_IN_A_STRIP or any(piece["band"].ects * LONGEST_SHARE < total for piece in drawn)


def brackets(drawn):
    """Return (kind, number, ECTS) for each stretch of one kind, as the brackets over the strip name them."""
    numbers, sizes = Counter(), Counter()
    for piece in drawn:
        numbers[piece["band"].kind] += 1
        sizes[piece["band"].kind] += piece["band"].ects
    return [(phrases.bracket(kind, numbers[kind]), sizes[kind]) for kind in Kind if numbers[kind]]


def structure_rows(programme, drawn):
    """Return the rows of the table that says the same as the strip: one a fixed course, one an elective group."""
    rows, seen = [], set()
    for piece in drawn:
        band = piece["band"]
        if piece["course"]:
            rows.append({"course": piece["course"], "kind": phrases.kind(band.kind), "ects": band.ects})
        elif band.group not in seen:
            seen.add(band.group)
            same = [other["band"] for other in drawn if other["band"].group == band.group]
            ects = sum((other.ects for other in same), Decimal(0))
            members = [entry.course for entry in programme.entries.all() if entry.group_id == band.group]
            chosen = piece["group"].choose_courses
            rows.append(
                {
                    "group": piece["group"],
                    "kind": phrases.choice(chosen, band.of),
                    "ects": ects,
                    "members": members,
                }
            )
    return rows


def programme_page(programme, listed, today):
    """Return what the programme's page shows besides the programme itself."""
    drawn = strip(programme)
    open_now = sorted((item for item in listed if item.is_open), key=by_attention)
    intake = programme.next_intake(today)
    dates = [(item.status.deadline_on, item.status, item, item.run.is_example) for item in open_now]
    if intake:
        dates.append((intake.closes_on, intake.status(today), None, False))
    soonest = min(
        (status for day, status, item, example in dates if status.is_open),
        key=lambda status: status.deadline_on,
        default=None,
    )
    return {
        "programme": programme,
        "strip": drawn,
        "crowded": is_crowded(drawn, programme.ects),
        "brackets": brackets(drawn),
        "structure": structure_rows(programme, drawn),
        "intake": intake,
        "intake_status": intake.status(today) if intake else None,
        "intake_moves": moves_ahead(today, programme=programme).of_intake(intake) if intake else {},
        "soonest": soonest,
        "soonest_item": next((item for day, status, item, example in dates if status is soonest), None),
        "open_now": open_now,
        "largest": max((item.course.ects for item in listed), default=Decimal(1)),
        "voices": programme.voices.filter(is_published=True),
        "shows_examples": any(item.run.is_example for item in open_now),
        "today": today,
        "missing_language": phrases.only_in(programme.text_languages),
    }


def results_page(listed, filters, judged, ranks, known, labels):
    """Return what the course list shows: facets with counts, chips, the results in order, or the ways out."""
    results = [listed[number] for number in judged.fitting]
    results = _ordered(results, listed, filters.sort, ranks)
    last = max(1, -(-len(results) // PAGE_SIZE))
    page = min(filters.page, last)
    return {
        "filters": filters,
        "facets": [_facet(name, filters, judged, known, labels) for name in forms.FACETS if known[name]],
        "chips": _chips(filters, labels),
        "sorts": _sorts(filters),
        "ways_out": _ways_out(filters, judged, labels),
        "results": results[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        "found": len(results),
        "of": len(listed),
        "page_number": page,
        "page_count": last,
        "earlier": filters.address(page=page - 1 if page > 2 else "") if page > 1 else "",
        "later": filters.address(page=page + 1) if page < last else "",
        "largest": max((item.course.ects for item in listed), default=Decimal(1)),
        "shows_examples": any(item.run and item.run.is_example for item in results),
    }


def _ordered(results, listed, sort, ranks):
    if not sort and ranks:
        numbers = {id(item): ranks[number] for number, item in enumerate(listed) if number in ranks}
        return sorted(results, key=lambda item: (-numbers[id(item)], by_attention(item)))
    keys = {
        "title": lambda item: danish_key(str(item.course.title)),
        "start": lambda item: ((item.run and item.run.starts_on) or date.max, by_attention(item)),
        "ects": lambda item: (item.course.ects, danish_key(str(item.course.title))),
    }
    return sorted(results, key=keys.get(sort, by_attention))


def _facet(name, filters, judged, known, labels):
    values = [
        forms.Value(
            name=name,
            value=value,
            label=phrases.ects(Decimal(value)) if name == "ects" else labels[(name, value)],
            count=judged.counts.get(name, {}).get(value, 0),
            is_chosen=value in filters.chosen[name],
        )
        for value in known[name]
    ]
    return {"name": name, "heading": phrases.facet(name), "values": values}


def _label(name, value, labels):
    return phrases.ects(Decimal(value)) if name == "ects" else labels[(name, value)]


def _chips(filters, labels):
    chips = (
        [{"label": phrases.quoted(filters.q), "address": filters.address(without=("q", filters.q))}]
        if filters.q
        else []
    )
    for name, values in filters.chosen.items():
        chips += [
            {"label": _label(name, value, labels), "address": filters.address(without=(name, value))}
            for value in values
        ]
    return chips


def _sorts(filters):
    names = [*([""] if filters.q else []), *forms.SORTS]
    current = filters.sort or ("" if filters.q else "deadline")
    return [
        {
            "label": phrases.sort(name),
            "address": filters.address(sort="" if name == "deadline" and not filters.q else name),
            "is_current": name == current,
        }
        for name in names
    ]


def _ways_out(filters, judged, labels):
    """The chosen filters whose removal gives courses, the most helpful first."""
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


def course_page(course, site, today):
    """Return what a course's page shows: its places in programmes, its runs to come and past, its facts."""
    places = [
        (programme, entry)
        for programme in site.programmes
        for entry in programme.entries.all()
        if entry.course_id == course.pk
    ]
    runs = [(run, run.status(today)) for run in sorted(course.runs.all(), key=_by_start) if run.is_published]
    moves = moves_ahead(today, run__course=course)
    for run, _status in runs:
        run.moves = moves.of_run(run)
    ahead = [pair for pair in runs if pair[1].state not in {State.HELD}]
    run, status = first_run(runs)
    programme = places[0][0] if places else None
    earlier = {entry.pk: entry.recommended_after.all() for entry in course.entries.all()}
    return {
        "course": course,
        "best_after": earlier.get(places[0][1].pk, ()) if places else (),
        "places": places,
        "place": places[0][1] if places else None,
        "programme": programme,
        "locator": _locator(programme, places[0][1]) if programme else [],
        "runs": ahead,
        "past": [pair for pair in reversed(runs) if pair[1].state is State.HELD],
        "run": run,
        "status": status,
        "can_apply": bool(status and status.state in ONE_CAN_APPLY),
        "host": (run and run.host) or course.host,
        "host_is_example": run.is_example if run and run.host else "host" in course.example_fields,
        "languages_are_examples": (
            run.is_example if run and run.teaching_languages else "teaching_languages" in course.example_fields
        ),
        "languages": (run and run.teaching_languages) or course.teaching_languages,
        "hours": course.workload_hours or int((course.ects * HOURS_PER_ECTS).to_integral_value()),
        "shows_examples": bool(course.example_fields) or any(run.is_example for run, status in runs),
        "today": today,
        "missing_language": phrases.only_in(programme.text_languages) if programme else "",
    }


def _by_start(run):
    return (run.starts_on is None, str(run.starts_on), run.pk)


def _locator(programme, entry):
    """The strip with one band lit: the course's own, or the first place of its elective group."""
    drawn = strip(programme)
    lit = next(
        (
            n
            for n, piece in enumerate(drawn)
            if piece["course"] == entry.course or (entry.group_id and piece["band"].group == entry.group_id)
        ),
        None,
    )
    return [
        {
            **piece,
            "is_lit": number == lit,
            "identity": entry.course.uuid if number == lit else piece["identity"],
        }
        for number, piece in enumerate(drawn)
    ]
