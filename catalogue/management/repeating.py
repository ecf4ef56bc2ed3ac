"""A command that a timer runs, or that goes round by itself until it is told to stop."""

import signal
import threading

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections


class RepeatingCommand(BaseCommand):
    """Any number may run at once. With --every it goes on until told to stop, then ends its round.

    `one_round` does the work of one; `waits` says what waits while the database does not answer.
    """

    waits = ""

    def one_round(self):
        """Do the work of one round; each command says its own."""
        raise NotImplementedError

    def add_arguments(self, parser):
        parser.add_argument(
            "--every",
            type=float,
            metavar="SECONDS",
            help="go on, so many seconds apart, until SIGTERM or SIGINT",
        )

    def handle(self, *args, every=None, **options):
        if every is None:
            self.one_round()
            return
        if every <= 0:
            raise CommandError("--every takes a number of seconds above 0.")
        stopped = threading.Event()
        before = {
            number: signal.signal(number, lambda *_: stopped.set())
            for number in (signal.SIGTERM, signal.SIGINT)
        }
        try:
            while not stopped.is_set():
                self._round_in_spite_of_the_database()
                stopped.wait(every)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _round_in_spite_of_the_database(self):
        """A database that is away for a while is no reason to end; it is asked again."""
        try:
            self.one_round()
        except DatabaseError as problem:
            self.stderr.write(
                f"{self.waits}, the database does not answer: {type(problem).__name__}"
            )
        finally:
            close_old_connections()
