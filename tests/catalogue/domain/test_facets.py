import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain.facets import facets

ROWS = [
    {"kind": ["mandatory"], "lang": ["da"], "open": ["1"]},
    {"kind": ["elective"], "lang": ["en"], "open": []},
    {"kind": ["elective", "mandatory"], "lang": ["da", "en"], "open": ["1"]},
    {"kind": ["thesis"], "lang": ["unknown"], "open": []},
]
VALUES = ["a", "b", "c"]
NAMES = ["kind", "lang", "open"]

rows_of_values = st.lists(
    st.fixed_dictionaries({name: st.lists(st.sampled_from(VALUES), max_size=3) for name in NAMES}),
    max_size=12,
)
choices = st.dictionaries(
    st.sampled_from([*NAMES, "other"]), st.frozensets(st.sampled_from([*VALUES, "d"]))
)


def fits(row, choice):
    return all(set(row.get(name, ())) & values for name, values in choice.items() if values)


def fitting(rows, choice, also):
    return [
        number
        for number, row in enumerate(rows)
        if fits(row, choice) and (also is None or number in also)
    ]


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        pytest.param({}, (0, 1, 2, 3), id="nothing chosen"),
        pytest.param({"kind": frozenset()}, (0, 1, 2, 3), id="an empty facet"),
        pytest.param({"kind": frozenset({"elective"})}, (1, 2), id="one value"),
        pytest.param(
            {"kind": frozenset({"elective", "thesis"})}, (1, 2, 3), id="either value of a facet"
        ),
        pytest.param(
            {"kind": frozenset({"elective"}), "lang": frozenset({"da"})},
            (2,),
            id="both of two facets",
        ),
        pytest.param(
            {"open": frozenset({"1"}), "lang": frozenset({"unknown"})}, (), id="none fits"
        ),
        pytest.param({"kind": frozenset({"seminar"})}, (), id="a value no row has"),
        pytest.param({"town": frozenset({"Odense"})}, (), id="a facet no row has"),
    ],
)
def test_which_rows_fit_a_choice(choice, found):
    assert facets(ROWS, choice).fitting == found


def test_counts_say_what_one_would_see_with_a_value_alone_in_its_facet():
    found = facets(ROWS, {"lang": frozenset({"da"})})

    assert found.counts == {
        "kind": {"mandatory": 2, "elective": 1, "thesis": 0},
        "lang": {"da": 2, "en": 2, "unknown": 1},
        "open": {"1": 2},
    }
    assert found.without == {("lang", "da"): 4}


def test_a_search_limits_rows_counts_and_ways_out():
    found = facets(ROWS, {"kind": frozenset({"elective"})}, also=[3, 0])

    assert found.fitting == ()
    assert found.counts["kind"] == {"mandatory": 1, "elective": 0, "thesis": 1}
    assert found.without == {("kind", "elective"): 2}


def test_no_rows_give_no_counts():
    found = facets([], {"kind": frozenset({"elective"})})

    assert (found.fitting, found.counts, found.without) == ((), {}, {("kind", "elective"): 0})


@given(rows_of_values, choices, st.none() | st.sets(st.integers(0, 11)))
def test_rows_counts_and_ways_out_are_what_trying_each_would_give(rows, choice, also):
    also = also if also is None else {number for number in also if number < len(rows)}

    found = facets(rows, choice, also)

    assert list(found.fitting) == fitting(rows, choice, also)
    for name, counts in found.counts.items():
        for value, count in counts.items():
            assert count == len(fitting(rows, {**choice, name: frozenset({value})}, also))
    assert {(name, value) for name, values in choice.items() for value in values} == set(
        found.without
    )
    for (name, value), count in found.without.items():
        assert count == len(fitting(rows, {**choice, name: choice[name] - {value}}, also))
