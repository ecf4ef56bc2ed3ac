"""Who has been told of which change of dates, so that nobody is told twice."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admissions.models.application import Application
from admissions.models.interest import Interest
from catalogue.models import DateChange


class ToldChange(models.Model):
    """That an interest or an application was told of a change.

    With neither, that all whom it concerns were. It is written with the letter, in one transaction,
    and the constraints let only one of several processes do so.
    """

    change = models.ForeignKey(
        DateChange, models.CASCADE, related_name="+", verbose_name=_("moved date")
    )
    interest = models.ForeignKey(
        Interest,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="told_changes",
        verbose_name=_("interest"),
    )
    application = models.ForeignKey(
        Application,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="told_changes",
        verbose_name=_("application"),
    )
    at = models.DateTimeField(_("told"), default=timezone.now)

    class Meta:
        verbose_name = _("change that was told")
        verbose_name_plural = _("changes that were told")
        constraints = [
            models.CheckConstraint(
                condition=Q(interest=None) | Q(application=None), name="told_to_one"
            ),
            models.UniqueConstraint(
                fields=["change", "interest"],
                condition=Q(interest__isnull=False),
                name="interest_told_once_of_a_change",
            ),
            models.UniqueConstraint(
                fields=["change", "application"],
                condition=Q(application__isnull=False),
                name="application_told_once_of_a_change",
            ),
            models.UniqueConstraint(
                fields=["change"],
                condition=Q(interest=None, application=None),
                name="change_told_to_all_once",
            ),
        ]

    def __str__(self):
        return f"{self.change_id} {self.at:%Y-%m-%d %H:%M}"
