import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain.facets import having
from catalogue.models import University
from catalogue.public.filters import CourseFilter, filter_labels, known_values

KNOWN = {
    "open": ["1"],
    "kind": ["mandatory", "elective", "thesis"],
    "lang": ["da", "en", "unknown"],
    "ects": ["7.5", "15"],
    "season": ["spring", "autumn"],
    "uni": ["ku", "au"],
    "programme": ["one", "two"],
}


def read(query):
    return CourseFilter.read(QueryDict(query), KNOWN)


def test_an_empty_address_chooses_nothing():
    filters = read("")

    assert filters.is_empty
    assert (filters.q, filters.sort, filters.page, filters.ignored, filters.programmes) == (
        "",
        "",
        1,
        [],
        [],
    )
    assert filters.address() == "?"


def test_everything_in_the_address_is_read():
    filters = read(
        "q=+etik+&kind=elective&kind=thesis&lang=da&ects=7.5"
        "&season=spring&uni=ku&open=1&sort=title&page=2"
    )

    assert filters.q == "etik"
    assert filters.chosen == {
        "open": ["1"],
        "kind": ["elective", "thesis"],
        "lang": ["da"],
        "ects": ["7.5"],
        "season": ["spring"],
        "uni": ["ku"],
    }
    assert (filters.sort, filters.page, filters.number_chosen) == ("title", 2, 7)
    assert not filters.is_empty
    assert filters.ignored == []


@pytest.mark.parametrize(
    ("query", "ignored"),
    [
        pytest.param("kind=seminar", ["seminar"], id="a kind"),
        pytest.param("lang=de&lang=da", ["de"], id="one of two languages"),
        pytest.param("uni=xx&uni=xx", ["xx"], id="the same twice is told once"),
        pytest.param("ects=7,5", ["7,5"], id="ECTS with a comma"),
        pytest.param("open=yes", ["yes"], id="open"),
        pytest.param("sort=price", ["price"], id="an order"),
        pytest.param("programme=three", ["three"], id="a programme"),
        pytest.param("kind=&lang=+", [], id="nothing at all"),
        pytest.param("utm_source=x", [], id="a name of others"),
    ],
)
def test_what_is_not_known_is_ignored_and_told(query, ignored):
    filters = read(query)

    assert filters.ignored == ignored
    assert filters.sort == ""
    assert filters.programmes == []
    assert filters.number_chosen == (1 if "lang=da" in query else 0)


@pytest.mark.parametrize(
    ("query", "page"),
    [
        pytest.param("page=1", 1, id="first"),
        pytest.param("page=2-", 1, id="behind nothing"),
        pytest.param("page=2-%2F", 1, id="behind what is no address name"),
        pytest.param("page=12345", 12345, id="far beyond"),
        pytest.param("page=0", 1, id="before the first"),
        pytest.param("page=000", 1, id="zeroes"),
        pytest.param("page=-1", 1, id="negative"),
        pytest.param("page=two", 1, id="a word"),
        pytest.param("page=²", 1, id="a raised digit"),
        pytest.param("page=٣", 1, id="an Arabic digit"),
        pytest.param("page=999999999999999999999", 1, id="too long for a page"),
        pytest.param("page=", 1, id="empty"),
    ],
)
def test_a_page_is_a_number_from_one_on(query, page):
    assert read(query).page == page


def test_a_query_is_freed_of_nul_and_cut_to_its_longest():
    assert read("q=et%00ik").q == "etik"
    assert read(f"q={'x' * 10_000}").q == "x" * 200


def test_an_address_keeps_everything_but_the_page():
    address = (
        "?q=etik&open=1&kind=elective&kind=thesis&uni=ku&programme=one&programme=two&sort=title"
    )

    assert read(f"{address[1:]}&page=3").address() == address


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        pytest.param(
            {"without": ("q", "æ & ø")},
            "?kind=elective&kind=thesis&sort=ects",
            id="without the words",
        ),
        pytest.param(
            {"without": ("kind", "elective")},
            "?q=%C3%A6+%26+%C3%B8&kind=thesis&sort=ects",
            id="without a value",
        ),
        pytest.param(
            {"sort": ""}, "?q=%C3%A6+%26+%C3%B8&kind=elective&kind=thesis", id="in its own order"
        ),
        pytest.param(
            {"page": 2},
            "?q=%C3%A6+%26+%C3%B8&kind=elective&kind=thesis&sort=ects&page=2",
            id="on another page",
        ),
    ],
)
def test_an_address_is_changed(changes, address):
    filters = read("q=æ+%26+ø&kind=elective&kind=thesis&sort=ects")

    assert filters.address(**changes) == address


@given(
    st.lists(
        st.tuples(st.sampled_from([*KNOWN, "q", "sort", "page"]), st.text(max_size=8)), max_size=8
    )
)
def test_an_address_reads_as_the_filter_it_was_made_from(pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    filters = CourseFilter.read(query, KNOWN)

    again = read(filters.address()[1:])

    assert (again.q, again.chosen, again.sort, again.programmes) == (
        filters.q.encode(errors="replace").decode(),
        filters.chosen,
        filters.sort,
        filters.programmes,
    )
    assert again.ignored == []


def test_only_values_that_occur_can_be_chosen():
    rows = [
        {
            "open": [],
            "kind": ["thesis"],
            "lang": ["unknown", "en"],
            "ects": ["15"],
            "season": ["autumn"],
            "uni": ["b"],
        },
        {
            "open": ["1"],
            "kind": ["mandatory"],
            "lang": ["da"],
            "ects": ["7.5"],
            "season": ["unknown"],
            "uni": ["unknown"],
        },
    ]
    universities = [University(slug="a"), University(slug="b")]

    assert known_values(having(rows), CourseFilter.facets, universities, ["one"]) == {
        "programme": ["one"],
        "open": ["1"],
        "kind": ["mandatory", "thesis"],
        "lang": ["da", "en", "unknown"],
        "ects": ["7.5", "15"],
        "season": ["autumn", "unknown"],
        "uni": ["b", "unknown"],
    }


@pytest.mark.parametrize(
    ("language", "unknown"), [("da", "Ikke oplyst endnu"), ("en", "Not announced yet")]
)
def test_every_value_has_its_words(language, unknown):
    with override(language):
        words = filter_labels(
            [
                University(
                    slug="ku", name_da="Københavns Universitet", name_en="University of Copenhagen"
                )
            ]
        )

    assert words[("uni", "ku")].startswith("Københavns" if language == "da" else "University")
    assert {words[(name, "unknown")] for name in ("uni", "lang", "season")} == {unknown}
    assert all(words.values())


NAMES = ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("", (1, 0), id="the first"),
        pytest.param("2", (2, 2), id="by its number"),
        pytest.param("2-b", (2, 2), id="behind the last of the first page"),
        pytest.param("2-a", (2, 1), id="something before it has gone"),
        pytest.param("2-c", (2, 3), id="something before it has come"),
        pytest.param("2-gone", (2, 2), id="what it begins behind has gone: by its number"),
        pytest.param("3-e", (3, 4), id="behind the last of all: the last page"),
        pytest.param("99-b", (4, 2), id="a number that cannot be"),
        pytest.param("99", (3, 4), id="beyond the last"),
    ],
)
def test_a_page_begins_behind_what_the_page_before_ended_with(page, expected):
    assert read(f"page={page}").page_of(NAMES, 2) == expected


@given(st.lists(st.sampled_from("abcdefghijklmnop"), unique=True), st.data())
def test_turning_pages_while_things_come_and_go_neither_skips_nor_repeats(names, data):
    """Whatever comes and goes between two pages, what was always there is seen exactly once."""
    steady, now, seen = set(names), list(names), []
    filters = read("")
    # Where nothing is left behind the last thing seen, the page is the last one again.
    while filters.after not in now[-1:]:
        _page, begins = filters.page_of(now, 2)
        shown = now[begins : begins + 2]
        seen += shown
        if begins + 2 >= len(now):
            break
        last = shown[-1]
        gone = data.draw(
            st.sets(st.sampled_from([name for name in now if name != last] or [last]), max_size=2)
        )
        gone -= {last}
        come = (
            data.draw(st.sets(st.sampled_from(["q", "r", "s"]), max_size=2)) - set(now) - set(seen)
        )
        now = [name for name in now if name not in gone]
        for name in come:
            now.insert(data.draw(st.integers(0, len(now))), name)
        steady -= gone
        filters = read(f"page={filters.page + 1}-{last}")
    assert len(seen) == len(set(seen))
    assert steady <= set(seen)
