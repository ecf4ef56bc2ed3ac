"""The form of one part of a case, and what it shows of the answers that are kept."""

from admissions.applications.case import Case
from admissions.applications.forms.parts import FORMS
from admissions.domain.sections import Section
from admissions.eligibility.answers import answer_pairs
from admissions.eligibility.forms import AdmissionForm


def form_of(case: Case, section: Section, data=None, initial=None):
    """The form of one part, with what was sent, or with what is kept."""
    target, today = case.target, case.today
    if section is not Section.BACKGROUND:
        return FORMS[section](data, initial=initial, target=target, today=today)
    form = AdmissionForm(target.requirement_set, data, today=today, initial=initial)
    form.helper.form_tag = False
    # The check's own buttons; here the part has its own.
    form.helper.layout.fields.pop()
    return form


def kept_answers(case: Case, section: Section) -> dict:
    """The answers of a part as its form takes them to show."""
    row = case.answers.get(section)
    if row is None:
        return {}
    if section is not Section.BACKGROUND:
        return row.data
    if case.told_background is None:
        return row.data["typed"]
    pairs = answer_pairs(case.target.requirement_set, case.told_background)
    return {name: str(value) for name, value in pairs}
