"""Deletes what has been kept as long as the privacy notice says, and reminds; run each hour."""

from django.conf import settings
from django.core.management.base import BaseCommand

from admissions.applications import places
from admissions.applications.documents import services as document_services
from admissions.scheduled import reminders, retention

WORDS = {
    "unconfirmed_interests": "interests not confirmed within 48 hours",
    "ended_interests": "interests past their end",
    "letters_emptied": "letters that lose their words",
    "askings": "traces of asking",
    "tried_imports": "files tried for import over an hour ago",
    "open_pages": "notes of who opened an editing page over a day ago",
    "drafts_warned": "drafts of applications whose end is told",
    "drafts_erased": "drafts of applications untouched for 60 days",
    "cases_erased": "closed cases kept as long as the settings say",
    "orphan_files": "files without a document, over a day old",
    "drafts_reminded": "drafts reminded of a deadline within 14 days",
    "places_recounted": "numbers of places taken that were not right",
    "requests_reminded": "requests reminded of whose answer is due within 5 days",
}


class Command(BaseCommand):
    """Run it each hour: the 48 hours of an unconfirmed interest are a promise.

    Run nightly, some stay for 72. Should the timer be late, links die and the admin shows
    nothing of such a row all the same.
    """

    help = "Delete what is due. Run it each hour."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *args, dry_run=False, **options):
        due = retention.apply_retention(is_dry_run=dry_run)
        due |= retention.apply_draft_retention(is_dry_run=dry_run)
        due |= reminders.remind_drafts(is_dry_run=dry_run)
        due |= reminders.remind_requests(is_dry_run=dry_run)
        due |= retention.apply_case_retention(is_dry_run=dry_run)
        due |= places.recount_places(is_dry_run=dry_run)
        due["orphan_files"] = document_services.sweep_orphans(is_dry_run=dry_run)
        if not settings.CASES_FILED_IN:
            self.stdout.write(
                "No closed case goes: MASTERSITE_CASES_FILED_IN does not say where cases are filed."
            )
        heading = "Would go:" if dry_run else "Gone:"
        self.stdout.write(heading)
        for kind, number in due.items():
            self.stdout.write(f"{number:6} {WORDS[kind]}")
