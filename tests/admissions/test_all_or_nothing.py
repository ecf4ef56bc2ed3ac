"""What fails halfway leaves all as it was; what is done goes by the moment it is given."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.db import OperationalError, connection
from django.db.models import DateTimeField
from django.utils import timezone

from admissions.applications import places, replies, services
from admissions.applications.case import Case
from admissions.applications.documents import services as document_services
from admissions.applications.documents import uploads
from admissions.desk import services as desk_services
from admissions.domain.documents import DocumentKind
from admissions.domain.sections import Section
from admissions.domain.workflow import Actor
from admissions.eligibility.targets import target_of
from admissions.interest import services as interest_services
from admissions.mail import interest_mails
from admissions.models import CaseLetter, Document, Interest, Letter
from admissions.scheduled import news, reminders, retention
from catalogue.changes.moved_dates import noting_moved_dates
from catalogue.models import CatalogueChange, CatalogueVersion, CourseRun, DateChange, Intake
from tests.admissions.makers import (
    ANSWERS,
    interest_answers,
    make_application,
    make_caseworker,
    make_interest,
    make_letter,
    make_sent_application,
)
from tests.house.sources import functions_that_ask_for
from tests.makers import make_requirement_set, make_run, make_whole_programme

pytestmark = pytest.mark.django_db
WRITES = ("INSERT", "UPDATE", "DELETE")
ANNA = "anna@example.org"
PDF = uploads.Accepted("bevis.pdf", "pdf", b"%PDF-")
NEXT_WEEK, LAST_WEEK = date(2026, 12, 2), datetime(2026, 11, 18, tzinfo=UTC)
LONG_AGO = timedelta(days=50)


def programme_with_intake():
    """An intake of ten places, of which one is taken."""
    programme, _courses = make_whole_programme(years_min=2, years_max=6)
    make_requirement_set(programme)
    Intake.objects.create(programme=programme, year=2027, places=10, places_taken=1)
    return programme


def again(row):
    """The same row as it is read anew."""
    return type(row).objects.get(pk=row.pk)


def on_a_case(verb, state, **over):
    """Prepare a case in a state; each call does the verb to it as it is read anew."""

    def prepare():
        case = make_sent_application(programme_with_intake(), state, **over)
        karen = make_caseworker()
        return lambda **at: verb(again(case), karen, **at)

    return prepare


def begin(programme, **over):
    answers = {Section.ABOUT: ANSWERS["about"], Section.BACKGROUND: ANSWERS["background"]}
    facts = {"email": ANNA, "language": "da", "form_key": "a", "year": 2027}
    services.begin_application(programme=programme, answers=answers, **facts, **over)


def beginning():
    programme = make_whole_programme()[0]
    return lambda **at: begin(programme, **at)


def beginning_with_the_documents_of_another():
    programme = make_whole_programme()[0]
    source = make_application(programme)
    attach(source, None)
    return lambda: begin(programme, same_as=source)


def losing_links():
    programme = make_whole_programme()[0]
    for _draft in range(2):
        make_application(programme, email=ANNA)
    return lambda: services.send_links(ANNA)


def confirm_address(draft, _karen, **at):
    services.confirm_address(draft, **at)


def save_part(version):
    def save(draft, _karen, **at):
        facts = {"data": {"name": "Anna"}, "is_complete": True, "version": version}
        services.save_part(draft, section=Section.ABOUT, **facts, **at)

    return save


def send(draft, _karen, **at):
    today = timezone.localdate()
    case = Case(draft, target_of(draft, today), today)
    services.send_application(
        draft, target=case.target, sections=case.sections, background=case.background, **at
    )


def erasing():
    draft = make_application(make_whole_programme()[0], ANSWERS)
    attach(draft, None)
    services.send_links(draft.email)
    return lambda **at: services.erase_application(again(draft), actor=Actor.APPLICANT, **at)


def attach(case, _karen, **at):
    document_services.attach(case, kind=DocumentKind.DIPLOMA, file=PDF, is_open=True, **at)


def removing_a_document():
    attach(make_application(make_whole_programme()[0]), None)
    document = Document.objects.get()
    return lambda **at: document_services.remove_document(again(document), **at)


def answering():
    case = make_sent_application(programme_with_intake(), "under_review")
    desk_services.request_information(case, by=make_caseworker(), text="?", due_on=NEXT_WEEK)
    return lambda **at: replies.answer_request(again(case), answer="Her", **at)


def reminding_of_a_request():
    answering()
    request = CaseLetter.objects.get()
    return lambda: reminders.remind_request(request, NEXT_WEEK, timezone.now())


def reminding_of_a_draft():
    draft = make_application(programme_with_intake(), confirmed_at=timezone.now())
    return lambda: reminders.remind_draft(draft, NEXT_WEEK, timezone.now())


def warning_of_a_draft():
    make_application(programme_with_intake(), touched_at=timezone.now() - LONG_AGO)
    return retention.apply_draft_retention


def letting_go_of_interests():
    programme, before = make_whole_programme()[0], timezone.now() - LONG_AGO
    make_interest(programme, created_at=before)
    kept = make_interest(programme, confirmed_at=before)
    make_letter(kept, state="sent", created_at=before)
    return retention.apply_retention


def recounting():
    make_sent_application(programme_with_intake(), "offered")
    Intake.objects.update(places_taken=7)
    return places.recount_places


def receiving_an_interest():
    programme = make_whole_programme()[0]
    course = programme.entries.first().course
    facts = {"programme": programme, "language": "da", "form_key": "a"}
    return lambda **at: interest_services.receive_interest(
        answers=interest_answers([course]), **facts, **at
    )


def of_two_interests(verb):
    def prepare():
        programme = make_whole_programme()[0]
        make_letter(make_interest(programme, email=ANNA, confirmed_at=timezone.now()))
        newest = make_interest(programme, email=ANNA)
        return lambda **at: verb(again(newest), **at)

    return prepare


def moving_a_date():
    asked = timezone.now() - timedelta(days=1)
    programme, (course, _other) = make_whole_programme()
    for _person in range(2):
        make_interest(programme, created_at=asked, confirmed_at=asked)
    run = make_run(course)
    with noting_moved_dates():
        CourseRun.objects.filter(pk=run.pk).update(starts_on=date(2027, 3, 8))
    return lambda: news.tell_news(now=timezone.now() + timedelta(hours=1))


def telling_one():
    moving_a_date()
    interest = Interest.objects.first()
    untold = news.Untold(
        Interest.objects.filter(pk=interest.pk),
        "interest",
        [change.pk for change in DateChange.objects.all()],
        interest_mails.interest_confirmed,
    )
    return lambda: news.tell(untold, timezone.now())


# Every function that opens a transaction, and what is to be done in it.
DESK, DOCUMENTS = "admissions.desk.services", "admissions.applications.documents.services"
SERVICES, REPLIES = "admissions.applications.services", "admissions.applications.replies"
VERBS = {
    f"{SERVICES}.begin_application": beginning,
    f"{SERVICES}.begin_application (same as)": beginning_with_the_documents_of_another,
    f"{SERVICES}.send_links": losing_links,
    f"{SERVICES}.confirm_address": on_a_case(confirm_address, "draft", confirmed_at=None),
    f"{SERVICES}.save_part": on_a_case(save_part(version=1), "draft"),
    f"{SERVICES}.save_part (new)": on_a_case(save_part(version=0), "draft", parts=()),
    f"{SERVICES}.send_application": on_a_case(send, "draft"),
    f"{SERVICES}.withdraw_application": on_a_case(
        lambda case, by, **at: services.withdraw_application(case, reason="other", **at), "offered"
    ),
    f"{SERVICES}.erase_application": erasing,
    f"{REPLIES}.answer_request": answering,
    f"{REPLIES}._answer_offer": on_a_case(
        lambda case, by, **at: replies.accept_place(case, **at), "offered"
    ),
    f"{REPLIES}.decline_place": on_a_case(
        lambda case, by, **at: replies.decline_place(case, reason="other", **at), "offered"
    ),
    f"{REPLIES}.correct_contact": on_a_case(
        lambda case, by, **at: replies.correct_contact(case, data={"name": "Anna Gift"}, **at),
        "submitted",
    ),
    f"{REPLIES}.ask_for_address": on_a_case(
        lambda case, by: replies.ask_for_address(case, email="ny@example.org"), "submitted"
    ),
    f"{REPLIES}.change_address": on_a_case(
        lambda case, by, **at: replies.change_address(case, **at),
        "submitted",
        new_email="ny@example.org",
    ),
    f"{REPLIES}.ask_for_erasure": on_a_case(
        lambda case, by, **at: replies.ask_for_erasure(case, **at), "submitted"
    ),
    f"{DOCUMENTS}.attach": on_a_case(attach, "submitted"),
    f"{DOCUMENTS}.attach (draft)": on_a_case(attach, "draft"),
    f"{DOCUMENTS}.remove_document": removing_a_document,
    f"{DESK}.begin_review": on_a_case(
        lambda case, by, **at: desk_services.begin_review(case, by=by, **at), "submitted"
    ),
    f"{DESK}.request_information": on_a_case(
        lambda case, by, **at: desk_services.request_information(
            case, by=by, text="?", due_on=NEXT_WEEK, **at
        ),
        "under_review",
    ),
    f"{DESK}.go_on_without": on_a_case(
        lambda case, by, **at: desk_services.go_on_without(case, by=by, **at),
        "information_requested",
    ),
    f"{DESK}._decide": on_a_case(
        lambda case, by, **at: desk_services.offer_place(case, by=by, reply_by=NEXT_WEEK, **at),
        "under_review",
    ),
    f"{DESK}._decide (waiting list)": on_a_case(
        lambda case, by, **at: desk_services.put_on_waiting_list(case, by=by, text="Vent", **at),
        "under_review",
    ),
    f"{DESK}._decide (refuse)": on_a_case(
        lambda case, by, **at: desk_services.refuse(case, by=by, reasons="Nej", **at),
        "under_review",
    ),
    f"{DESK}.let_lapse": on_a_case(
        lambda case, by, **at: desk_services.let_lapse(case, by=by, **at), "offered"
    ),
    f"{DESK}.reopen": on_a_case(
        lambda case, by, **at: desk_services.reopen(case, by=by, **at), "refused"
    ),
    f"{DESK}.hold": on_a_case(
        lambda case, by, **at: desk_services.hold(case, by=by, **at), "refused"
    ),
    f"{DESK}.release": on_a_case(
        lambda case, by, **at: desk_services.release(case, by=by, **at),
        "refused",
        held_at=LAST_WEEK,
    ),
    "admissions.applications.places.recount_places": recounting,
    "admissions.interest.services.receive_interest": receiving_an_interest,
    "admissions.interest.services.confirm_interest": of_two_interests(
        interest_services.confirm_interest
    ),
    "admissions.interest.services.stop_interest": of_two_interests(
        lambda interest: interest_services.stop_interest(interest.address_key)
    ),
    "admissions.scheduled.news.tell_news": moving_a_date,
    "admissions.scheduled.news.tell": telling_one,
    "admissions.scheduled.reminders.remind_draft": reminding_of_a_draft,
    "admissions.scheduled.reminders.remind_request": reminding_of_a_request,
    "admissions.scheduled.retention.apply_retention": letting_go_of_interests,
    "admissions.scheduled.retention.apply_draft_retention": warning_of_a_draft,
}
# Those that note no moment, and the timers, whose own tests are about moments.
TIMELESS = {
    f"{SERVICES}.begin_application (same as)",
    f"{SERVICES}.send_links",
    f"{REPLIES}.ask_for_address",
    "admissions.applications.places.recount_places",
    "admissions.interest.services.stop_interest",
    *(name for name in VERBS if name.startswith("admissions.scheduled.")),
}


@pytest.fixture(autouse=True)
def complaints(settings):
    settings.COMPLAINTS_TO = "klage@example.org"


def everything():
    """All rows of admissions and what they count in the catalogue, and all files of documents."""
    models = [*apps.get_app_config("admissions").get_models(include_auto_created=True)]
    models += [CatalogueChange, CatalogueVersion, Intake]
    rows = {each.__name__: list(each.objects.order_by("pk").values()) for each in models}
    folder = Path(storages["documents"].location)
    return rows, sorted(path.name for path in folder.rglob("*") if path.is_file())


@contextmanager
def full_disk(at):
    """Let the database refuse the write of this number."""
    writes = count(1)

    def refuse(execute, sql, params, many, context):
        if sql.startswith(WRITES) and next(writes) == at:
            raise OperationalError("the disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def test_every_function_that_opens_a_transaction_stands_in_the_table():
    opening = functions_that_ask_for("atomic", "admissions")

    assert set(opening) == {name.split()[0] for name in VERBS}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_that_fails_at_any_write_leaves_all_as_it_was(
    verb, django_capture_on_commit_callbacks
):
    call = VERBS[verb]()
    before = everything()

    def fails(at):
        with full_disk(at), django_capture_on_commit_callbacks(execute=True):
            try:
                call()
            except OperationalError:
                return True
        return False

    written = 0
    while fails(at=written + 1):
        written += 1
        assert everything() == before, f"its write number {written} failed"

    assert written > 1, "one write alone needs no transaction"
    assert everything() != before


def moments():
    """Every moment that stands in a row, but those of the outbox, which are the clock's."""
    ours = apps.get_app_config("admissions").get_models()
    return {
        (model, row.pk, field.name, getattr(row, field.attname))
        for model in set(ours) - {Letter}
        for row in model.objects.all()
        for field in model._meta.concrete_fields
        if isinstance(field, DateTimeField)
    }


@pytest.mark.parametrize("verb", sorted(VERBS.keys() - TIMELESS))
def test_a_verb_goes_by_the_moment_it_is_given_and_not_by_the_clock(verb):
    call = VERBS[verb]()
    before, later = moments(), timezone.now() + timedelta(hours=30)

    call(now=later)

    written = {moment for _model, _key, _name, moment in moments() - before} - {None}
    assert written == {later}
