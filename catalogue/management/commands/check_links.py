"""Try the links to other sites."""

from django.core.management.base import BaseCommand

from catalogue.admin.checks.try_links import try_links


class Command(BaseCommand):
    help = (
        "Tries every link to another site in what is published; "
        "the publish checks tell which lead nowhere."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--pause", type=float, default=1.0, help="Seconds between two requests to a host."
        )
        parser.add_argument(
            "--minutes",
            type=float,
            default=60,
            help="When to stop; the rest comes first next time.",
        )

    def handle(self, *args, pause, minutes, **options):
        done = try_links(pause=pause, minutes=minutes)
        self.stdout.write(
            f"Links tried: {done.tried}, failed: {done.failed}, left for the next time: {done.left}"
        )
