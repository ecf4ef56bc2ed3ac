"""The filters of lists: the address read with care; unknown values are ignored and told of."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import urlencode

from catalogue.domain.facets import Having, judged
from catalogue.public.course_rows import UNKNOWN
from catalogue.text import phrases

LONGEST_QUERY = 200
KINDS = ("mandatory", "elective", "thesis")
# A page's number, and behind a hyphen the address name of the last thing on the page before it.
_PAGE = re.compile(r"(\d{1,5})(?:-([-a-zA-Z0-9_]{1,100}))?", re.ASCII)


@dataclass(frozen=True)
class Value:
    """One value of a facet as the form shows it."""

    name: str
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass
class Filter:
    """The filter of an address: words, chosen values by facet, order, page.

    `ignored` is what was not understood. `carried` goes along from page to page though
    the filter does not look at it.

    `after` is the address name of the thing that the page begins behind. With it, turning the page
    neither skips nor repeats anything, though things come and go meanwhile.
    """

    facets: ClassVar[tuple[str, ...]] = ()
    sorts: ClassVar[tuple[str, ...]] = ()

    q: str = ""
    chosen: dict = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    after: str = ""
    programmes: list = field(default_factory=list)
    carried: dict = field(default_factory=dict)
    ignored: list = field(default_factory=list)

    @classmethod
    def read(cls, query, known: Mapping[str, Collection[str]]):
        """Read a QueryDict; `known` gives each facet's values.

        Whatever else stands there is ignored with a notice.
        """
        filters = cls(q=query.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY])
        for name in cls.facets:
            filters.chosen[name] = filters._known(query, name, known)
        filters.programmes = (
            filters._known(query, "programme", known) if "programme" in known else []
        )
        filters.sort = query.get("sort", "")
        if filters.sort and filters.sort not in cls.sorts:
            filters.ignored.append(filters.sort)
            filters.sort = ""
        page = _PAGE.fullmatch(query.get("page", "").strip())
        if page and int(page[1]) > 1:
            filters.page, filters.after = int(page[1]), page[2] or ""
        return filters

    def _known(self, query, name, known):
        wanted = dict.fromkeys(value.strip() for value in query.getlist(name) if value.strip())
        self.ignored += [value for value in wanted if value not in known[name]]
        return [value for value in wanted if value in known[name]]

    @property
    def is_empty(self):
        return not self.q and not any(self.chosen.values())

    @property
    def number_chosen(self):
        return sum(len(values) for values in self.chosen.values())

    def address(self, *, without=None, **changes):
        """Return this filter's query string, changed; `without` is a (name, value) to drop."""
        pairs = [("q", self.q)] if self.q else []
        for name in self.facets:
            pairs += [(name, value) for value in self.chosen.get(name, ())]
        pairs += [("programme", slug) for slug in self.programmes]
        if without in pairs:
            pairs.remove(without)
        rest = {"sort": self.sort, **changes}
        pairs += [(name, value) for name, value in rest.items() if value]
        pairs += self.carried.items()
        return f"?{urlencode(pairs)}" if pairs else "?"

    def judge(self, having: Having, base: int):
        """Return the facets' verdict on the rows of `base`, as those the words were found in."""
        return judged(
            having, {name: frozenset(values) for name, values in self.chosen.items()}, base
        )

    def page_of(self, names: Sequence[str], size: int) -> tuple[int, int]:
        """Return (number of the page, where it begins) among things in order, by address name."""
        last = max(1, -(-len(names) // size))
        if self.after in names:
            begins = names.index(self.after) + 1
            if begins < len(names):
                return min(max(self.page, 2), last + 1), begins
        page = min(self.page, last)
        return page, (page - 1) * size


class CourseFilter(Filter):
    facets = ("open", "kind", "lang", "ects", "season", "uni")
    sorts = ("deadline", "title", "start", "ects")


class ProgrammeFilter(Filter):
    facets = ("lang", "uni")
    sorts = ("title", "ects")


def known_values(
    having: Having, facets: Sequence[str], universities, programmes: Collection[str] = ()
):
    """Return the values each facet can have: those that occur and the fixed ones.

    In the order they are shown.
    """
    occurring = {}
    for name in facets:
        sets = having.get(name, {})
        occurring[name] = {value for value, rows in sets.items() if rows}
    orders = {
        "open": ["1"],
        "kind": KINDS,
        "lang": ["da", "en", UNKNOWN],
        "ects": sorted(occurring.get("ects", ()), key=float),
        "season": ["spring", "autumn", UNKNOWN],
        "uni": [*(university.slug for university in universities), UNKNOWN],
    }
    known: dict[str, Collection[str]] = {"programme": programmes}
    for name in facets:
        if name == "open":
            known[name] = orders[name]
        else:
            known[name] = [value for value in orders[name] if value in occurring[name]]
    return known


def filter_labels(universities):
    """Return the words for each facet's values by (facet, value)."""
    names = {("uni", university.slug): university.name for university in universities}
    names |= {("kind", kind): phrases.kind(kind) for kind in KINDS}
    names |= {("lang", code): phrases.language(code) for code in ("da", "en")}
    names |= {("season", code): phrases.season(code) for code in ("spring", "autumn")}
    names[("open", "1")] = phrases.open_for_application()
    for facet in ("uni", "lang", "season"):
        names[(facet, UNKNOWN)] = phrases.not_announced()
    return names
