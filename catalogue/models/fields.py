"""Columns shared by the catalogue's models: short lists of codes, and what they may hold."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.text.translation import LANGUAGE_CHOICES

SEASON_CHOICES = [("spring", _("Spring")), ("autumn", _("Autumn"))]


class CodeListField(models.JSONField):
    """A list of codes from a fixed choice, in the choice's order; empty means unknown or any."""

    code_choices: list = []

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        known = [code for code, label in self.code_choices]
        if not isinstance(value, list) or any(code not in known for code in value):
            raise ValidationError(_("Choose among: %(codes)s."), params={"codes": ", ".join(known)})


class LanguageListField(CodeListField):
    code_choices = LANGUAGE_CHOICES


class SeasonListField(CodeListField):
    code_choices = SEASON_CHOICES


class DegreeListField(CodeListField):
    code_choices = [
        ("master", _("Master's degree (kandidat)")),
        ("medium_cycle", _("Medium-cycle degree (MVU, professional bachelor)")),
        ("university_bachelor", _("University bachelor only")),
        ("foreign", _("Degree from abroad")),
        ("short_cycle", _("Short-cycle degree")),
        ("none", _("No degree")),
    ]
