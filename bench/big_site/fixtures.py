"""What a big site repeats of the fixtures: their texts and their rules of admission."""

import json
from functools import cache

from django.conf import settings

FOLDER = settings.BASE_DIR / "fixtures"
# Every row of a big site has its own.
NAMES = {"uuid", "slug", "name", "changed_at"}


@cache
def rows_of(model, file="catalogue.json", **ties):
    """The model's rows in that file without names and ties; only those whose ties end so."""
    found = []
    for row in json.loads((FOLDER / file).read_text(encoding="utf-8")):
        if row["model"] == model._meta.label_lower:
            fields = row["fields"]
            if all(fields[name][-1] == end for name, end in ties.items()):
                found.append(_plain(model, fields))
    return found


def _plain(model, fields):
    columns = {}
    for name, value in fields.items():
        if name not in NAMES and not model._meta.get_field(name).is_relation:
            columns[name] = value
    return columns


def in_languages(columns, languages):
    """The columns without texts in other languages than these."""
    others = {"_da", "_en"} - {f"_{language}" for language in languages}
    return {name: value for name, value in columns.items() if name[-3:] not in others}
