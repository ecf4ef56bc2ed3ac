"""The verbs of an application: what each promises, and what it refuses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core import mail as sent_mail
from django.core.management import call_command
from django.utils import timezone

from admissions.applications import services
from admissions.applications.case import Case
from admissions.domain.refusals import Refused
from admissions.domain.sections import Section
from admissions.domain.workflow import Actor, State
from admissions.eligibility.targets import target_of
from admissions.mail import application_mails, outbox, signed_links
from admissions.models import PERSONAL_COLUMNS, Answers, Application, Event, Letter
from admissions.scheduled import retention
from catalogue.models import Intake
from tests.admissions.makers import ANSWERS, make_application
from tests.makers import make_course, make_requirement_set, make_run, make_whole_programme

pytestmark = pytest.mark.django_db
ALL = [*ANSWERS]


@pytest.fixture
def programme():
    found, _courses = make_whole_programme(years_min=2, years_max=6)
    make_requirement_set(found)
    return found


def case_of(application, today=None):
    today = today or timezone.localdate()
    return Case(application, target_of(application, today), today)


def send(application, now=None):
    case = case_of(application, timezone.localdate(now) if now else None)
    return services.send_application(
        application, target=case.target, sections=case.sections, background=case.background, now=now
    )


def code_of(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def begin(programme, email="anna@example.org", form_key="a", **over):
    return services.begin_application(
        email=email, programme=programme, year=2027, language="da", form_key=form_key, **over
    )


def test_beginning_writes_a_draft_with_what_is_answered_already_and_queues_its_link(programme):
    application = begin(
        programme, "Anna@Example.org", answers={Section.BACKGROUND: ANSWERS["background"]}
    )

    assert (application.state, application.email, application.confirmed_at) == (
        State.DRAFT,
        "anna@example.org",
        None,
    )
    assert [(row.section, row.is_complete) for row in application.answers.all()] == [
        ("background", True)
    ]
    letter = Letter.objects.get()
    assert (letter.kind, letter.to) == ("application_link", "anna@example.org")
    assert signed_links.application_url(application) in letter.text
    assert signed_links.application_url(application) in letter.html


def test_the_same_form_sent_twice_begins_one_draft_with_one_letter(programme):
    assert begin(programme) == begin(programme)

    assert (Application.objects.count(), Letter.objects.count()) == (1, 1)


def test_a_new_link_is_sent_to_each_of_an_addresss_applications_and_the_old_ones_die(programme):
    first, second = begin(programme, form_key="a"), begin(programme, form_key="b")
    old = signed_links.application_token(first)

    services.send_links("ANNA@example.org")
    services.send_links("nobody@example.org")

    assert code_of(services.application_to_open, old) == "link_replaced"
    assert Letter.objects.count() == 4
    for application in (first, second):
        application.refresh_from_db()
        assert (
            services.application_to_open(signed_links.application_token(application)) == application
        )


def test_a_link_works_for_14_days_and_only_as_it_was_signed(programme, frozen_clock):
    application = begin(programme)
    token = signed_links.application_token(application)

    frozen_clock.shift(timedelta(days=14, hours=14, seconds=-1))
    assert services.application_to_open(token) == application
    frozen_clock.shift(timedelta(seconds=2))
    assert code_of(services.application_to_open, token) == "link_expired"
    assert code_of(services.application_to_open, token[:-1]) == "link_unknown"
    assert code_of(services.application_to_open, signed_links.form_stamp()) == "link_unknown"


def test_a_part_is_saved_over_the_version_it_was_given_over(programme):
    application = make_application(programme)
    save = {"section": Section.ABOUT, "is_complete": True}

    one = services.save_part(application, data={"name": "A"}, version=0, **save)
    two = services.save_part(application, data={"name": "B"}, version=one.version, **save)

    assert (one.version, two.version, two.data) == (1, 2, {"name": "B"})
    for stale in (0, 1):
        refused = code_of(
            services.save_part, application, data={"name": "C"}, version=stale, **save
        )
        assert refused == "changed_elsewhere"
    assert Answers.objects.get().data == {"name": "B"}


def test_sending_keeps_the_assessment_writes_the_event_and_queues_a_receipt(programme):
    application = make_application(programme, ALL, confirmed_at=timezone.now())

    send(application)

    assert (application.state, application.sent_at) == (State.SUBMITTED, timezone.now())
    assert application.assessment["outcome"] == "meets"
    assert application.requirement_set.version == application.assessment["set"]
    event = Event.objects.get()
    assert (event.action, event.source, event.target, event.actor) == (
        "send",
        "draft",
        "submitted",
        "applicant",
    )
    letter = Letter.objects.get()
    assert letter.kind == "application_received"
    assert application.number in letter.subject
    assert "Cand.med" not in letter.text


def test_later_rules_rewrite_nothing_of_what_was_judged(programme):
    application = make_application(programme, ALL, confirmed_at=timezone.now())
    before = send(application).assessment

    make_requirement_set(programme, version=9, starts_on=date(2026, 1, 1))

    application.refresh_from_db()
    assert application.assessment == before


def test_what_is_sent_twice_is_sent_once(programme):
    application = make_application(programme, ALL, confirmed_at=timezone.now())
    double = Application.objects.get(pk=application.pk)
    make_application(programme, ALL, confirmed_at=timezone.now())

    send(application)

    assert code_of(send, double) == "not_a_draft"
    assert (Event.objects.count(), Letter.objects.count()) == (1, 1)


def test_an_address_has_one_live_application_to_a_target_and_another_once_that_has_ended(programme):
    both = [
        make_application(programme, ALL, email="a@example.org", confirmed_at=timezone.now())
        for _ in range(2)
    ]
    send(both[0])

    assert code_of(send, both[1]) == "sent_before"
    both[1].refresh_from_db()
    assert both[1].state == State.DRAFT
    services.withdraw_application(both[0], reason="other")
    assert send(both[1]).state == State.SUBMITTED


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"confirmed_at": None}, "mail_not_confirmed"),
        ({"parts": ALL[1:]}, "parts_missing"),
        ({"parts": []}, "parts_missing"),
    ],
)
def test_what_is_not_ready_is_not_sent_and_is_kept(programme, over, code):
    application = make_application(
        programme, **{"parts": ALL, "confirmed_at": timezone.now(), **over}
    )

    assert code_of(send, application) == code
    application.refresh_from_db()
    assert (application.state, Event.objects.count(), Letter.objects.count()) == (State.DRAFT, 0, 0)


def test_what_has_a_part_that_is_kept_but_not_complete_is_not_sent(programme):
    application = make_application(programme, ALL, confirmed_at=timezone.now())
    kept = application.answers.filter(section=Section.MOTIVATION)
    assert kept.update(is_complete=False, data={"motivation": ""}) == 1

    assert code_of(send, application) == "parts_missing"

    kept.update(is_complete=True)
    assert send(application).state == State.SUBMITTED


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        pytest.param(
            datetime(2027, 5, 1, 21, 59, 59, tzinfo=UTC), None, id="the deadline's last second"
        ),
        pytest.param(datetime(2027, 5, 1, 22, 0, 0, tzinfo=UTC), "too_late", id="a second later"),
    ],
)
def test_the_deadline_lasts_to_the_end_of_its_day_in_copenhagen(
    programme, frozen_clock, moment, code
):
    application = make_application(programme, ALL, confirmed_at=timezone.now())
    frozen_clock.move_to(moment)

    if code:
        assert code_of(send, application, moment) == code
    else:
        assert send(application, moment).state == State.SUBMITTED


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"opens_on": date(2027, 1, 1)}, "too_early"),
        ({"cancelled_on": date(2026, 11, 1)}, "too_late"),
        ({"places": 1, "places_taken": 1, "has_waiting_list": False}, "too_late"),
        ({"places": 1, "places_taken": 1}, None),
    ],
)
def test_a_closed_intake_takes_nothing_and_a_full_one_with_a_waiting_list_does(
    programme, over, code
):
    Intake.objects.create(programme=programme, year=2027, **over)
    application = make_application(programme, ALL, confirmed_at=timezone.now())

    assert (code_of(send, application) if code else send(application).state) == (
        code or State.SUBMITTED
    )


def test_a_run_without_dates_takes_nothing_and_keeps_the_draft(programme):
    course = make_course(programme)
    run = make_run(course, starts_on=None, ends_on=None)
    application = make_application(programme, [each for each in ALL if each != "choices"], run=run)
    services.confirm_address(application)

    assert code_of(send, application) == "target_gone"


def test_withdrawing_writes_the_reason_as_a_code_and_nothing_typed(programme):
    application = make_application(programme, state=State.SUBMITTED, sent_at=timezone.now())

    services.withdraw_application(application, reason="Jeg hedder Anna")

    event = Event.objects.get()
    assert (application.state, event.action, event.code) == (State.WITHDRAWN, "withdraw", "untold")
    assert Letter.objects.get().kind == "application_withdrawn"
    assert code_of(services.withdraw_application, application, reason="other") == "step_not_allowed"


def test_a_planted_name_is_found_nowhere_after_erasure(programme):
    application = make_application(programme, ALL, email="planted@example.org")
    services.send_links("planted@example.org")

    services.erase_application(application, actor=Actor.APPLICANT)

    assert application.state == State.ERASED
    assert not Answers.objects.exists()
    assert not Letter.objects.exists()
    for name in PERSONAL_COLUMNS["Application"] - {"language"}:
        assert not getattr(application, name), name
    held = [
        str(list(model.objects.values()))
        for model in apps.get_app_config("admissions").get_models()
    ]
    assert not any(
        planted in rows for rows in held for planted in ("planted", "Anna Prøve", "Cand.med")
    )
    assert Event.objects.get().target == "erased"


def test_a_draft_touched_while_others_are_warned_is_not_warned(
    programme, frozen_clock, monkeypatch
):
    for _draft in range(2):
        make_application(programme, ["about"])
    frozen_clock.shift(timedelta(days=46))
    warn = application_mails.draft_ends

    def touched_meanwhile(application, *arguments, **options):
        Application.objects.exclude(pk=application.pk).update(touched_at=timezone.now())
        return warn(application, *arguments, **options)

    monkeypatch.setattr(application_mails, "draft_ends", touched_meanwhile)

    assert retention.apply_draft_retention() == {"drafts_warned": 1, "drafts_erased": 0}
    assert Letter.objects.get().application == Application.objects.exclude(warned_at=None).get()


def test_a_draft_is_warned_of_and_erased_after_60_days_and_touching_it_begins_anew(
    programme, frozen_clock
):
    application = make_application(programme, ["about"])
    touched = make_application(programme, ["about"])

    frozen_clock.shift(timedelta(days=46))
    assert retention.apply_draft_retention(is_dry_run=True) == {
        "drafts_warned": 2,
        "drafts_erased": 0,
    }
    assert retention.apply_draft_retention() == {"drafts_warned": 2, "drafts_erased": 0}
    assert retention.apply_draft_retention() == {"drafts_warned": 0, "drafts_erased": 0}
    letter = Letter.objects.filter(application=application).get()
    assert letter.kind == "draft_ends"
    assert "24. januar 2027" in letter.subject.replace("\xa0", " ")

    services.save_part(touched, section=Section.WORK, data={}, is_complete=False, version=0)
    frozen_clock.shift(timedelta(days=14))
    assert retention.apply_draft_retention(is_dry_run=True) == {
        "drafts_warned": 0,
        "drafts_erased": 1,
    }
    assert retention.apply_draft_retention() == {"drafts_warned": 0, "drafts_erased": 1}
    states = dict(Application.objects.values_list("pk", "state"))
    assert states == {application.pk: State.ERASED, touched.pk: State.DRAFT}


def test_a_draft_touched_while_the_timer_runs_is_not_erased(programme, frozen_clock, monkeypatch):
    application = make_application(programme, ["about"])
    frozen_clock.shift(timedelta(days=60))
    retention.apply_draft_retention()
    frozen_clock.shift(timedelta(days=14))
    erase = retention.erase_application

    def touched_first(found, **how):
        services.save_part(application, section=Section.WORK, data={}, is_complete=False, version=0)
        erase(found, **how)

    monkeypatch.setattr(retention, "erase_application", touched_first)

    assert retention.apply_draft_retention() == {"drafts_warned": 0, "drafts_erased": 0}
    assert Application.objects.get().state == State.DRAFT


def test_the_form_of_an_erased_draft_sent_again_begins_anew(programme):
    first = begin(programme, form_key="same")
    services.erase_application(first, actor=Actor.APPLICANT)

    assert begin(programme, form_key="same") != first


def test_nobody_loses_a_draft_unwarned_though_the_timer_has_been_away(
    programme, frozen_clock, capsys
):
    make_application(programme)
    frozen_clock.shift(timedelta(days=90))

    call_command("apply_retention")
    assert Application.objects.drafts().count() == 1
    frozen_clock.shift(timedelta(days=14))
    call_command("apply_retention")
    assert Application.objects.drafts().count() == 0
    assert "     1 drafts of applications untouched for 60 days" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["da", "en"])
def test_notices_go_out_in_the_applicants_language_and_hold_nothing_confidential(
    programme, language
):
    application = make_application(programme, ALL, language=language, confirmed_at=timezone.now())
    send(application)
    services.withdraw_application(application, reason="other")

    assert outbox.deliver() == 2

    for message in sent_mail.outbox:
        assert message.extra_headers["Content-Language"] == language
        assert "List-Unsubscribe" not in message.extra_headers
        for secret in ("Anna", "Cand.med", "klinik"):
            assert secret not in message.body + message.alternatives[0].content
        assert f"/{language}/" in message.body
