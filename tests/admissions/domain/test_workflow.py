"""Every state times every action times every actor: what the table allows, and nothing else."""

from itertools import product

import pytest
from django.core.management import call_command

from admissions.domain.workflow import (
    ENDED,
    STEPS,
    WAITING_FOR_APPLICANT,
    Action,
    Actor,
    State,
    actions_of,
    step,
)
from admissions.management.commands import write_state_table

# One letter a state, so that the whole truth is one table.
D, S, U = State.DRAFT, State.SUBMITTED, State.UNDER_REVIEW
I, O = State.INFORMATION_REQUESTED, State.OFFERED  # noqa: E741 - letters make one table
W, A, X = State.WAITING_LIST, State.ACCEPTED, State.DECLINED
R, T, L, E = State.REFUSED, State.WITHDRAWN, State.LAPSED, State.ERASED

# The whole truth, written out by hand: from, by, what, to.
ALLOWED = {
    "applicant": [
        (D, "send", S), (D, "erase", E),
        (S, "withdraw", T), (U, "withdraw", T), (I, "withdraw", T),
        (W, "withdraw", T), (O, "withdraw", T), (A, "withdraw", T),
        (I, "answer", U), (O, "accept", A), (O, "decline", X),
        (S, "add_document", S), (U, "add_document", U), (I, "add_document", I),
        (W, "add_document", W), (O, "add_document", O),
        *((each, "correct_contact", each) for each in (S, U, I, W, O, A)),
        *((each, "ask_erasure", each) for each in (S, U, I, W, O, A, X, R, T, L)),
    ],
    "staff": [
        (S, "begin_review", U), (S, "request_information", I), (U, "request_information", I),
        (W, "request_information", I), (I, "go_on_without", U), (U, "put_on_waiting_list", W),
        (U, "offer", O), (W, "offer", O), (U, "refuse", R), (W, "refuse", R), (O, "lapse", L),
        (X, "reopen", U), (R, "reopen", U), (T, "reopen", U), (L, "reopen", U),
        (A, "erase", E), (X, "erase", E), (R, "erase", E), (T, "erase", E), (L, "erase", E),
        *((each, "hold", each) for each in (S, U, I, W, O, A, X, R, T, L)),
        *((each, "release", each) for each in (S, U, I, W, O, A, X, R, T, L)),
    ],
    "timer": [
        (D, "erase", E), (A, "erase", E), (X, "erase", E),
        (R, "erase", E), (T, "erase", E), (L, "erase", E),
    ],
}  # fmt: skip


@pytest.mark.parametrize("actor", Actor)
def test_the_table_allows_this_and_nothing_else(actor):
    wanted = {(source, name): target for source, name, target in ALLOWED[actor]}

    for state, action in product(State, Action):
        found = step(state, action, actor)

        assert (found and found.leads_to(state)) == wanted.get((state, str(action))), (
            state,
            action,
        )
        assert (action in actions_of(state, actor)) == (found is not None)


def test_no_decision_is_made_by_the_clock():
    assert {each.action for each in STEPS if Actor.TIMER in each.actors} == {Action.ERASE}


def test_every_state_but_a_draft_is_reached_and_every_one_but_the_erased_is_left():
    assert {each.target for each in STEPS} - {None} == set(State) - {State.DRAFT}
    assert {source for each in STEPS for source in each.sources} == set(State) - {State.ERASED}


def test_who_is_to_act_has_something_to_do():
    for state in WAITING_FOR_APPLICANT:
        assert set(actions_of(state, Actor.APPLICANT)) - {Action.WITHDRAW, Action.ERASE}
    for state in ENDED:
        assert set(actions_of(state, Actor.APPLICANT)) <= {Action.ASK_ERASURE}


def test_the_document_is_made_from_the_table():
    assert write_state_table.PLACE.read_text(encoding="utf-8") == write_state_table.state_table()


def test_the_command_writes_the_document(tmp_path, settings, monkeypatch, capsys):
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(write_state_table, "PLACE", tmp_path / "states.md")

    call_command("write_state_table")

    assert (tmp_path / "states.md").read_text(encoding="utf-8").count("| Place offered |") == 5
    assert capsys.readouterr().out == "Written: states.md\n"
