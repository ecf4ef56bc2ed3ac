"""Sends the letters that wait in the outbox and writes those with news; run each minute."""

from admissions.mail import outbox
from admissions.scheduled import news
from catalogue.management.repeating import RepeatingCommand


class Command(RepeatingCommand):
    help = "Send the letters that are queued and due, and write those that tell of dates."
    waits = "The letters wait"

    def one_round(self):
        sent = outbox.deliver()
        if sent:
            self.stdout.write(f"Letters sent: {sent}")
        # After what waits, so that nothing that is wrong with the news keeps a letter;
        # its own go out the next time.
        told = news.tell_news()
        if told:
            self.stdout.write(f"Told of dates: {told}")
