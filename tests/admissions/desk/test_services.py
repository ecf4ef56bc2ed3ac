"""The verbs of the office: what each does and writes, its letter and notice, its refusals."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from admissions.desk import services
from admissions.models import Application, CaseLetter, Event, Letter
from tests.admissions.makers import (
    ANSWERS,
    code_of,
    make_caseworker,
    make_sent_application,
    trail_of,
)
from tests.makers import make_programme, make_requirement_set, make_whole_programme

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 9)
YESTERDAY = date(2026, 11, 24)


@pytest.fixture
def programme():
    found, _courses = make_whole_programme(years_min=2, years_max=6, title_da="Master i øvelse")
    make_requirement_set(found)
    return found


@pytest.fixture
def karen():
    return make_caseworker()


@pytest.fixture(autouse=True)
def complaints(settings):
    settings.COMPLAINTS_TO = "klage@example.org"


# What each verb does: the state it is taken in, the call, the state it
# leads to, the letter, the notice.
VERBS = {
    "begin_review": (
        "submitted",
        lambda case, by: services.begin_review(case, by=by),
        "under_review",
        None,
        None,
    ),
    "request_information": (
        "under_review",
        lambda case, by: services.request_information(case, by=by, text="Dit bevis", due_on=DUE),
        "information_requested",
        "letter_request",
        "information_requested",
    ),
    "go_on_without": (
        "information_requested",
        lambda case, by: services.go_on_without(case, by=by),
        "under_review",
        None,
        None,
    ),
    "put_on_waiting_list": (
        "under_review",
        lambda case, by: services.put_on_waiting_list(case, by=by, text="Alle pladser er besat."),
        "waiting_list",
        "letter_waiting_list",
        "decision_made",
    ),
    "offer": (
        "waiting_list",
        lambda case, by: services.offer_place(case, by=by, reply_by=DUE),
        "offered",
        "letter_offer",
        "decision_made",
    ),
    "refuse": (
        "under_review",
        lambda case, by: services.refuse(case, by=by, reasons="Arbejdet er for kort."),
        "refused",
        "letter_refusal",
        "decision_made",
    ),
    "lapse": (
        "offered",
        lambda case, by: services.let_lapse(case, by=by),
        "lapsed",
        None,
        "decision_made",
    ),
    "reopen": (
        "refused",
        lambda case, by: services.reopen(case, by=by),
        "under_review",
        None,
        None,
    ),
}


@pytest.mark.parametrize("action", VERBS)
def test_a_verb_takes_its_step_in_a_persons_name_with_its_letter_and_its_notice(
    programme, karen, action
):
    source, verb, target, letter_kind, notice_kind = VERBS[action]
    application = make_sent_application(programme, source)

    verb(application, karen)

    application.refresh_from_db()
    assert application.state == target
    assert trail_of(application) == [(action, source, target, "staff", "karen", "")]
    letters = CaseLetter.objects.values_list("kind", "written_by__username", "signed")
    assert list(letters) == ([(letter_kind, "karen", "Karen Kontor")] if letter_kind else [])
    notices = Letter.objects.values_list("kind", "to", "state")
    assert list(notices) == ([(notice_kind, application.email, "queued")] if notice_kind else [])


@pytest.mark.parametrize("action", VERBS)
def test_a_verb_that_the_state_does_not_allow_writes_nothing(programme, karen, action):
    application = make_sent_application(programme, "accepted")

    assert code_of(VERBS[action][1], application, karen) == "step_not_allowed"

    application.refresh_from_db()
    assert application.state == "accepted"
    assert (Event.objects.count(), CaseLetter.objects.count(), Letter.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("action", VERBS)
def test_a_case_that_has_gone_on_since_it_was_read_is_left_as_it_stands(programme, karen, action):
    source, verb, _target, _letter, _notice = VERBS[action]
    application = make_sent_application(programme, source)
    Application.objects.update(state="withdrawn")

    assert code_of(verb, application, karen) == "step_not_allowed"

    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert (Event.objects.count(), CaseLetter.objects.count(), Letter.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("verb", "over", "code"),
    [
        pytest.param(
            services.request_information,
            {"text": " \n", "due_on": DUE},
            "text_missing",
            id="no question",
        ),
        pytest.param(
            services.request_information,
            {"text": "?", "due_on": YESTERDAY},
            "day_is_past",
            id="asked late",
        ),
        pytest.param(
            services.offer_place, {"reply_by": YESTERDAY}, "day_is_past", id="offered late"
        ),
        pytest.param(services.refuse, {"reasons": "  "}, "reasons_missing", id="no reasons"),
        pytest.param(
            services.put_on_waiting_list,
            {"text": "  "},
            "reasons_missing",
            id="waiting for no reason",
        ),
    ],
)
def test_a_step_without_what_it_needs_leaves_the_case_as_it_was(programme, karen, verb, over, code):
    application = make_sent_application(programme, "under_review")

    assert code_of(verb, application, by=karen, **over) == code

    application.refresh_from_db()
    assert application.state == "under_review"
    assert (Event.objects.count(), CaseLetter.objects.count(), Letter.objects.count()) == (0, 0, 0)


def test_an_answer_can_be_asked_for_and_a_place_offered_until_today(programme, karen):
    application = make_sent_application(programme, "under_review")

    services.request_information(application, by=karen, text="?", due_on=timezone.localdate())
    services.go_on_without(application, by=karen)
    services.offer_place(application, by=karen, reply_by=timezone.localdate())

    assert application.state == "offered"


# What gives an applicant less than was applied for.
ADVERSE = [
    pytest.param(services.refuse, {"reasons": "For kort."}, id="a refusal"),
    pytest.param(
        services.put_on_waiting_list, {"text": "Alle pladser er besat."}, id="a waiting list"
    ),
    pytest.param(
        services.offer_place, {"reply_by": DUE, "conditions": "Bestå en prøve."}, id="conditions"
    ),
]


@pytest.mark.parametrize(("verb", "said"), ADVERSE)
def test_there_is_no_adverse_decision_without_guidance_on_complaint(
    programme, karen, settings, verb, said
):
    application = make_sent_application(programme, "under_review")
    settings.COMPLAINTS_TO = ""

    assert code_of(verb, application, by=karen, **said) == "complaint_guidance_missing"

    application.refresh_from_db()
    assert (application.state, application.ended_at, Event.objects.count()) == (
        "under_review",
        None,
        0,
    )


@pytest.mark.parametrize("rules", ["", " \n"])
@pytest.mark.parametrize(("verb", "said"), ADVERSE)
def test_there_is_no_adverse_decision_without_the_rules_it_goes_by(
    programme, karen, verb, said, rules
):
    application = make_sent_application(programme, "under_review", requirement_set=None)

    assert code_of(verb, application, by=karen, **said, rules=rules) == "rules_missing"

    application.refresh_from_db()
    assert (application.state, Event.objects.count()) == ("under_review", 0)


def test_a_place_without_conditions_is_offered_without_rules_and_guidance(
    programme, karen, settings
):
    application = make_sent_application(programme, "under_review", requirement_set=None)
    settings.COMPLAINTS_TO = ""

    services.offer_place(application, by=karen, reply_by=DUE)

    assert application.state == "offered"


@pytest.mark.parametrize(
    ("action", "is_ended"), [("refuse", True), ("lapse", True), ("offer", False)]
)
def test_a_case_is_closed_from_the_moment_that_ends_it(programme, karen, action, is_ended):
    source, verb, *_rest = VERBS[action]
    application = make_sent_application(programme, source)

    verb(application, karen)

    assert application.ended_at == (timezone.now() if is_ended else None)


def test_an_offer_is_taken_back_only_once_its_day_has_passed(programme, karen, frozen_clock):
    application = make_sent_application(programme, "under_review")
    services.offer_place(application, by=karen, reply_by=timezone.localdate())

    assert code_of(services.let_lapse, application, by=karen) == "day_is_ahead"
    frozen_clock.shift(timedelta(days=1))
    services.let_lapse(application, by=karen)

    assert application.state == "lapsed"


def test_what_was_accepted_in_time_is_not_said_to_wait_for_its_day(programme, karen):
    application = make_sent_application(programme, "under_review")
    services.offer_place(application, by=karen, reply_by=DUE)
    Application.objects.update(state="accepted")
    application.refresh_from_db()

    assert code_of(services.let_lapse, application, by=karen) == "step_not_allowed"


def test_an_offer_is_never_taken_back_by_the_clock(programme, karen, frozen_clock):
    application = make_sent_application(programme, "under_review")
    services.offer_place(application, by=karen, reply_by=DUE)

    frozen_clock.shift(timedelta(days=400))

    application.refresh_from_db()
    assert application.state == "offered"


def test_a_reopened_case_is_open_and_its_letters_stand(programme, karen):
    application = make_sent_application(programme, "under_review")
    letter = services.refuse(application, by=karen, reasons="For kort.")

    services.reopen(application, by=karen)

    assert (application.state, application.ended_at) == ("under_review", None)
    assert list(application.case_letters.all()) == [letter]


def test_a_case_is_not_reopened_beside_another_live_one_of_its_address(programme, karen):
    first = make_sent_application(programme, "refused", email="anna@example.org")
    make_sent_application(programme, "submitted", email="anna@example.org")

    assert code_of(services.reopen, first, by=karen) == "sent_before"

    first.refresh_from_db()
    assert (first.state, Event.objects.count()) == ("refused", 0)


def test_a_case_is_held_from_the_first_time_and_released(programme, karen, frozen_clock):
    application = make_sent_application(programme, "refused")
    first = timezone.now()

    services.hold(application, by=karen)
    frozen_clock.shift(timedelta(days=1))

    assert code_of(services.hold, application, by=karen) == "step_not_allowed"
    application.refresh_from_db()
    assert application.held_at == first
    services.release(application, by=karen)
    assert application.held_at is None
    assert code_of(services.release, application, by=karen) == "step_not_allowed"
    assert [(event.action, event.user) for event in Event.objects.all()] == [
        ("hold", karen),
        ("release", karen),
    ]


def test_whoever_has_no_name_signs_by_the_user_name(programme):
    application = make_sent_application(programme, "under_review")
    nameless = make_caseworker("kmk", first_name="", last_name="")

    letter = services.request_information(application, by=nameless, text="?", due_on=DUE)

    assert letter.signed == "kmk"


def test_a_step_goes_by_what_the_case_is_about_by_now(programme, karen):
    application = make_sent_application(programme, "submitted", parts=ANSWERS)
    assert application.programme == programme
    other = make_programme(slug="other", title_da="Master i noget andet")
    Application.objects.filter(pk=application.pk).update(programme=other)

    services.begin_review(application, by=karen)

    assert application.programme == other


def test_a_step_costs_the_same_however_many_letters_there_are(
    programme, karen, django_assert_num_queries
):
    application = make_sent_application(programme, "under_review", parts=ANSWERS)
    services.request_information(application, by=karen, text="?", due_on=DUE)
    services.go_on_without(application, by=karen)
    for _round in range(2):
        with django_assert_num_queries(10):
            services.request_information(application, by=karen, text="?", due_on=DUE)
        services.go_on_without(application, by=karen)
