"""Sends applications, and writes the same rows without Django, in turns: what each gives in a CPU-second, as JSON."""

import argparse
import json
import os
import sqlite3
import sys
from contextlib import closing
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
from bench.measure.turns import Work, take_turns, told
from bench.work.without_django import WARMING, rate_of_pgbench, rate_of_sqlite, script_of, writes_of
from catalogue.models import Programme

# About as many as a second's work; what is measured is the work, not the time it took.
SENT_A_SECOND, WRITTEN_A_SECOND = 100, 2000


def main(arguments):
    parser = argparse.ArgumentParser(prog="python -m bench.measure.child bench.work.sending")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--pgbench", help="the program; on PostgreSQL only")
    options = parser.parse_args(arguments)
    call_command("migrate", verbosity=0)
    call_command("load_catalogue", verbosity=0)
    try:
        print(json.dumps(measured(options)))
    except BenchError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def measured(options):
    many, many_bare = (
        max(int(options.seconds * number), 1) for number in (SENT_A_SECOND, WRITTEN_A_SECOND)
    )
    drafts = partial(make_drafts, Programme.objects.get(), now=timezone.now())
    works = [
        Work("", lambda: rate_of_sending(drafts(many), reads_first=False)),
        Work(", read first", lambda: rate_of_sending(drafts(many), reads_first=True)),
    ]
    # The last of many: no other number of its rows is as high.
    name, rate = limit_of(drafts(100)[-1], options.pgbench)
    limit = Work(name, lambda: rate(drafts(many_bare + WARMING, has_answers=False)))
    take_turns(limit, works, options.rounds)
    sent, written = (
        (options.rounds + 1) * many * len(works),
        (options.rounds + 2) * (many_bare + WARMING),
    )
    be_sure_that_all_were_sent(1 + sent + written)
    return told(limit, works)


def limit_of(draft, pgbench):
    """What sending is held against: its name, and what gives its rate for drafts that are there."""
    writes = writes_of(lambda: send(ready(draft)), draft.pk)
    if connection.vendor == "postgresql":
        script = script_of(writes, draft.pk)
        return "pgbench", lambda drafts: rate_of_pgbench(
            pgbench, settings.DATABASE_URL, script, drafts
        )
    return "sqlite3", lambda drafts: _rate_of_sqlite(writes, draft.pk, drafts)


def _rate_of_sqlite(writes, number, drafts):
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as raw:
        raw.executescript(settings.DATABASES["default"]["OPTIONS"]["init_command"])
        return rate_of_sqlite(raw, writes, number, drafts)


def rate_of_sending(drafts, *, reads_first):
    """How many of these applications are sent in a second that this process and its server's work for it.

    With `reads_first` the application, its target and its answers are read within that time, as its page does.
    """
    cases = map(ready, drafts) if reads_first else [ready(draft) for draft in drafts]
    pids = working_pids()
    before = cpu_seconds(pids)
    for case in cases:
        send(case)
    return len(drafts) / (cpu_seconds(pids) - before)


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
        raise BenchError(
            f"Of {many} applications {found} were sent, with their events and their receipts"
        )
