"""How the rows of a big site are written, named and known again."""

from uuid import NAMESPACE_URL, uuid5

from catalogue.domain.alphabet import folded

# What tells these rows from anybody's own: it begins the code of every programme and course, and
# the slug of every university and contact.
MARK = "opdigtet-"
BATCH = 500


def store(model, rows):
    """Write many rows, in batches that end well within the database's patience."""
    return model._default_manager.bulk_create(rows, batch_size=BATCH)


def permanent_id(*names):
    """The same UUID for the same thing of every big site."""
    return uuid5(NAMESPACE_URL, "-".join([MARK, *map(str, names)]))


def columns(texts, languages):
    """The columns of several texts, empty in other languages than these."""
    found = {}
    for name, pair in texts.items():
        found |= pair.columns(name, languages)
    return found


def slug_of(title, number):
    return f"{folded(title).replace(' ', '-')[:80]}-{number + 1}"
