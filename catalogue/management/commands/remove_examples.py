from django.core.management.base import BaseCommand

from catalogue.management.examples import remove_examples


class Command(BaseCommand):
    """Removes all example runs and intakes, and makes each column with an example unknown again."""

    help = "Remove all examples, and leave what is real."

    def handle(self, **options):
        removed = remove_examples()
        self.stdout.write(
            f"Examples removed: runs {removed.runs}, intakes {removed.intakes}, "
            f"facts {removed.fields}."
        )
        if removed.kept:
            self.stdout.write(f"{removed.kept} examples were kept, since others point to them.")
