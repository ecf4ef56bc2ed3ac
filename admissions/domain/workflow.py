"""What an application can become, and who may take each step: the one table all go by."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    INFORMATION_REQUESTED = "information_requested"
    WAITING_LIST = "waiting_list"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    ERASED = "erased"


class Action(StrEnum):
    SEND = "send"
    BEGIN_REVIEW = "begin_review"
    REQUEST_INFORMATION = "request_information"
    ANSWER = "answer"
    GO_ON_WITHOUT = "go_on_without"
    PUT_ON_WAITING_LIST = "put_on_waiting_list"
    OFFER = "offer"
    REFUSE = "refuse"
    ACCEPT = "accept"
    DECLINE = "decline"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    ADD_DOCUMENT = "add_document"
    CORRECT_CONTACT = "correct_contact"
    ASK_ERASURE = "ask_erasure"
    HOLD = "hold"
    RELEASE = "release"
    ERASE = "erase"


class Actor(StrEnum):
    APPLICANT = "applicant"
    STAFF = "staff"
    TIMER = "timer"


@dataclass(frozen=True)
class Step:
    """One row of the table: by whom an action leads from which states to which.

    The state stays where there is none.
    """

    action: Action
    actors: frozenset[Actor]
    sources: frozenset[State]
    target: State | None

    def leads_to(self, source: State) -> State:
        return self.target or source


_APPLICANT, _STAFF = frozenset({Actor.APPLICANT}), frozenset({Actor.STAFF})
_DECIDED = frozenset({State.ACCEPTED, State.DECLINED, State.REFUSED, State.WITHDRAWN, State.LAPSED})
_OPEN = frozenset(
    {
        State.SUBMITTED,
        State.UNDER_REVIEW,
        State.INFORMATION_REQUESTED,
        State.WAITING_LIST,
        State.OFFERED,
    }
)

# No step but the deletion of what has been kept long enough is the timer's: no
# decision is made by the clock.
STEPS = (
    Step(Action.SEND, _APPLICANT, frozenset({State.DRAFT}), State.SUBMITTED),
    Step(Action.BEGIN_REVIEW, _STAFF, frozenset({State.SUBMITTED}), State.UNDER_REVIEW),
    Step(
        Action.REQUEST_INFORMATION,
        _STAFF,
        frozenset({State.SUBMITTED, State.UNDER_REVIEW, State.WAITING_LIST}),
        State.INFORMATION_REQUESTED,
    ),
    Step(Action.ANSWER, _APPLICANT, frozenset({State.INFORMATION_REQUESTED}), State.UNDER_REVIEW),
    Step(
        Action.GO_ON_WITHOUT, _STAFF, frozenset({State.INFORMATION_REQUESTED}), State.UNDER_REVIEW
    ),
    Step(Action.PUT_ON_WAITING_LIST, _STAFF, frozenset({State.UNDER_REVIEW}), State.WAITING_LIST),
    Step(Action.OFFER, _STAFF, frozenset({State.UNDER_REVIEW, State.WAITING_LIST}), State.OFFERED),
    Step(Action.REFUSE, _STAFF, frozenset({State.UNDER_REVIEW, State.WAITING_LIST}), State.REFUSED),
    Step(Action.ACCEPT, _APPLICANT, frozenset({State.OFFERED}), State.ACCEPTED),
    Step(Action.DECLINE, _APPLICANT, frozenset({State.OFFERED}), State.DECLINED),
    Step(Action.LAPSE, _STAFF, frozenset({State.OFFERED}), State.LAPSED),
    Step(Action.WITHDRAW, _APPLICANT, _OPEN | {State.ACCEPTED}, State.WITHDRAWN),
    Step(Action.REOPEN, _STAFF, _DECIDED - {State.ACCEPTED}, State.UNDER_REVIEW),
    Step(Action.ADD_DOCUMENT, _APPLICANT, _OPEN, None),
    Step(Action.CORRECT_CONTACT, _APPLICANT, _OPEN | {State.ACCEPTED}, None),
    Step(Action.ASK_ERASURE, _APPLICANT, _OPEN | _DECIDED, None),
    Step(Action.HOLD, _STAFF, _OPEN | _DECIDED, None),
    Step(Action.RELEASE, _STAFF, _OPEN | _DECIDED, None),
    Step(
        Action.ERASE,
        frozenset({Actor.APPLICANT, Actor.TIMER}),
        frozenset({State.DRAFT}),
        State.ERASED,
    ),
    Step(Action.ERASE, frozenset({Actor.STAFF, Actor.TIMER}), _DECIDED, State.ERASED),
)

# An address has one application at a time to one target; these do not stand in the way of another.
ENDED = frozenset({State.DECLINED, State.REFUSED, State.WITHDRAWN, State.LAPSED, State.ERASED})
# The office has not decided yet.
UNDECIDED = frozenset({State.SUBMITTED, State.UNDER_REVIEW, State.INFORMATION_REQUESTED})
# The case goes on, or leads to a start.
RUNNING = _OPEN | {State.ACCEPTED}
# A place is counted as taken.
HAVING_A_PLACE = frozenset({State.OFFERED, State.ACCEPTED})
# The applicant is to do something.
WAITING_FOR_APPLICANT = frozenset({State.DRAFT, State.INFORMATION_REQUESTED, State.OFFERED})


def step(state: State, action: Action, actor: Actor) -> Step | None:
    """Return the step that the actor's action takes from the state, or None."""
    for each in STEPS:
        if each.action is action and state in each.sources and actor in each.actors:
            return each
    return None


def actions_of(state: State, actor: Actor) -> list[Action]:
    """Return what the actor may do in the state, in the table's order."""
    return [each.action for each in STEPS if state in each.sources and actor in each.actors]
