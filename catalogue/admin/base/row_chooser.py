"""Choosing one row in the filters above a page: among all while few, else by words searched for."""

from dataclasses import dataclass, field

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

from catalogue.admin.base.filters import MOST_CHOICES

MOST_FOUND = 20


@dataclass(frozen=True)
class Choice:
    """What can be chosen under a name in the address, and what is.

    `rows` are all there are while they are few. Where there are more, `words` were searched for,
    and `found` are (row, the address that chooses it).
    """

    name: str
    label: str
    chosen: Model | None = None
    rows: list[Model] = field(default_factory=list)
    is_searched: bool = False
    words: str = ""
    found: list[tuple[Model, str]] = field(default_factory=list)


def choice(query: QueryDict, name: str, label: str, rows: QuerySet) -> Choice:
    """Read a choice among rows that have an address name and titles or names in two languages."""
    few = list(rows[: MOST_CHOICES + 1])
    slug = query.get(name, "")
    if len(few) <= MOST_CHOICES:
        return Choice(name, label, next((row for row in few if row.slug == slug), None), few)
    words = query.get(f"{name}_words", "").replace("\x00", "").strip()[:200]
    if not words:
        chosen = rows.filter(slug=slug.replace("\x00", "")).first() if slug else None
        return Choice(name, label, chosen, is_searched=True)
    found = list(_having(rows, words)[:MOST_FOUND])
    if len(found) == 1:
        return Choice(name, label, found[0], is_searched=True)
    links = [(row, _address(query, name, row.slug)) for row in found]
    return Choice(name, label, is_searched=True, words=words, found=links)


def _having(rows, words):
    named = "title" if hasattr(rows.model, "title") else "name"
    for word in words.split():
        columns = (f"{named}_da", f"{named}_en", "slug")
        found = Q()
        for column in columns:
            found |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(found)
    return rows


def _address(query, name, slug):
    changed = query.copy()
    for gone in (f"{name}_words", "page"):
        changed.pop(gone, None)
    changed[name] = slug
    return f"?{changed.urlencode()}"
