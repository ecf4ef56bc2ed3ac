"""System checks for a bad deployment that Django's own do not know."""

from datetime import timedelta

from django.conf import settings
from django.core import checks
from django.core.checks import Tags, register
from django.utils import timezone


@register(Tags.security, deploy=True)
def accessibility_statement_is_reviewed(app_configs, **kwargs):
    """The law asks for a review of the accessibility statement at every relevant change.

    And once a year at least.
    """
    reviewed = settings.ACCESSIBILITY_REVIEWED_ON
    if reviewed and timezone.localdate() - reviewed > timedelta(days=365):
        return [
            checks.Warning(
                "The accessibility statement was last reviewed over a year ago.",
                hint="Review it, then set MASTERSITE_ACCESSIBILITY_REVIEWED_ON.",
                id="mastersite.W001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def site_is_not_a_demo(app_configs, **kwargs):
    if settings.DEMO:
        return [
            checks.Warning(
                "MASTERSITE_DEMO is on: secrets, mail and security headers are those of a demo.",
                hint="Leave MASTERSITE_DEMO out in production.",
                id="mastersite.W002",
            )
        ]
    return []
