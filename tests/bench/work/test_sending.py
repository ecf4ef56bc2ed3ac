import re
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from admissions.models import Application, Event, Letter
from bench.big_site.drafts import make_drafts
from bench.measure.processes import BenchError
from bench.work.sending import (
    be_sure_that_all_were_sent,
    rate_of_sending,
    ready,
    send,
    working_pids,
)
from bench.work.table import program
from bench.work.without_django import (
    address_of,
    rate_of_pgbench,
    rate_of_sqlite,
    script_of,
    writes_of,
)
from catalogue.models import Programme
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def frozen_clock():
    """Time goes on, as it does where sending is measured."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def drafts(real_catalogue):
    """Drafts, the last of which has a number that is none of the others in its rows."""
    return make_drafts(Programme.objects.get(), 40, timezone.now())


def sent(draft):
    return writes_of(lambda: send(ready(draft)), draft.pk)


def rows_of(draft):
    """What sending has written of an application, but what is its alone."""
    application = Application.objects.values(
        "state", "sent_at", "requirement_set", "assessment"
    ).get(pk=draft.pk)
    event = Event.objects.values("action", "source", "target", "actor", "at", "code").get(
        application=draft
    )
    letter = Letter.objects.values("kind", "language", "state", "created_at", "send_after").get(
        application=draft
    )
    return application, event, letter


@pytest.mark.django_db
def test_what_is_measured_is_one_change_and_two_new_rows(drafts):
    assert [
        re.match(r'(\w+ (?:INTO )?"\w+")', sql)[1] for sql, _parameters in sent(drafts[-1])
    ] == [
        'UPDATE "admissions_application"',
        'INSERT INTO "admissions_event"',
        'INSERT INTO "admissions_letter"',
    ]


@pytest.mark.django_db
def test_a_number_that_stands_in_a_row_twice_is_refused(drafts):
    draft = drafts[-1]

    with pytest.raises(BenchError, match="cannot be told"):
        writes_of(lambda: Application.objects.filter(pk=draft.pk).update(year=draft.pk), draft.pk)


@pytest.mark.django_db
def test_sending_is_measured_on_applications_that_are_sent(real_catalogue):
    drafts = make_drafts(Programme.objects.get(), 2, timezone.now())

    rate = rate_of_sending(map(ready, drafts), working_pids())

    assert rate > 0
    be_sure_that_all_were_sent(2)
    with pytest.raises(BenchError, match="Of 3 applications"):
        be_sure_that_all_were_sent(3)


@pytest.mark.django_db(transaction=True)
def test_the_limit_writes_the_rows_that_sending_writes(drafts):
    sample, others = drafts[-1], drafts[:-1]
    writes = sent(sample)

    if connection.vendor == "postgresql":
        pgbench = program() or pytest.skip("pgbench is not installed")
        rate = rate_of_pgbench(pgbench, address(), script_of(writes, sample.pk), others)
    else:
        rate = rate_of_sqlite(connection.connection, writes, sample.pk, others)

    assert rate > 0
    be_sure_that_all_were_sent(len(drafts))
    assert [rows_of(draft) for draft in others] == [rows_of(sample)] * len(others)


def test_the_list_of_processes_shows_no_password():
    shown, env = address_of(f"postgres://anna:{quote('p@ss/word', safe='')}@127.0.0.1:5432/site")

    assert shown == "postgres://anna@127.0.0.1:5432/site"
    assert env["PGPASSWORD"] == "p@ss/word"
    assert address_of(shown) == (shown, {})


def address():
    """The database of the tests as an address."""
    found = connection.settings_dict
    person, place = found["USER"], f"{found['HOST']}:{found['PORT'] or 5432}"
    if found["PASSWORD"]:
        person = f"{person}:{quote(found['PASSWORD'], safe='')}"
    return f"postgres://{person}@{place}/{found['NAME']}"
