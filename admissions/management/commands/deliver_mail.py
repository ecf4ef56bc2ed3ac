"""Sends the letters that wait in the outbox; a timer runs it each minute."""

import signal
import threading

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

from admissions import mail


class Command(BaseCommand):
    """Any number may run at once. With --every it goes on until told to stop, then ends its round."""

    help = "Send the letters that are queued and due."

    def add_arguments(self, parser):
        parser.add_argument(
            "--every",
            type=float,
            metavar="SECONDS",
            help="go on, so many seconds apart, until SIGTERM or SIGINT",
        )

    def handle(self, *args, every=None, **options):
        if every is None:
            self._deliver()
            return
        if every <= 0:
            raise CommandError("--every takes a number of seconds above 0.")
        stopped = threading.Event()
        before = {number: signal.signal(number, lambda *_: stopped.set()) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not stopped.is_set():
                self._deliver_in_spite_of_the_database()
                stopped.wait(every)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _deliver(self):
        sent = mail.deliver()
        if sent:
            self.stdout.write(f"Letters sent: {sent}")

    def _deliver_in_spite_of_the_database(self):
        """A database that is away for a while is no reason to end; it is asked again the next time."""
        try:
            self._deliver()
        except DatabaseError as problem:
            self.stderr.write(f"The letters wait, the database does not answer: {type(problem).__name__}")
        finally:
            close_old_connections()
