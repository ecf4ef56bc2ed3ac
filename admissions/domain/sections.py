"""The parts of an application: which of them it has, and what is still missing of them."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from admissions.domain.eligibility import Outcome


class Section(StrEnum):
    ABOUT = "about"
    PAYMENT = "payment"
    BACKGROUND = "background"
    EDUCATION = "education"
    WORK = "work"
    DISPENSATION = "dispensation"
    CHOICES = "choices"
    MOTIVATION = "motivation"
    DOCUMENTS = "documents"


# What is recommended and never stands in the way of sending.
OPTIONAL = frozenset({Section.DOCUMENTS})


def sections_of(
    *, is_whole_programme: bool, has_requirements: bool, outcome: Outcome | None
) -> tuple[Section, ...]:
    """Return the parts of an application, in their order.

    Choices (pace and electives) are asked of the whole programme, the background where
    there are rules to judge it by, and the grounds for a dispensation once the answers
    show that one must be sought.
    """
    left_out = set()
    if not is_whole_programme:
        left_out.add(Section.CHOICES)
    if not has_requirements:
        left_out.add(Section.BACKGROUND)
    if outcome is not Outcome.DISPENSATION:
        left_out.add(Section.DISPENSATION)
    return tuple(section for section in Section if section not in left_out)


def missing(sections: Sequence[Section], complete: Collection[str]) -> tuple[Section, ...]:
    """Return the parts that must be complete and are not, in order; with none one can send."""
    return tuple(
        section for section in sections if section not in complete and section not in OPTIONAL
    )
