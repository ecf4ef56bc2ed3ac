"""Every site has the words of the letters that stand on a case's page as rows, to be edited, and of the newest mail."""

from importlib import import_module

from django.db import migrations

add = import_module("admissions.migrations.0007_add_original_words").add


class Migration(migrations.Migration):
    dependencies = [
        ("admissions", "0008_treat_cases"),
    ]

    # Backwards the rows stay: words of a kind that is not known are never used.
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
