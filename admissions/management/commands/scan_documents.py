"""Let the malware scanner look through the documents that it could not when they came."""

from django.core.management.base import BaseCommand

from admissions.applications.documents.services import scan_waiting


class Command(BaseCommand):
    help = "Let the malware scanner look through the documents that still wait for it."

    def handle(self, **options):
        found = scan_waiting()
        self.stdout.write(f"clean: {found['clean']}, bad: {found['bad']}")
