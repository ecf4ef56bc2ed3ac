"""The command by which a member of staff treats a case: every verb, and every refusal in words."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from admissions.desk import services
from admissions.management.commands.treat_application import VERBS
from admissions.models import Application, CaseLetter, Event
from tests.admissions.makers import make_caseworker, make_sent_application, trail_of
from tests.makers import make_requirement_set, make_whole_programme

pytestmark = pytest.mark.django_db
DAY = "2026-12-09"
# By verb: the state before, what is said besides, the state afterwards, the
# action in the trail, the letter.
STEPS = {
    "begin": ("submitted", {}, "under_review", "begin_review", None),
    "ask": (
        "under_review",
        {"text": "?", "day": DAY},
        "information_requested",
        "request_information",
        "letter_request",
    ),
    "go-on": ("information_requested", {}, "under_review", "go_on_without", None),
    "offer": ("under_review", {"day": DAY}, "offered", "offer", "letter_offer"),
    "wait": (
        "under_review",
        {"text": "Vent"},
        "waiting_list",
        "put_on_waiting_list",
        "letter_waiting_list",
    ),
    "refuse": ("under_review", {"text": "For kort."}, "refused", "refuse", "letter_refusal"),
    "lapse": ("offered", {}, "lapsed", "lapse", None),
    "reopen": ("refused", {}, "under_review", "reopen", None),
    "erase": ("refused", {}, "erased", "erase", None),
}


@pytest.fixture
def programme():
    found, _courses = make_whole_programme()
    make_requirement_set(found)
    return found


@pytest.fixture(autouse=True)
def karen(settings):
    settings.COMPLAINTS_TO = "klage@example.org"
    return make_caseworker()


def treat(application, verb, by="karen", **said):
    call_command("treat_application", application.number, verb, by=by, **said)


def refusal(application, verb, **said):
    with pytest.raises(CommandError) as refused:
        treat(application, verb, **said)
    return str(refused.value)


@pytest.mark.parametrize("verb", STEPS)
def test_a_verb_takes_its_step_in_the_persons_name(programme, capsys, verb):
    source, said, target, action, letter = STEPS[verb]
    application = make_sent_application(programme, source)

    treat(application, verb, **said)

    assert capsys.readouterr().out == f"{application.number}: {target}\n"
    assert trail_of(application) == [(action, source, target, "staff", "karen", "")]
    assert list(CaseLetter.objects.values_list("kind", flat=True)) == ([letter] if letter else [])


def test_every_verb_is_tried():
    assert set(VERBS) == {*STEPS, "hold", "release"}


def test_conditions_make_a_conditional_offer(programme):
    application = make_sent_application(programme, "under_review")

    treat(application, "offer", day=DAY, conditions="Bestå en prøve")

    letter = CaseLetter.objects.get()
    assert (letter.kind, letter.due_on) == ("letter_conditional_offer", date(2026, 12, 9))
    assert "Bestå en prøve" in letter.text


def test_the_rules_are_named_where_the_case_was_judged_by_none(programme):
    application = make_sent_application(programme, "under_review", requirement_set=None)

    treat(application, "refuse", text="Kurset er fyldt.", rules="studieordningen")

    assert "efter: studieordningen." in CaseLetter.objects.get().text


def test_a_complaint_holds_a_case_and_nothing_erases_it_until_it_is_released(programme):
    application = make_sent_application(programme, "refused")

    treat(application, "hold")
    assert (
        refusal(application, "erase") == "En klage er under behandling, så intet i sagen slettes."
    )
    treat(application, "release")
    treat(application, "erase")

    application.refresh_from_db()
    assert application.state == "erased"


def test_the_number_may_be_written_small(programme):
    application = make_sent_application(programme)

    call_command("treat_application", application.reference, "begin", by="karen")

    application.refresh_from_db()
    assert application.state == "under_review"


@pytest.mark.parametrize(
    ("username", "over"),
    [("ukendt", None), ("gæst", {"is_staff": False}), ("rejst", {"is_active": False})],
)
def test_nobody_but_an_active_member_of_staff_treats_a_case(programme, username, over):
    application = make_sent_application(programme)
    if over:
        make_caseworker(username, **over)

    assert (
        refusal(application, "begin", by=username)
        == f"No active member of staff is called {username}."
    )
    assert not Event.objects.exists()


def test_a_number_that_no_case_has_is_said(programme):
    with pytest.raises(CommandError, match="There is no case NOSUCHCASE"):
        call_command("treat_application", "NOSUCHCASE", "begin", by="karen")


@pytest.mark.parametrize("day", ["", "9. december", "2026-02-30"])
@pytest.mark.parametrize("verb", ["ask", "offer"])
def test_a_day_that_is_none_is_asked_for(programme, verb, day):
    application = make_sent_application(programme, "under_review")

    assert "--day 2027-06-15" in refusal(application, verb, day=day, text="?")
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("verb", "state", "said", "code"),
    [
        ("begin", "accepted", {}, "step_not_allowed"),
        ("ask", "under_review", {"day": DAY}, "text_missing"),
        ("ask", "under_review", {"day": "2026-11-24", "text": "?"}, "day_is_past"),
        ("refuse", "under_review", {}, "reasons_missing"),
        ("erase", "draft", {}, "step_not_allowed"),
    ],
)
def test_a_refusal_is_told_in_words_and_changes_nothing(programme, verb, state, said, code):
    application = make_sent_application(programme, state)

    words = refusal(application, verb, **said)

    assert code not in words
    assert len(words) > 15
    assert (Application.objects.get().state, Event.objects.count()) == (state, 0)


def test_an_offer_is_not_taken_back_before_its_day(programme, karen):
    application = make_sent_application(programme, "under_review")
    services.offer_place(application, by=karen, reply_by=date(2026, 12, 9))

    assert "fristen er ikke udløbet" in refusal(application, "lapse")
