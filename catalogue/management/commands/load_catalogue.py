from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from catalogue.changes.first_versions import keep_first_versions
from catalogue.models import Programme

FILES = [settings.BASE_DIR / "fixtures" / name for name in ("catalogue.json", "requirements.json")]


class Command(BaseCommand):
    """Loads both fixtures in one transaction, only into a catalogue that holds no programme yet.

    A site that has a programme of its own, this one or another, is left exactly as it is.
    """

    help = "Load the programme, its courses and its requirements into an empty catalogue."

    def handle(self, **options):
        with transaction.atomic():
            if Programme.objects.exists():
                self.stdout.write("The catalogue already holds a programme: nothing was changed.")
                return
            call_command("loaddata", *map(str, FILES), verbosity=0)
            # Fixtures are loaded raw, without a version of what they bring.
            keep_first_versions(apps)
        self.stdout.write("The catalogue is loaded.")
