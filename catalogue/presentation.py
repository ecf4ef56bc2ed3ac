"""What pages show, put together from rows and rules: a programme, the course list with its filters, a course."""

from collections import Counter
from decimal import Decimal
from itertools import count
from uuid import uuid5

from catalogue.changes.moved_dates import moves_ahead
from catalogue.domain.curriculum import Kind, bands
from catalogue.domain.status import ONE_CAN_APPLY, State
from catalogue.listing import by_attention, first_run
from catalogue.text import phrases

HOURS_PER_ECTS = Decimal("27.5")
MOST_BANDS_IN_A_STRIP = 10
LONGEST_SHARE = 16


def strip(programme):
    """Return the programme's bands with their courses, as the drawing and its table take them."""
    courses = {entry.course.uuid: entry for entry in programme.entries.all()}
    groups = {group.pk: group for group in programme.groups.all()}
    drawn, electives = [], count(1)
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
                # Numbered through, also where they are chosen from several groups.
                "elective": None if course else next(electives),
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
        "cancelled_intakes": programme.cancelled_intakes(today),
        "intake_status": intake.status(today) if intake else None,
        "intake_moves": moves_ahead(today, programme=programme).of_intake(intake) if intake else {},
        "soonest": soonest,
        "soonest_item": next((item for day, status, item, example in dates if status is soonest), None),
        "open_now": open_now,
        "largest": max((item.course.ects for item in listed), default=Decimal(1)),
        "voices": [voice for voice in programme.voices.all() if voice.is_published],
        "universities": list(dict.fromkeys([*_home(programme), *programme.partners.all()])),
        "shows_examples": any(item.run.is_example for item in open_now),
        "today": today,
        "missing_language": phrases.only_in(programme.text_languages),
    }


def _home(programme):
    return [programme.home_university] if programme.home_university else []


def course_page(course, site, today):
    """Return what a course's page shows: its places in programmes, its runs to come and past, its facts.

    Wants the course's `runs` prefetched, none but those to be shown.
    """
    places = [
        (programme, entry)
        for programme in site.having(course.pk)
        for entry in programme.entries.all()
        if entry.course_id == course.pk
    ]
    runs = _runs(course, today)
    ahead = [pair for pair in runs if pair[1].state not in {State.HELD}]
    run, status = first_run(runs)
    programme = places[0][0] if places else None
    return {
        "course": course,
        "best_after": places[0][1].recommended_after.all() if places else (),
        "places": places,
        "place": places[0][1] if places else None,
        "programme": programme,
        "locator": _locator(programme, places[0][1]) if programme else [],
        "runs": ahead,
        "past": [pair for pair in reversed(runs) if pair[1].state is State.HELD],
        "run": run,
        "status": status,
        "can_apply": bool(status and status.state in ONE_CAN_APPLY),
        **_where_and_how(course, run),
        "hours": course.workload_hours or int((course.ects * HOURS_PER_ECTS).to_integral_value()),
        "shows_examples": bool(course.example_fields) or any(run.is_example for run, status in runs),
        "today": today,
        "missing_language": phrases.only_in(programme.text_languages) if programme else "",
    }


def _runs(course, today):
    """Each run by start with its status, and with what is told of days that have moved."""
    runs = sorted(course.runs.all(), key=_by_start)
    moves = moves_ahead(today, run__course=course)
    for run in runs:
        run.moves = moves.of_run(run)
    return [(run, run.status(today)) for run in runs]


def _where_and_how(course, run):
    """The host and the languages of the next run, which may differ from the course's; and whether they are examples."""
    by_run = {name: bool(run and getattr(run, name)) for name in ("host", "teaching_languages")}
    is_example = {name: run.is_example if own else name in course.example_fields for name, own in by_run.items()}
    return {
        "host": run.host if by_run["host"] else course.host,
        "host_is_example": is_example["host"],
        "languages": run.teaching_languages if by_run["teaching_languages"] else course.teaching_languages,
        "languages_are_examples": is_example["teaching_languages"],
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
