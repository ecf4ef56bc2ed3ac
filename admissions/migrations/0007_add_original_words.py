"""Every site has the words of each mail as rows, to be edited.

The words are read from the very file that a missing row falls back on, so that the two never differ. It is a file of
texts, not code: a kind that a later version adds to it is only written sooner.
"""

import json

from django.conf import settings
from django.db import migrations


def add(apps, schema_editor):
    """Write the rows that are missing; what staff have edited stays."""
    file = settings.BASE_DIR / "fixtures" / "wordings.json"
    wordings = apps.get_model("admissions", "Wording").objects
    for kind, words in json.loads(file.read_text(encoding="utf-8")).items():
        texts = {name: "\n\n".join(words[name]) for name in ("text_da", "text_en")}
        subjects = {name: words[name] for name in ("subject_da", "subject_en")}
        wordings.get_or_create(kind=kind, defaults={**subjects, **texts})


class Migration(migrations.Migration):
    dependencies = [
        ("admissions", "0006_create_wordings"),
    ]

    # Backwards the rows go with their table.
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
