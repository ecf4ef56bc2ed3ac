"""Sends applications, in turns with writing the same rows without Django."""

import os
from functools import partial
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from admissions.applications import services
from admissions.applications.browser import OPENED, case_of
from admissions.domain.workflow import State
from admissions.mail import signed_links
from admissions.models import Application, Event, Letter
from bench.big_site.drafts import make_drafts
from bench.measure.processes import BenchError, cpu_seconds
from bench.measure.turns import Work, take_turns
from bench.work.without_django import rate_of_pgbench, rate_of_sqlite, script_of, writes_of
from catalogue.models import Programme

# About as many as a second's work; what is measured is the work, not the time it took.
SENT_A_SECOND, WRITTEN_A_SECOND = 100, 2000


def measured(rounds, seconds, pgbench=None):
    call_command("load_catalogue", verbosity=0)
    many = max(int(seconds * SENT_A_SECOND), 1)
    many_bare = max(int(seconds * WRITTEN_A_SECOND), 1)
    drafts = partial(make_drafts, Programme.objects.get(), now=timezone.now())
    pids = working_pids()
    works = [
        Work("", lambda: rate_of_sending(list(map(ready, drafts(many))), pids)),
        # The application, its target and its answers are read within the time, as its page does.
        Work(", read first", lambda: rate_of_sending(map(ready, drafts(many)), pids)),
    ]
    # The last of many: no other number of its rows is as high.
    name, rate = limit_of(drafts(100)[-1], pgbench)
    limit = Work(name, lambda: rate(drafts(many_bare, has_answers=False)))
    facts = take_turns(limit, works, rounds)
    sent, written = (rounds + 1) * many * len(works), (rounds + 2) * many_bare
    be_sure_that_all_were_sent(1 + sent + written)
    return facts


def limit_of(draft, pgbench):
    """What sending is held against: its name, and what gives its rate for drafts that are there."""
    writes = writes_of(lambda: send(ready(draft)), draft.pk)
    if connection.vendor == "postgresql":
        script = script_of(writes, draft.pk)
        return "pgbench", partial(rate_of_pgbench, pgbench, settings.DATABASE_URL, script)
    return "sqlite3", partial(rate_of_sqlite, connection.connection, writes, draft.pk)


def rate_of_sending(cases, pids):
    """How many of these are sent in a second that this process and its server's work for it."""
    sent, before = 0, cpu_seconds(pids)
    for case in cases:
        send(case)
        sent += 1
    return sent / (cpu_seconds(pids) - before)


def ready(draft):
    """What the page of an application has at hand when it is sent."""
    opened = SimpleNamespace(session={OPENED: {draft.reference: signed_links.opened_mark(draft)}})
    case = case_of(opened, draft.reference, timezone.localdate())
    return case.application, {
        "target": case.target,
        "sections": case.sections,
        "background": case.background,
    }


def send(case):
    application, at_hand = case
    services.send_application(application, **at_hand)


def working_pids():
    """This process, and on PostgreSQL the one that works for it there."""
    if connection.vendor != "postgresql":
        return [os.getpid()]
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    name = Path(f"/proc/{pid}/comm")
    if not name.exists() or not name.read_text().startswith("postgres"):
        raise BenchError("PostgreSQL works elsewhere, where its time cannot be read")
    return [os.getpid(), pid]


def be_sure_that_all_were_sent(many):
    """A bench of what was refused would measure nothing."""
    found = [
        Application.objects.filter(state=State.SUBMITTED).count(),
        Event.objects.count(),
        Letter.objects.filter(kind=Letter.Kind.APPLICATION_RECEIVED).count(),
    ]
    if set(found) != {many}:
        raise BenchError(f"Of {many} applications {found} were sent, with events and receipts")
