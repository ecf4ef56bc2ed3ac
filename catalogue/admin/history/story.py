"""The whole story of a thing: its versions and its parts', as acts of one person at one time."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain

from django.db import models

from catalogue.models import (
    Audience,
    Course,
    CourseRun,
    CurriculumEntry,
    ElectiveGroup,
    Intake,
    Programme,
    Question,
    Requirement,
    RequirementBranch,
    RequirementOption,
    RequirementSet,
    TeachingDay,
    TextPage,
    Voice,
)

# One save writes its versions within moments of each other.
ONE_ACT = timedelta(seconds=2)
INDEX = (
    "history_date",
    "history_id",
    "id",
    "history_type",
    "history_user_id",
    "history_change_reason",
)


@dataclass(frozen=True)
class Part:
    """What belongs to a thing: its model, the column that says to what.

    A step further down, also of which part.
    """

    model: type[models.Model]
    column: str
    of: type[models.Model] | None = None


PARTS = {
    Course: [
        Part(CourseRun, "course"),
        Part(TeachingDay, "run", CourseRun),
        Part(CurriculumEntry, "course"),
    ],
    CourseRun: [Part(TeachingDay, "run")],
    Programme: [
        Part(model, "programme")
        for model in (ElectiveGroup, CurriculumEntry, Intake, Audience, Voice, Question, TextPage)
    ],
    RequirementSet: [
        Part(Requirement, "requirement_set"),
        Part(RequirementOption, "requirement", Requirement),
        Part(RequirementBranch, "requirement", Requirement),
    ],
    Requirement: [Part(RequirementOption, "requirement"), Part(RequirementBranch, "requirement")],
}


@dataclass(frozen=True)
class Version:
    """One line of the index of versions.

    `place` orders those of all models, parts after what they belong to.
    """

    model: type[models.Model]
    row: int
    number: int
    place: tuple
    kind: str
    user: int | None
    reason: str
    parent: int | None = None

    @property
    def at(self) -> datetime:
        return self.place[0]

    @property
    def thing(self):
        return (self.model, self.row)

    @property
    def key(self):
        return f"{self.model._meta.model_name}-{self.number}"


@dataclass
class Act:
    """What one person did at one time, oldest version first."""

    versions: list = field(default_factory=list)

    @property
    def last(self):
        return self.versions[-1]

    @property
    def key(self):
        return self.last.key

    def goes_on_with(self, version):
        last = self.last
        same = (last.user, last.reason) == (version.user, version.reason)
        return same and version.at - last.at <= ONE_ACT


class Story:
    """The versions of a row and of its parts, oldest first, without their columns.

    One query for each model. `hidden` takes a model and keys and returns those of them
    that the reader may not see.
    """

    def __init__(self, model, key, hidden=lambda model, keys: set()):
        self.root = (model, key)
        found = _index(Part(model, "id"), 0, model.history.filter(id=key))
        for order, part in enumerate(PARTS.get(model, []), start=1):
            found += _index(part, order, _versions_of(part, model, key))
        self.versions = sorted(_seen(found, hidden, model), key=lambda version: version.place)
        self.before = {}
        last = {}
        for version in self.versions:
            self.before[version] = last.get(version.thing)
            last[version.thing] = version

    def acts(self):
        """The acts, newest first."""
        found = []
        for version in self.versions:
            if found and found[-1].goes_on_with(version):
                found[-1].versions.append(version)
            else:
                found.append(Act([version]))
        return found[::-1]

    def place_of(self, key):
        """The place of a version named in an address, or just before it with a leading minus.

        None where it is not known.
        """
        name = key.removeprefix("-")
        found = next((version.place for version in self.versions if version.key == name), None)
        if found and key.startswith("-"):
            return (*found[:-1], found[-1] - 1)
        return found

    def state(self, place):
        """The version of each thing that was there at a place, by thing."""
        found = {}
        for version in self.versions:
            if version.place > place:
                break
            found[version.thing] = version
        return {thing: version for thing, version in found.items() if version.kind != "-"}

    def differing(self, old, new):
        """The pairs of versions that differ between two places, parts after what they belong to."""
        before, after = self.state(old), self.state(new)
        pairs = [(before.get(thing), after.get(thing)) for thing in {**before, **after}]
        pairs = [(one, other) for one, other in pairs if one != other]
        return sorted(
            pairs, key=lambda pair: ((pair[1] or pair[0]).place[1], (pair[1] or pair[0]).row)
        )

    def of_root(self):
        """The versions of the thing itself, oldest first."""
        return [version for version in self.versions if version.thing == self.root]


def _versions_of(part, model, key):
    if part.of is None:
        return part.model.history.filter(**{f"{part.column}_id": key})
    between = next(other for other in PARTS[model] if other.model is part.of)
    keys = part.of.history.filter(**{f"{between.column}_id": key}).order_by().values("id")
    return part.model.history.filter(**{f"{part.column}_id__in": keys})


def _index(part, order, versions):
    parent_column = f"{part.column}_id" if part.of else "id"
    rows = versions.order_by().values_list(*INDEX, parent_column)
    found = []
    for at, number, row, kind, user, reason, above in rows:
        place, parent = (at, order, number), above if part.of else None
        found.append(Version(part.model, row, number, place, kind, user, reason or "", parent))
    return found


def _seen(versions, hidden, root):
    """Without the parts the reader may not see, and without what belongs to those."""
    keys = {}
    for version in versions:
        if version.model is not root:
            keys.setdefault(version.model, set()).add(version.row)
    unseen = set()
    for model, rows in keys.items():
        unseen.update((model, key) for key in hidden(model, rows))
    above = {part.model: part.of for part in chain.from_iterable(PARTS.values()) if part.of}

    def is_seen(version):
        if version.thing in unseen:
            return False
        return version.parent is None or (above[version.model], version.parent) not in unseen

    return [version for version in versions if is_seen(version)]
