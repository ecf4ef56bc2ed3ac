"""Who changed what in a stretch of days: a line for each person, thing and day, with its saves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.utils import timezone

from catalogue.admin.history.story import INDEX, ONE_ACT, PARTS, Version
from catalogue.models import (
    Audience,
    Contact,
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
    University,
    Voice,
)
from catalogue.models.kept import BY_ITSELF, FIRST_VERSION

# Those with a page and a history of their own, and for the others the column that says
# on whose page they are edited.
THINGS = [
    Programme,
    Course,
    CourseRun,
    RequirementSet,
    Requirement,
    Question,
    Voice,
    TextPage,
    University,
    Contact,
]
EDITED_ON = {
    TeachingDay: ("run", CourseRun),
    CurriculumEntry: ("programme", Programme),
    ElectiveGroup: ("programme", Programme),
    Intake: ("programme", Programme),
    Audience: ("programme", Programme),
    RequirementOption: ("requirement", Requirement),
    RequirementBranch: ("requirement", Requirement),
}
LONGEST_BACK = timedelta(days=92)
BY_THE_SITE, BY_SOMEBODY_GONE = "site", "gone"


@dataclass(frozen=True)
class Doing:
    """What one person did to one thing on one day in Copenhagen.

    `first` and `last` are versions in the thing's story.
    """

    on: date
    who: int | str
    thing: tuple
    saves: int
    first: Version
    last: Version
    fate: str

    @property
    def kind(self):
        return self.thing[0]._meta.model_name


def monday_of(day):
    return day - timedelta(days=day.weekday())


def doings(first_day, last_day):
    """What was done from the first day to the last, both included, newest first.

    One query for each model. What a page's parts went through counts as done
    to the thing whose page it is.
    """
    start, end = _midnight(first_day), _midnight(last_day + timedelta(days=1))
    grouped = defaultdict(list)
    for model in [*THINGS, *EDITED_ON]:
        for version, thing in _versions(model, start, end):
            grouped[timezone.localdate(version.at), _who(version), thing].append(version)
    found = [
        _doing(*group, sorted(versions, key=lambda one: one.place))
        for group, versions in grouped.items()
    ]
    return sorted(found, key=lambda doing: doing.last.place, reverse=True)


def _versions(model, start, end):
    column, owner = EDITED_ON.get(model, ("", model))
    versions = model.history.filter(history_date__gte=start, history_date__lt=end).order_by()
    order = next(
        (number for number, part in enumerate(PARTS.get(owner, []), 1) if part.model is model), 0
    )
    key_column = f"{column}_id" if column else "id"
    rows = versions.values_list(*INDEX, key_column)
    for at, number, row, kind, user, reason, key in rows:
        # That something was there when versions began to be kept is nobody's doing.
        if reason != FIRST_VERSION:
            yield (
                Version(model, row, number, (at, order, number), kind, user, reason or ""),
                (owner, key),
            )


def _who(version):
    if version.user:
        return version.user
    return BY_THE_SITE if version.reason.startswith(BY_ITSELF) else BY_SOMEBODY_GONE


def _doing(on, who, thing, versions):
    saves = 1 + sum(later.at - earlier.at > ONE_ACT for earlier, later in pairwise(versions))
    own = [version.kind for version in versions if version.thing == thing]
    if own[-1:] == ["-"]:
        fate = "deleted"
    else:
        fate = "added" if "+" in own else "changed"
    return Doing(on, who, thing, saves, versions[0], versions[-1], fate)


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
