"""When a requirement set may be published, and how the next version begins as a copy."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from catalogue.admin.base.forms import field_words
from catalogue.models import RequirementSet
from catalogue.text.translation import language_columns


def missing_in_set(requirement_set):
    """What a set lacks before it may be published, in sentences.

    Branches, texts, answers that branches name.
    """
    requirements = requirement_set.requirements.prefetch_related("options", "branches")
    if not requirements:
        return [gettext("The set has no requirements.")]
    languages = requirement_set.programme.text_languages or ["da"]
    missing = []
    for requirement in requirements:
        missing += _missing_in_requirement(requirement, languages)
    return missing


@transaction.atomic
def copy_set(original):
    """Copy a set with its requirements, answers and branches into the programme's next version.

    The copy is unpublished.
    """
    versions = RequirementSet.objects.filter(programme=original.programme_id)
    newest = versions.aggregate(newest=Max("version"))["newest"]
    requirements = list(original.requirements.prefetch_related("options", "branches"))
    copied = _copied(
        RequirementSet.objects.get(pk=original.pk), version=newest + 1, is_published=False
    )
    for requirement in requirements:
        options, branches = list(requirement.options.all()), list(requirement.branches.all())
        _copied(requirement, requirement_set=copied)
        for part in [*options, *branches]:
            _copied(part, requirement=requirement)
    return copied


def _copied(row, **changes):
    """Save the row as a new one. The row in memory becomes the copy."""
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    return row


def _missing_in_requirement(requirement, languages):
    options, branches = list(requirement.options.all()), list(requirement.branches.all())
    number = requirement.number
    if not branches:
        yield gettext("Requirement %(number)s has no case.") % {"number": number}
    for name in _empty(requirement, "title", languages):
        yield gettext("Requirement %(number)s: %(name)s is missing.") % {
            "number": number,
            "name": name,
        }
    for option in options:
        for name in _empty(option, "label", languages):
            words = gettext("Requirement %(number)s, answer %(code)s: %(name)s is missing.")
            yield words % {"number": number, "code": option.code, "name": name}
    known = {option.code for option in options}
    for branch in branches:
        at = {"number": number, "case": branch.number}
        for name in _empty(branch, "sentence", languages):
            yield gettext("Requirement %(number)s, case %(case)s: %(name)s is missing.") % {
                **at,
                "name": name,
            }
        for code in branch.answers:
            if code not in known:
                words = gettext(
                    "Requirement %(number)s, case %(case)s names an unknown answer: %(code)s."
                )
                yield words % {**at, "code": code}


def _empty(row, name, languages):
    columns = language_columns([name], languages)
    return [field_words(type(row), column) for column in columns if not getattr(row, column)]
