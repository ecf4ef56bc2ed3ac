"""Which documents an application may have, and which of them it is well to attach."""

from collections.abc import Collection
from enum import StrEnum

from admissions.domain.eligibility import Outcome

# Product rule: ten files of ten megabytes, as the field says.
MOST_DOCUMENTS = 10
MOST_BYTES = 10 * 1024 * 1024


class DocumentKind(StrEnum):
    DIPLOMA = "diploma"
    TRANSLATION = "translation"
    WORK = "work"
    OTHER = "other"


def recommended(
    *, asks_degree: bool, asks_work: bool, needs_translation: bool
) -> tuple[DocumentKind, ...]:
    """Return the kinds that the office needs to assess the answers, in the order of asking.

    The diploma where a degree is asked for, its translation where it is in a language the office
    may not read, and papers of the work where work is asked for. None of them stands in the way of
    sending: the office can ask.
    """
    asked = {
        DocumentKind.DIPLOMA: asks_degree,
        DocumentKind.TRANSLATION: asks_degree and needs_translation,
        DocumentKind.WORK: asks_work,
    }
    return tuple(kind for kind, is_asked in asked.items() if is_asked)


def lacking(
    wanted: Collection[DocumentKind], attached: Collection[str]
) -> tuple[DocumentKind, ...]:
    """Return the recommended kinds of which none is attached, in their order."""
    return tuple(kind for kind in wanted if kind not in attached)


def should_pause(outcome: Outcome | None, lacking_kinds: Collection[DocumentKind]) -> bool:
    """Whether a page comes between the answers and the sending.

    It says what stands against the sending or is missing. Nobody is kept from
    sending: the office decides.
    """
    return bool(lacking_kinds) or outcome not in (None, Outcome.MEETS)
