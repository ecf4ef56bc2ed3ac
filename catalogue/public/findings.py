"""What keeps a programme from the public, in sentences for its editors."""

from dataclasses import replace

from django.utils.text import capfirst

from catalogue.models import Programme
from catalogue.text import phrases


def finding_sentences(findings):
    """The findings in words, a missing text called as its field is."""
    return [_sentence(found) for found in findings]


def _sentence(found):
    if found.name:
        found = replace(found, name=_label(found.name))
    return phrases.finding(found)


def _label(column):
    return capfirst(str(Programme._meta.get_field(column).verbose_name))
