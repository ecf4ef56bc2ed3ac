"""Publishes what was given a time, once it has come; a timer runs it each minute."""

from catalogue.changes import publishing
from catalogue.management.repeating import RepeatingCommand


class Command(RepeatingCommand):
    help = "Publish what is to be published by now."
    waits = "What is to be published waits"

    def one_round(self):
        published = publishing.publish_due()
        if published:
            self.stdout.write(f"Published: {published}")
