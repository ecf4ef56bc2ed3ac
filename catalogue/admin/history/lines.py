"""Acts and comparisons as pages tell them: when, who, what, why."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from catalogue.admin.history.field_words import changes_between, in_one_line
from catalogue.admin.history.versions import Names, blank, whole_versions
from catalogue.models.kept import BROUGHT_BACK, BY_ITSELF, FIRST_VERSION

MOST_TOLD = 5


@dataclass(frozen=True)
class Section:
    """What became of one thing: added, deleted or changed, and its fields that differ.

    `model_name` and `key` lead to a part's own page, where it has one; the name
    is empty for the thing itself.
    """

    heading: str
    fate: str
    changes: list
    model_name: str
    key: int

    @property
    def words(self):
        return {"added": gettext("added"), "deleted": gettext("deleted")}.get(
            self.fate
        ) or in_one_line(self.changes)


@dataclass(frozen=True)
class Line:
    """One act as the list tells it.

    `bring_back` is the number of the version of the thing itself, None without one.
    """

    key: str
    at: datetime
    who: str
    what: list
    more: int
    why: str
    bring_back: int | None = None


def lines_of(acts, story):
    """Tell of the acts in as many queries, however many there are."""
    pairs = {act.key: _pairs(act, story) for act in acts}
    shown = {key: found[:MOST_TOLD] for key, found in pairs.items()}
    told = iter(_sections(list(chain.from_iterable(shown.values())), story.root))
    sections = {key: list(islice(told, len(found))) for key, found in shown.items()}
    who = people(act.last.user for act in acts)
    lines = []
    for act in acts:
        what = _worth_telling(sections[act.key])
        lines.append(
            Line(
                key=act.key,
                at=act.last.at,
                who=who_did(act.last.user, act.last.reason, who),
                what=what or sections[act.key][:1],
                more=len(pairs[act.key]) - len(shown[act.key]),
                why=why(act.last.reason),
            )
        )
    return with_way_back(lines, acts, story)


def with_way_back(lines, acts, story):
    """Name on each line the version that can be brought back: all but the one that stands."""
    own = story.of_root()
    standing = own[-1] if own and own[-1].kind != "-" else None
    found = []
    for line, act in zip(lines, acts, strict=True):
        versions = [version for version in act.versions if version in own and version.kind != "-"]
        if versions and versions[-1] != standing:
            line = replace(line, bring_back=versions[-1].number)
        found.append(line)
    return found


def compared(story, old, new):
    """What differs between two places of a story, thing by thing."""
    return _worth_telling(_sections(story.differing(old, new), story.root))


def _worth_telling(sections):
    """Without those that were saved as they stood."""
    return [section for section in sections if section.fate != "changed" or section.changes]


def people(keys):
    """The names of the staff who wrote versions, by key."""
    users = get_user_model().objects.filter(pk__in={key for key in keys if key})
    return {user.pk: user.get_full_name() or user.get_username() for user in users}


def who_did(user, reason, names):
    if user in names:
        return names[user]
    if (reason or "").startswith((BY_ITSELF, FIRST_VERSION)):
        return gettext("The site by itself")
    return gettext("Somebody who is gone")


def why(reason):
    """The reason kept with a version, in words; empty where none is kept."""
    code, _colon, rest = (reason or "").partition(":")
    if code == FIRST_VERSION:
        return gettext("The first version that was kept")
    moment = _moment(rest) if code == BROUGHT_BACK else None
    if moment:
        return gettext("Brought back as it was %(moment)s") % {"moment": moment_words(moment)}
    return rest.strip() if code == BY_ITSELF else reason or ""


def moment_words(moment):
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _moment(text):
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _pairs(act, story):
    """For each thing the act touched, the version before it and its last; the thing first."""
    first, last = {}, {}
    for version in act.versions:
        first.setdefault(version.thing, version)
        last[version.thing] = version
    pairs = [
        (_there(story.before[first[thing]]), _there(version)) for thing, version in last.items()
    ]
    # What came and went within the act was never there.
    pairs = [pair for pair in pairs if pair != (None, None)]
    return sorted(pairs, key=lambda pair: (pair[1] or pair[0]).place[1])


def _there(version):
    return version if version and version.kind != "-" else None


def _sections(pairs, root):
    versions = _read(version for version in chain.from_iterable(pairs) if version)
    names = Names(versions.values())
    return [_section(versions.get(old), versions.get(new), names, root) for old, new in pairs]


def _section(old, new, names, root):
    whole = new or old
    thing = capfirst(str(whole.model._meta.verbose_name))
    is_root = root == (whole.model, whole.row.id)
    heading = thing if is_root else f"{thing}: {names.of_row(whole)}"
    thing = (whole.model._meta.model_name if not is_root else "", whole.row.id)
    if new is None:
        return Section(heading, "deleted", [], *thing)
    changes = changes_between(old or blank(whole.model), new, names, parent=root)
    fate = "changed" if old else "added"
    return Section(heading, fate, changes, *thing)


def _read(versions):
    """The versions read whole, by version: one query for each model."""
    wanted = defaultdict(dict)
    for version in versions:
        wanted[version.model][version.number] = version
    read = {}
    for model, lines in wanted.items():
        for number, whole in whole_versions(model, lines).items():
            read[lines[number]] = whole
    return read
