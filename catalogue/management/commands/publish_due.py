"""Publishes what was given a time, once it has come; a timer runs it each minute."""

from catalogue.changes import publishing
from catalogue.management.rounds import RoundsCommand


class Command(RoundsCommand):
    help = "Publish what is to be published by now."
    waits = "What is to be published waits"

    def one_round(self):
        published = publishing.publish_due()
        if published:
            self.stdout.write(f"Published: {published}")
