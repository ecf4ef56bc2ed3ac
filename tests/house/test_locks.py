"""Every lock of a row is taken: asked of PostgreSQL, since SQLite, which has none, ignores them."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from admissions.applications import replies, services
from admissions.applications.documents import services as document_services
from admissions.applications.documents import uploads
from admissions.desk import services as desk_services
from admissions.domain.documents import DocumentKind
from admissions.domain.workflow import Actor
from admissions.interest import services as interest_services
from admissions.scheduled import news
from catalogue.changes.moved_dates import noting_moved_dates
from catalogue.changes.version import current_version
from catalogue.models import Course, CourseRun
from catalogue.staff import codes
from tests.admin_pages import signed_in
from tests.admissions.makers import (
    make_application,
    make_caseworker,
    make_interest,
    make_sent_application,
)
from tests.catalogue.admin.exchange.pages import confirmed, file_of, tried
from tests.catalogue.admin.next_year.pages import make_held_run, send
from tests.catalogue.staff.makers import code_of, make_app, make_member
from tests.house.sources import functions_that_ask_for
from tests.makers import make_course, make_requirement_set, make_run, make_whole_programme

VERSION, COURSE, RUN = "catalogue_catalogueversion", "catalogue_course", "catalogue_courserun"
APPLICATION, ANSWERS = "admissions_application", "admissions_answers"


def case(state="under_review", **over):
    programme, _courses = make_whole_programme(years_min=2, years_max=6)
    make_requirement_set(programme)
    return make_sent_application(programme, state, **over)


def interest(**over):
    return make_interest(make_whole_programme()[0], **over)


def telling():
    asked = timezone.now() - timedelta(days=1)
    waiting = interest(created_at=asked, confirmed_at=asked)
    run = make_run(waiting.programme.entries.first().course)
    with noting_moved_dates():
        CourseRun.objects.filter(pk=run.pk).update(starts_on=date(2027, 3, 8))
    return lambda: news.tell_news(now=timezone.now() + timedelta(hours=1))


def confirming_an_interest():
    waiting = interest()
    return lambda: interest_services.confirm_interest(waiting)


def erasing():
    draft = case("draft")
    return lambda: services.erase_application(draft, actor=Actor.APPLICANT)


def offering():
    application = case(year=None, run=make_run(make_course()))
    karen = make_caseworker()
    return lambda: desk_services.offer_place(application, by=karen, reply_by=date(2026, 12, 9))


def correcting():
    application = case()
    return lambda: replies.correct_contact(application, data={"name": "Anna Gift"})


def asking_for_erasure():
    application = case()
    return lambda: replies.ask_for_erasure(application)


def attaching():
    draft = make_application(make_whole_programme()[0])
    file = uploads.Accepted("bevis.pdf", "pdf", b"%PDF-")
    return lambda: document_services.attach(
        draft, kind=DocumentKind.DIPLOMA, file=file, is_open=True
    )


def making_next_year():
    make_held_run(make_course())
    client = signed_in()
    return lambda: send(client)


def importing():
    course, client = make_course(), signed_in()
    file = file_of([{"slug": course.slug, "title_da": "Ny"}])
    reference = tried(client, Course, file).reference
    return lambda: confirmed(client, Course, reference)


def editing():
    course = make_course()
    return course.save


def checking_a_code():
    kim = make_member()
    code = code_of(make_app(kim))
    return lambda: codes.check(kim, code, network="", now=timezone.now())


# Where a lock is asked for: something that takes it, and the tables in whose rows locks are then
# taken, in this order. Two who take them in different orders may wait for one another.
LOCKS = {
    "admissions.applications.documents.services._refuse_closed": (attaching, [APPLICATION]),
    "admissions.applications.places._locked": (offering, [VERSION, RUN]),
    "admissions.applications.replies.ask_for_erasure": (asking_for_erasure, [APPLICATION]),
    "admissions.applications.replies.correct_contact": (correcting, [APPLICATION, ANSWERS]),
    "admissions.applications.services.erase_application": (erasing, [APPLICATION]),
    "admissions.interest.services.confirm_interest": (
        confirming_an_interest,
        ["admissions_interest"],
    ),
    "admissions.scheduled.news.tell": (telling, ["admissions_interest"]),
    "catalogue.admin.exchange.apply._write_some": (importing, [VERSION, COURSE]),
    "catalogue.admin.next_year.page._made": (making_next_year, [VERSION, COURSE]),
    "catalogue.changes.version.await_other_edits": (editing, [VERSION]),
    "catalogue.staff.codes.check_app": (checking_a_code, ["otp_totp_totpdevice"]),
}
TWO_LOCKS = {"admissions.applications.replies.correct_contact"}


def test_each_lock_that_is_asked_for_stands_in_the_table():
    asked = functions_that_ask_for("select_for_update", "admissions", "catalogue")

    assert asked == {place: 1 + (place in TWO_LOCKS) for place in LOCKS}


@pytest.mark.django_db
@pytest.mark.skipif(
    not connection.features.has_select_for_update, reason="only PostgreSQL locks single rows"
)
@pytest.mark.parametrize("place", LOCKS)
def test_a_lock_is_taken_of_the_right_rows_in_the_right_order(place):
    prepare, tables = LOCKS[place]
    verb = prepare()
    # What is read of the version, the next edit counts up anew, and locks.
    current_version()

    with CaptureQueriesContext(connection) as queries:
        verb()

    locked = [
        re.search(r' FROM "(\w+)"', query["sql"])[1]
        for query in queries
        if " FOR UPDATE" in query["sql"]
    ]
    assert locked == tables
