"""The admissions app: how people get in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdmissionsConfig(AppConfig):
    name = "admissions"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Admissions")
