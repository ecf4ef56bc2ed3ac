"""How the rows of a big site are written, named and known again, and how values are dealt out."""

from uuid import NAMESPACE_URL, uuid5

from catalogue.domain.alphabet import folded

# What tells these rows from anybody's own: it begins the code of every programme and course, and
# the slug of every university and contact.
MARK = "opdigtet-"
BATCH = 500
BOTH = ["da", "en"]


def store(model, rows):
    """Write many rows, in batches that end well within the database's patience."""
    return model._default_manager.bulk_create(rows, batch_size=BATCH)


def permanent_id(*names):
    """The same UUID for the same thing of every big site."""
    return uuid5(NAMESPACE_URL, "-".join([MARK, *map(str, names)]))


def slug_of(title, number):
    return f"{folded(title).replace(' ', '-')[:80]}-{number + 1}"


def by_turns(number, *values):
    """The value that the row of that number gets when they go round."""
    return values[number % len(values)]


def but_one_in(many, number, value, other=None):
    """The value, but the other for the last of every so many rows."""
    return other if number % many == many - 1 else value
