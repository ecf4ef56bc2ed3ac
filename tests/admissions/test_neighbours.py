"""A verb is about one draft, case or interest: those beside it, alike in all, stay as they are."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from admissions.applications import replies, services
from admissions.applications.documents import services as document_services
from admissions.desk import services as desk_services
from admissions.domain.documents import DocumentKind
from admissions.interest import services as interest_services
from admissions.mail import outbox
from admissions.models import Application, Letter
from catalogue.models import Programme
from tests.admissions.makers import (
    interest_answers,
    make_application,
    make_caseworker,
    make_interest,
    make_letter,
    make_sent_application,
)
from tests.admissions.test_all_or_nothing import PDF, VERBS
from tests.makers import make_whole_programme

pytestmark = pytest.mark.django_db
STATES = ["draft", "submitted", "under_review", "information_requested", "offered", "refused"]
# The timers do all that is due.
OF_ONE = [name for name in VERBS if "scheduled" not in name and "recount" not in name]


@pytest.fixture(autouse=True)
def complaints(settings):
    settings.COMPLAINTS_TO = "klage@example.org"


def rows():
    """Every row of admissions by its model and key."""
    models = apps.get_app_config("admissions").get_models(include_auto_created=True)
    return {(model, values["id"]): values for model in models for values in model.objects.values()}


def make_neighbours(programme):
    """Of each state one, one of them held, with a request, files and letters; two interests."""
    mette = make_caseworker("mette")
    for state in STATES:
        case = make_sent_application(
            programme,
            "under_review" if state == "information_requested" else state,
            new_email="nabo@example.org",
            confirmed_at=None,
            held_at=timezone.now() if state == "refused" else None,
        )
        if state == "information_requested":
            due_on = date(2026, 12, 9)
            desk_services.request_information(case, by=mette, text="?", due_on=due_on)
        if state != "refused":
            document_services.attach(case, kind=DocumentKind.DIPLOMA, file=PDF, is_open=True)
    asked = timezone.now() - timedelta(days=4)
    Application.objects.filter(new_email="nabo@example.org").update(
        touched_at=asked, warned_at=asked
    )
    for confirmed_at in (None, timezone.now()):
        interest = make_interest(programme, confirmed_at=confirmed_at, created_at=asked)
        make_letter(interest)


@pytest.mark.parametrize("verb", OF_ONE)
def test_a_verb_leaves_its_neighbours_as_they_are(verb):
    call = VERBS[verb]()
    own = rows()
    make_neighbours(Programme.objects.get())
    neighbours = {key: values for key, values in rows().items() if key not in own}

    call()

    after = rows()
    assert {key: after.get(key) for key in neighbours} == neighbours


def test_a_file_that_another_applicant_has_sent_too_is_kept_for_each():
    programme = make_whole_programme()[0]
    drafts = [make_application(programme) for _draft in range(2)]

    for draft in drafts:
        document_services.attach(draft, kind=DocumentKind.DIPLOMA, file=PDF, is_open=True)

    assert [draft.documents.count() for draft in drafts] == [1, 1]


def test_ten_documents_of_another_applicant_stand_in_nobodys_way():
    programme = make_whole_programme()[0]
    first, second = [make_application(programme) for _draft in range(2)]
    for number in range(10):
        file = type(PDF)("bevis.pdf", "pdf", b"%PDF-" + bytes([number]))
        document_services.attach(first, kind=DocumentKind.DIPLOMA, file=file, is_open=True)

    document_services.attach(second, kind=DocumentKind.DIPLOMA, file=PDF, is_open=True)

    assert second.documents.count() == 1


def test_who_is_asked_to_confirm_is_not_told_to_be_on_the_list_for_anothers_sake():
    programme = make_whole_programme()[0]
    make_interest(programme, confirmed_at=timezone.now())
    facts = {"programme": programme, "language": "da", "form_key": "a"}

    interest_services.receive_interest(answers=interest_answers(), **facts)

    assert Letter.objects.get().kind == Letter.Kind.CONFIRM_INTEREST


def test_a_form_sent_again_kills_the_older_link_of_its_own_interest_alone():
    programme = make_whole_programme()[0]
    neighbour = make_interest(programme)
    facts = {"programme": programme, "language": "da", "form_key": "a"}
    interest_services.receive_interest(answers=interest_answers(), **facts)

    later = timezone.now() + timedelta(minutes=10)
    interest = interest_services.receive_interest(answers=interest_answers(), now=later, **facts)

    neighbour.refresh_from_db()
    assert (interest.link_issue, neighbour.link_issue) == (2, 1)


@pytest.mark.parametrize("is_refused", [True, False])
def test_a_letter_that_another_process_is_sending_is_left_to_it(settings, is_refused):
    if is_refused:
        settings.EMAIL_BACKEND = "nowhere.Backend"
    interest = make_interest(make_whole_programme()[0])
    theirs = make_letter(interest, state="sending", claimed_at=timezone.now())
    make_letter(interest)
    before = Letter.objects.values().get(pk=theirs.pk)

    assert outbox.deliver() == (0 if is_refused else 1)

    assert Letter.objects.values().get(pk=theirs.pk) == before


def test_one_letter_is_sent_again_and_not_all_that_were_given_up():
    interest = make_interest(make_whole_programme()[0])
    first, second = [make_letter(interest, state="failed") for _letter in range(2)]

    outbox.send_again(first)

    assert [type(each).objects.get(pk=each.pk).state for each in (first, second)] == [
        "queued",
        "failed",
    ]


def test_one_draft_of_an_address_is_carried_and_the_other_stays():
    programme = make_whole_programme()[0]
    first, second = [
        make_application(programme, email="anna@example.org", year=year) for year in (2026, 2025)
    ]

    services.carry_draft(first, year=2027)

    second.refresh_from_db()
    assert (first.year, second.year) == (2027, 2025)


def test_the_contact_of_the_later_of_two_cases_is_corrected():
    programme = make_whole_programme()[0]
    first, second = [make_sent_application(programme, parts=["about"]) for _case in range(2)]

    replies.correct_contact(second, data={"name": "Anna Gift"})

    names = [case.answers.get().data["name"] for case in (first, second)]
    assert names == ["Anna Prøve", "Anna Gift"]
