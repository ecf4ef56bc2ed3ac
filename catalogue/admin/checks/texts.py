"""In which languages a row's texts exist, asked of the database; the texts are not read."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from catalogue.domain.publish_checks import Texts
from catalogue.text.translation import LANGUAGES, language_columns

PROGRAMME_TEXTS = ("award", "form", "outcomes", "price_source", "price_covers")
COURSE_TEXTS = (
    "title",
    "summary",
    "content",
    "outcomes",
    "teaching",
    "exam",
    "exam_aids",
    "required",
    "recommended",
    "literature",
)
# What a course's page is nothing without.
COURSE_NEEDS = frozenset({"title", "summary", "content"})


def is_written(names: Iterable[str]) -> dict[str, ExpressionWrapper]:
    """Annotations `has_title_da` and so on."""
    has = {}
    for column in language_columns(names):
        has[f"has_{column}"] = ExpressionWrapper(~Q(**{column: ""}), BooleanField())
    return has


def texts_of(
    row: dict[str, Any], names: Iterable[str], needed: frozenset[str] = frozenset()
) -> Texts:
    """The texts of a row read with those annotations."""
    written = {}
    for name in names:
        written[name] = {code for code in LANGUAGES if row[f"has_{name}_{code}"]}
    return Texts(written, needed)
