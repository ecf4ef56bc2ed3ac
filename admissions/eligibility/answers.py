"""The check's answers: which can be given; a background as an address and in words."""

from itertools import chain

from django.utils.translation import gettext as _

from admissions.domain.background import NONE_OF_THESE, Background, DegreeKind
from admissions.domain.eligibility import RequirementKind
from admissions.eligibility import requirements
from admissions.eligibility.work_rows import row_answers
from admissions.text import eligibility_phrases
from catalogue.text.translation import LocalText

# Work of any kind, where a set of requirements does not tell areas apart.
ANY = "any"


class Answer(LocalText):
    """The label of a possible answer, with the hint that stands below it."""

    hint: str

    def __new__(cls, label, hint=""):
        answer = super().__new__(cls, label, getattr(label, "lang", ""))
        answer.hint = hint
        return answer


def degree_choices():
    """Each kind of degree by its code."""
    return {
        str(kind): Answer(eligibility_phrases.degree(kind), eligibility_phrases.degree_hint(kind))
        for kind in DegreeKind
    }


def field_choices(requirement_set):
    """The fields of study by their codes, and another field where that can be told."""
    choices = _option_choices(requirements.of_kind(requirement_set, RequirementKind.DEGREE))
    if NONE_OF_THESE in requirements.known_fields(requirement_set):
        choices.setdefault(NONE_OF_THESE, _("Another field"))
    return choices


def level_choices(row):
    """The levels of a requirement's language by their codes."""
    choices = _option_choices([row])
    choices.setdefault(NONE_OF_THESE, _("A lower level, or none I can document"))
    return choices


def area_choices(requirement_set):
    """The areas of work by their codes; yes and no where areas are not told apart."""
    choices = _option_choices(requirements.of_kind(requirement_set, RequirementKind.WORK))
    if not choices:
        return {
            ANY: eligibility_phrases.yes_or_no(True),
            NONE_OF_THESE: eligibility_phrases.yes_or_no(False),
        }
    choices.setdefault(NONE_OF_THESE, _("None of these"))
    return choices


def language_rows(requirement_set):
    """The requirements of a level, one a language, in the order in which they are asked."""
    rows = {}
    for row in requirements.of_kind(requirement_set, RequirementKind.LANGUAGE):
        rows.setdefault(row.language, row)
    return list(reversed(rows.values()))


def given_answers(requirement_set, background: Background) -> dict[str, str]:
    """The codes of the answers that were chosen, by the question's name, in their order."""
    given = {}
    if background.degree and requirements.of_kind(requirement_set, RequirementKind.DEGREE):
        given["degree"] = str(background.degree)
        if background.degree_field and needs_field(requirement_set, background.degree):
            given["field"] = background.degree_field
    levels = {skill.language: skill.level for skill in background.languages}
    for row in language_rows(requirement_set):
        if row.language in levels:
            given[f"level_{row.language}"] = levels[row.language] or NONE_OF_THESE
    for row in requirements.of_kind(requirement_set, RequirementKind.DECLARATION):
        code = requirements.declaration(row)
        if code in background.declarations | background.denied:
            given[code] = "yes" if code in background.declarations else "no"
    work = requirements.of_kind(requirement_set, RequirementKind.WORK)
    if work and background.work is not None:
        given["area"] = _area(background, requirements.has_areas(requirement_set))
    return given


def answer_pairs(requirement_set, background: Background) -> list[tuple[str, object]]:
    """The answers as the query of an address: one background, one list of (name, value)."""
    pairs: list[tuple[str, object]] = [*given_answers(requirement_set, background).items()]
    for number, job in enumerate(background.work or (), start=1):
        pairs += row_answers(job, number)
    return pairs


def in_words(requirement_set, background: Background) -> list:
    """The answers in words, one text a question or a job."""
    labels = [
        answer_in_words(requirement_set, name, code)
        for name, code in given_answers(requirement_set, background).items()
    ]
    jobs = background.work or ()
    return labels + [eligibility_phrases.period(job.starts_on, job.ends_on) for job in jobs]


def answer_in_words(requirement_set, name, code):
    """The label of an answer; its code where the requirements know it no longer."""
    return _choices_of(requirement_set, name).get(code, code)


def needs_field(requirement_set, degree) -> bool:
    """Whether the field of study matters to what the requirements make of a degree."""
    return degree in requirements.degrees_with_fields(requirement_set)


def _choices_of(requirement_set, name):
    if name == "degree":
        return degree_choices()
    if name == "field":
        return field_choices(requirement_set)
    if name == "area":
        return area_choices(requirement_set)
    rows = {f"level_{row.language}": row for row in language_rows(requirement_set)}
    if name in rows:
        return level_choices(rows[name])
    return declaration_choices()


def declaration_choices():
    return {
        "yes": eligibility_phrases.yes_or_no(True),
        "no": eligibility_phrases.yes_or_no(False),
    }


def _option_choices(rows):
    """Each option once, as code and label with hint."""
    options = chain.from_iterable(row.options.all() for row in rows)
    return {option.code: Answer(option.label, option.hint) for option in options}


def _area(background, has_areas):
    """The area of all jobs, which are asked for it together."""
    if not background.work:
        return NONE_OF_THESE
    return (background.work[0].area or NONE_OF_THESE) if has_areas else ANY
