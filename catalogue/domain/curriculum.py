"""What a programme consists of: judges a curriculum, and lays it out as bands of ECTS."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    MANDATORY = "mandatory"
    ELECTIVE = "elective"
    THESIS = "thesis"


class FindingCode(StrEnum):
    """What keeps a programme from the public."""

    NO_COURSES = "no_courses"
    NO_LANGUAGE = "no_language"
    SUM_IS_WRONG = "sum_is_wrong"
    GROUP_IS_TOO_SMALL = "group_is_too_small"
    GROUP_SUM_VARIES = "group_sum_varies"
    GROUP_CANNOT_REACH = "group_cannot_reach"
    TEXT_IS_MISSING = "text_is_missing"


@dataclass(frozen=True)
class Entry:
    """A course's place in a programme; `group` is the elective group's number."""

    course: Hashable
    kind: Kind
    ects: Decimal
    group: int | None = None
    order: int = 0


@dataclass(frozen=True)
class Group:
    """Electives of which either so many courses or so many ECTS are chosen."""

    number: int
    choose_courses: int | None = None
    choose_ects: Decimal | None = None


@dataclass(frozen=True)
class Finding:
    """A code with the numbers or the name that belong in its sentence."""

    code: FindingCode
    has: Decimal | int | None = None
    needs: Decimal | int | None = None
    name: str = ""


@dataclass(frozen=True)
class Band:
    """One stretch of the programme drawn to scale; without a `course`, a place for an elective."""

    kind: Kind
    ects: Decimal
    starts_at: Decimal
    course: Hashable | None = None
    group: int | None = None
    number: int = 0
    of: int = 0


def curriculum_findings(
    total: Decimal,
    entries: tuple[Entry, ...],
    groups: tuple[Group, ...],
    missing_texts: tuple[str, ...] = (),
    languages: int = 1,
) -> tuple[Finding, ...]:
    """Return all that keeps a programme of `total` ECTS from the public; empty when nothing does.

    Mandatory courses, each group's choice and the thesis must add up to
    the programme's ECTS exactly.
    """
    findings = []
    if not languages:
        findings.append(Finding(FindingCode.NO_LANGUAGE))
    if not entries:
        findings.append(Finding(FindingCode.NO_COURSES, needs=total))
    for group in groups:
        findings.extend(_group_findings(group, _members(entries, group)))
    has = curriculum_sum(entries, groups)
    if entries and has != total:
        findings.append(Finding(FindingCode.SUM_IS_WRONG, has=has, needs=total))
    findings.extend(Finding(FindingCode.TEXT_IS_MISSING, name=column) for column in missing_texts)
    return tuple(findings)


def curriculum_sum(entries: tuple[Entry, ...], groups: tuple[Group, ...]) -> Decimal:
    """Return the ECTS of the mandatory courses, the thesis and what is chosen from each group."""
    fixed = sum((entry.ects for entry in entries if entry.kind is not Kind.ELECTIVE), Decimal(0))
    return fixed + sum(
        (_chosen_ects(group, _members(entries, group)) for group in groups), Decimal(0)
    )


# A band before it is placed: kind, ECTS, course, number of the group, place, of how many.
_Piece = tuple[Kind, Decimal, Hashable, int | None, int, int]


def bands(entries: tuple[Entry, ...], groups: tuple[Group, ...]) -> tuple[Band, ...]:
    """Lay the curriculum out from 0 ECTS on: mandatory courses, electives, the thesis last."""
    ordered = sorted(entries, key=lambda entry: entry.order)
    pieces = _fixed_pieces(ordered, Kind.MANDATORY)
    for group in groups:
        members = _members(entries, group)
        for place, ects in enumerate(elective_places(group, members), start=1):
            pieces.append((Kind.ELECTIVE, ects, None, group.number, place, len(members)))
    pieces += _fixed_pieces(ordered, Kind.THESIS)
    laid, at = [], Decimal(0)
    for kind, ects, course, number, place, of in pieces:
        laid.append(Band(kind, ects, at, course, number, place, of))
        at += ects
    return tuple(laid)


def _fixed_pieces(ordered: Iterable[Entry], kind: Kind) -> list[_Piece]:
    return [(kind, entry.ects, entry.course, None, 0, 0) for entry in ordered if entry.kind is kind]


def elective_places(group: Group, members: tuple[Entry, ...]) -> tuple[Decimal, ...]:
    """Return the ECTS of each place to be filled.

    One a course where all are alike, else the whole choice as one.
    """
    chosen = _chosen_ects(group, members)
    if not chosen:
        return ()
    sizes = {entry.ects for entry in members}
    if len(sizes) == 1:
        size = sizes.pop()
        if chosen % size == 0:
            return (size,) * int(chosen / size)
    return (chosen,)


def _members(entries: tuple[Entry, ...], group: Group) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.group == group.number)


def _chosen_ects(group: Group, members: tuple[Entry, ...]) -> Decimal:
    if group.choose_ects is not None:
        return group.choose_ects
    smallest_first = sorted(entry.ects for entry in members)
    return sum(smallest_first[: group.choose_courses or 0], Decimal(0))


def _group_findings(group: Group, members: tuple[Entry, ...]) -> list[Finding]:
    if group.choose_ects is not None:
        if group.choose_ects not in _reachable_sums(members):
            return [Finding(FindingCode.GROUP_CANNOT_REACH, needs=group.choose_ects)]
        return []
    wanted = group.choose_courses or 0
    if len(members) < wanted:
        return [Finding(FindingCode.GROUP_IS_TOO_SMALL, has=len(members), needs=wanted)]
    sizes = sorted(entry.ects for entry in members)
    fewest, most = sum(sizes[:wanted], Decimal(0)), sum(sizes[len(sizes) - wanted :], Decimal(0))
    return [Finding(FindingCode.GROUP_SUM_VARIES, has=fewest, needs=most)] if fewest != most else []


def _reachable_sums(members: tuple[Entry, ...]) -> set[Decimal]:
    sums = {Decimal(0)}
    for entry in members:
        sums |= {known + entry.ects for known in sums}
    return sums
