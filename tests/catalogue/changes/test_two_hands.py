from hypothesis import given
from hypothesis import strategies as st

from catalogue.changes.two_hands import Now, Opened, Sent, compare, merge, not_known, read, sign

NAMES = ["title", "code", "is_open", "languages"]
shown = st.one_of(st.sampled_from(["", "a", "b", "c"]), st.booleans(), st.just(["da"]))
values = st.fixed_dictionaries(dict.fromkeys(NAMES, shown))


@given(before=values, now=values, sent=values)
def test_nothing_typed_is_lost_and_nothing_that_others_saved_is_undone_unsaid(before, now, sent):
    merged = merge(before, now, sent)

    for name in NAMES:
        typed_it, others_did = sent[name] != before[name], now[name] != before[name]
        if typed_it:
            assert merged.values[name] == sent[name]
        else:
            assert merged.values[name] == now[name]
        assert (name in merged.theirs) == (others_did and not typed_it)
        is_clash = others_did and typed_it and sent[name] != now[name]
        assert (name in merged.clashes) == is_clash


@given(before=values, sent=values)
def test_alone_one_saves_what_one_sent(before, sent):
    opened, now = Opened(before, {}), Now(before, {})

    comparison = compare(opened, now, sent, {})

    assert not comparison.is_stale
    assert comparison.fields.values == sent


@given(before=values, now=values, sent=values)
def test_what_came_back_is_no_longer_stale(before, now, sent):
    back = compare(Opened(before, {}), Now(now, {}), sent, {})

    again = compare(Opened(now, {}), Now(now, {}), back.fields.values, {})

    assert not again.is_stale
    assert again.fields.values == back.fields.values


@given(now=values, sent=values)
def test_without_a_version_every_difference_is_a_clash(now, sent):
    comparison = compare(not_known(Now(now, {}), {}), Now(now, {}), sent, {})

    assert set(comparison.fields.clashes) == {name for name in NAMES if sent[name] != now[name]}


def test_spaces_at_the_ends_are_no_change():
    merged = merge({"link": "https://a.example "}, {"link": "b"}, {"link": "https://a.example"})

    assert merged.theirs == ("link",)


def row(title):
    return {"title": title}


def test_rows_that_others_added_stand_before_those_that_are_new():
    opened = Opened({}, {"rows": {"1": row("one")}})
    now = Now({}, {"rows": {"1": row("one"), "2": row("theirs")}})
    sent = {"rows": [Sent("1", row("ONE")), Sent("", row("mine"))]}

    comparison = compare(opened, now, {}, sent)

    assert [(each.key, each.values["title"]) for each in comparison.sets["rows"]] == [
        ("1", "ONE"),
        ("2", "theirs"),
        ("", "mine"),
    ]
    assert comparison.is_stale
    assert comparison.sets["rows"][1].is_new_to_sender


def test_a_row_that_others_deleted_goes_unless_the_sender_wrote_in_it():
    opened = Opened({}, {"rows": {"1": row("one"), "2": row("two"), "3": row("three")}})
    now = Now({}, {"rows": {}})
    sent = [
        Sent("1", row("one")),
        Sent("2", row("TWO")),
        Sent("3", row("THREE"), is_deleted=True),
    ]

    comparison = compare(opened, now, {}, {"rows": sent})

    assert comparison.gone == {"rows": ["1", "3"]}
    (kept,) = comparison.sets["rows"]
    assert (kept.key, kept.values, kept.was_deleted) == ("", row("TWO"), True)


def test_a_row_that_the_sender_deletes_and_others_changed_stays_ticked_and_is_told():
    opened = Opened({}, {"rows": {"1": row("one")}})
    now = Now({}, {"rows": {"1": row("theirs")}})

    comparison = compare(opened, now, {}, {"rows": [Sent("1", row("one"), is_deleted=True)]})

    (merged,) = comparison.sets["rows"]
    assert (merged.is_deleted, merged.theirs) == (True, ("title",))
    assert comparison.is_stale


def test_a_row_that_was_not_sent_stays_as_it_is():
    opened = Opened({}, {"rows": {"1": row("one")}})

    comparison = compare(opened, Now({}, {"rows": {"1": row("one")}}), {}, {"rows": []})

    assert not comparison.is_stale
    assert comparison.sets["rows"][0].values == row("one")


def test_a_version_is_read_as_it_was_signed_and_for_its_own_thing_alone():
    now = Now({"title": "a", "is_open": True}, {"rows": {"1": {"languages": ["da", "en"]}}})

    version = sign(now, "catalogue.course:1")

    assert read(version, "catalogue.course:1") == Opened(now.fields, now.sets)
    assert read(version, "catalogue.course:2") is None
    assert read(version[:-1] + ("a" if version[-1] != "a" else "b"), "catalogue.course:1") is None
    assert read("", "catalogue.course:1") is None
