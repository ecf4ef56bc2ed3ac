"""A programme's courses as bands drawn to scale, and the table that says the same."""

from collections import Counter
from decimal import Decimal
from itertools import count
from uuid import uuid5

from catalogue.domain.curriculum import Kind, bands
from catalogue.text import phrases

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
        # Numbered through, also where they are chosen from several groups.
        elective = None if course else next(electives)
        drawn.append(
            {
                "band": band,
                "entry": entry,
                "course": course,
                "group": groups.get(band.group),
                "identity": identity,
                "elective": elective,
            }
        )
    return drawn


def is_crowded(drawn, total):
    """Whether a strip laid down would have bands too narrow for their names."""
    return len(drawn) > MOST_BANDS_IN_A_STRIP or any(
        piece["band"].ects * LONGEST_SHARE < total for piece in drawn
    )


def brackets(drawn):
    """Return (kind, number, ECTS) for each stretch of one kind, as brackets over the strip."""
    numbers, sizes = Counter(), Counter()
    for piece in drawn:
        numbers[piece["band"].kind] += 1
        sizes[piece["band"].kind] += piece["band"].ects
    return [(phrases.bracket(kind, numbers[kind]), sizes[kind]) for kind in Kind if numbers[kind]]


def structure_rows(programme, drawn):
    """Return the rows of the table that says the same as the strip.

    One for a fixed course, one for an elective group.
    """
    rows, seen = [], set()
    for piece in drawn:
        band = piece["band"]
        if piece["course"]:
            rows.append(
                {"course": piece["course"], "kind": phrases.kind(band.kind), "ects": band.ects}
            )
        elif band.group not in seen:
            seen.add(band.group)
            same = [other["band"] for other in drawn if other["band"].group == band.group]
            ects = sum((other.ects for other in same), Decimal(0))
            members = [
                entry.course for entry in programme.entries.all() if entry.group_id == band.group
            ]
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
