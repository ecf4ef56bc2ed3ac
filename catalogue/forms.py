"""The course filter: what stands in the address, read with care; unknown values are ignored and told of."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from catalogue import phrases
from catalogue.domain.facets import facets
from catalogue.listing import UNKNOWN

FACETS = ("open", "kind", "lang", "ects", "season", "uni")
SORTS = ("deadline", "title", "start", "ects")
LONGEST_QUERY = 200
KINDS = ("mandatory", "elective", "thesis")


@dataclass(frozen=True)
class Value:
    """One value of a facet as the form shows it."""

    name: str
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass
class CourseFilter:
    """The filter of an address: words, chosen values by facet, order, page; `ignored` is what was not understood."""

    q: str = ""
    chosen: dict = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    programmes: list = field(default_factory=list)
    ignored: list = field(default_factory=list)

    @classmethod
    def read(cls, query, known):
        """Read a QueryDict; `known` gives each facet's values. Whatever else stands there is ignored with a notice."""
        filters = cls(q=query.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY])
        for name in FACETS:
            filters.chosen[name] = filters._known(query, name, known)
        filters.programmes = filters._known(query, "programme", known)
        filters.sort = query.get("sort", "")
        if filters.sort and filters.sort not in SORTS:
            filters.ignored.append(filters.sort)
            filters.sort = ""
        page = query.get("page", "1").strip()
        filters.page = max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1
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
        """Return the query string of this filter, changed; `without` is a (name, value) to take away."""
        chosen = {name: [v for v in values if (name, v) != without] for name, values in self.chosen.items()}
        pairs = [] if without == ("q", self.q) or not self.q else [("q", self.q)]
        pairs += [(name, value) for name in FACETS for value in chosen.get(name, [])]
        pairs += [("programme", slug) for slug in self.programmes]
        pairs += [(name, value) for name, value in {"sort": self.sort, **changes}.items() if value]
        return f"?{urlencode(pairs)}" if pairs else "?"

    def judge(self, rows, found):
        """Return the facets' verdict on rows under this filter; `found` are the rows the words were found in."""
        return facets(rows, {name: frozenset(values) for name, values in self.chosen.items()}, found)


def known_values(rows, universities, programmes):
    """Return the values each name can have: those that occur, and the fixed ones, in the order they are shown."""
    occurring = {name: {value for row in rows for value in row[name]} for name in FACETS}
    sizes = sorted(occurring["ects"], key=float)
    return {
        "programme": [programme.slug for programme in programmes],
        "open": ["1"],
        "kind": [kind for kind in KINDS if kind in occurring["kind"]],
        "lang": [code for code in ("da", "en", UNKNOWN) if code in occurring["lang"]],
        "ects": sizes,
        "season": [code for code in ("spring", "autumn", UNKNOWN) if code in occurring["season"]],
        "uni": [u.slug for u in universities if u.slug in occurring["uni"]]
        + ([UNKNOWN] if UNKNOWN in occurring["uni"] else []),
    }


def labels(universities):
    """Return the words for each facet's values by (facet, value)."""
    names = {("uni", university.slug): university.name for university in universities}
    names |= {("kind", kind): phrases.kind(kind) for kind in KINDS}
    names |= {("lang", code): phrases.language(code) for code in ("da", "en")}
    names |= {("season", code): phrases.season(code) for code in ("spring", "autumn")}
    names[("open", "1")] = phrases.open_for_application()
    for facet in ("uni", "lang", "season"):
        names[(facet, UNKNOWN)] = phrases.not_announced()
    return names
