"""Sends the letters that wait in the outbox; a timer runs it each minute."""

from admissions import mail
from catalogue.management.rounds import RoundsCommand


class Command(RoundsCommand):
    help = "Send the letters that are queued and due."
    waits = "The letters wait"

    def one_round(self):
        sent = mail.deliver()
        if sent:
            self.stdout.write(f"Letters sent: {sent}")
