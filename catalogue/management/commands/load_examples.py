from django.core.management.base import BaseCommand, CommandError

from catalogue.management.examples import load_examples
from catalogue.models import Programme


class Command(BaseCommand):
    """Loads example runs, an intake and facts, reckoned from today.

    Loading again replaces the examples. Never touches a real row and never writes over a column
    that holds something real. The form of the file is told in `catalogue.management.examples`.
    """

    help = "Load examples of runs, prices and days, each marked as such, reckoned from today."

    def handle(self, **options):
        try:
            loaded = load_examples()
        except Programme.DoesNotExist:
            raise CommandError(
                "The examples need the catalogue: run load_catalogue first."
            ) from None
        self.stdout.write(
            f"Examples loaded: runs {loaded.runs}, intakes {loaded.intakes}, facts {loaded.fields}."
        )
        if loaded.kept:
            self.stdout.write(
                f"{loaded.kept} older examples were kept, since others point to them."
            )
