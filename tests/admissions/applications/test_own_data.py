"""Everything held of a case: no column is forgotten, and each is told as it stands."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from admissions.applications import services
from admissions.applications.case import Case
from admissions.applications.own_data import LEFT_OUT, TAKEN, TOLD, everything_held
from admissions.desk import services as desk_services
from admissions.eligibility.targets import target_of
from admissions.models import (
    PERSONAL_COLUMNS,
    PLAIN_COLUMNS,
    Answers,
    Application,
    CaseLetter,
    Document,
    Letter,
    ToldChange,
)
from catalogue.models import DateChange
from tests.admissions.makers import make_caseworker, make_sent_application
from tests.makers import make_course, make_requirement_set, make_run, make_whole_programme

LATER = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
TOLD_AS = "2026-11-26T10:30:00+01:00"
MODELS = [
    Application,
    *(
        model
        for model in apps.get_app_config("admissions").get_models()
        if model is not Application
    ),
]
OF_A_CASE = [
    model.__name__
    for model in MODELS
    if model is Application
    or any(field.related_model is Application for field in model._meta.concrete_fields)
]


@pytest.fixture
def programme(db):
    found, _courses = make_whole_programme(years_min=2, years_max=6)
    make_requirement_set(found, version=3)
    return found


def held_of(application):
    today = timezone.localdate()
    fresh = Application.objects.get(pk=application.pk)
    return everything_held(Case(fresh, target_of(fresh, today), today))


@pytest.mark.parametrize("model", OF_A_CASE)
def test_every_column_of_a_case_is_taken_away_told_or_left_out_on_purpose(model):
    taken, told, left_out = set(TAKEN[model]), TOLD.get(model, set()), LEFT_OUT[model]

    assert taken | told | left_out == PERSONAL_COLUMNS[model] | PLAIN_COLUMNS[model]
    assert len(taken) + len(told) + len(left_out) == len(taken | told | left_out)


def test_no_model_but_those_of_a_case_is_taken_away():
    assert set(TAKEN) == set(LEFT_OUT) == set(OF_A_CASE)


def test_the_reason_given_and_who_acted_are_told_without_the_name_of_the_user(programme):
    application = make_sent_application(programme)
    desk_services.begin_review(application, by=make_caseworker("kmk"))
    services.withdraw_application(application, reason="no_time")

    held = held_of(application)

    steps = [
        (event["step"], event["from"], event["to"], event["by"], event["reason"])
        for event in held["events"]
    ]
    assert steps == [
        ("begin_review", "submitted", "under_review", "staff", ""),
        ("withdraw", "under_review", "withdrawn", "applicant", "no_time"),
    ]
    assert "kmk" not in str(held)


def test_each_moment_of_an_application_is_told(programme):
    moments = [
        "ended_at",
        "held_at",
        "warned_at",
        "nudged_at",
        "erasure_asked_at",
        "confirmed_at",
        "sent_at",
    ]
    application = make_sent_application(programme)
    for days, column in enumerate(moments):
        Application.objects.update(**{column: LATER + timedelta(days=days)})

    held = held_of(application)

    told = [held[TAKEN["Application"][column]] for column in moments]
    assert told[0] == TOLD_AS
    assert [datetime.fromisoformat(each) for each in told] == [
        LATER + timedelta(days=days) for days in range(7)
    ]


def test_who_signed_a_letter_and_when_it_was_reminded_of_are_told(programme):
    application = make_sent_application(programme, "under_review")
    desk_services.request_information(
        application, by=make_caseworker(), text="?", due_on=date(2026, 12, 9)
    )
    CaseLetter.objects.update(reminded_at=LATER)

    letter = held_of(application)["case_letters"][0]

    assert (letter["signed"], letter["reminded"], letter["answer_by"]) == (
        "Karen Kontor",
        TOLD_AS,
        "2026-12-09",
    )


def test_what_the_scan_of_a_document_said_is_told(programme):
    application = make_sent_application(programme)
    facts = {"kind": "diploma", "name": "bevis.pdf", "format": "pdf", "size": 9, "stored_as": "x"}
    Document.objects.create(application=application, scan="clean", **facts)

    document = held_of(application)["documents"][0]

    assert (document["name"], document["bytes"], document["malware_scan"]) == (
        "bevis.pdf",
        9,
        "clean",
    )


def test_a_mail_is_told_without_its_words_and_so_are_moved_dates(programme):
    run = make_run(make_course(programme))
    application = make_sent_application(programme)
    desk_services.begin_review(application, by=make_caseworker())
    desk_services.request_information(
        application, by=make_caseworker("bo"), text="?", due_on=date(2026, 12, 9)
    )
    Letter.objects.update(sent_at=LATER, error="550")
    change = DateChange.objects.create(run=run, what="starts", new=date(2027, 3, 8), at=LATER)
    ToldChange.objects.create(application=application, change=change, at=LATER)

    held = held_of(application)

    (mail,) = held["letters"]
    assert (mail["kind"], mail["to"]) == ("information_requested", application.email)
    assert (mail["sent"], mail["error"]) == (TOLD_AS, "550")
    assert not {"text", "html"} & set(mail)
    assert held["told_of_moved_dates"] == [{"what": "starts", "to": "2027-03-08", "at": TOLD_AS}]


def test_the_parts_the_run_and_the_requirements_are_told(programme):
    run = make_run(make_course(programme, title_da="Pipetter"))
    application = make_sent_application(programme, run=run)
    Answers.objects.exclude(section="about").delete()
    Answers.objects.update(saved_at=LATER)

    held = held_of(application)

    assert (held["course"], held["run_starts"]) == ("Pipetter", "2027-03-01")
    assert held["requirements"] == {"version": 3, "from": "2024-01-01"}
    assert held["parts"] == [{"section": "about", "complete": True, "saved": TOLD_AS}]
