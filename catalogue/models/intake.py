"""A programme's yearly admission: where a year differs from the rule, and its days and places."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.domain.deadlines import intake_deadline
from catalogue.models.kept import HistoricalRecords
from catalogue.models.status import status_of
from catalogue.text.translation import Translated


class Intake(models.Model):
    """An exception to the yearly deadline, or the days and places of one year's intake.

    The next intake follows from the programme's rule and needs no row.
    """

    uuid = models.UUIDField(_("permanent ID"), default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(
        "catalogue.Programme", models.CASCADE, related_name="intakes", verbose_name=_("programme")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2200)]
    )
    opens_on = models.DateField(
        _("application opens"),
        null=True,
        blank=True,
        help_text=_("Left empty: open once the programme is published."),
    )
    deadline_on = models.DateField(_("deadline exception"), null=True, blank=True)
    deadline_reason_da = models.CharField(
        _("reason for the exception in Danish"), max_length=200, blank=True
    )
    deadline_reason_en = models.CharField(
        _("reason for the exception in English"), max_length=200, blank=True
    )
    starts_on = models.DateField(_("study start"), null=True, blank=True)
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    places_taken = models.PositiveSmallIntegerField(_("places taken"), default=0)
    has_waiting_list = models.BooleanField(_("waiting list when full"), default=True)
    cancelled_on = models.DateField(_("cancelled"), null=True, blank=True)
    is_example = models.BooleanField(_("example"), default=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    history = HistoricalRecords()
    deadline_reason = Translated()
    # What a course run has and an intake has not, so that whoever is given one need not ask which
    # it is.
    course = None
    ends_on = None

    class Meta:
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "year"], name="one_intake_a_year"),
            models.CheckConstraint(
                condition=Q(deadline_on=None) | ~Q(deadline_reason_da="", deadline_reason_en=""),
                name="intake_exception_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None)
                | Q(deadline_on=None)
                | Q(opens_on__lte=F("deadline_on")),
                name="intake_opens_before_it_closes",
            ),
        ]

    def __str__(self):
        return f"{self.programme} {self.year}"

    @property
    def closes_on(self):
        """The last day to apply: the exception, else the programme's day; None while unknown."""
        return intake_deadline(self.programme.time_rules(), self.year, self.deadline_on)

    @property
    def has_example_deadline(self):
        """Whether the last day to apply is made up, as that of an exception may be."""
        return self.is_example and self.deadline_on is not None

    def status(self, today):
        """The intake's one status on a day in Copenhagen, the same on every face."""
        return status_of(self, today)

    def clean(self):
        if self.deadline_on and not (self.deadline_reason_da or self.deadline_reason_en):
            raise ValidationError(
                {"deadline_reason_da": _("Say why the deadline differs from the rule.")}
            )
        if self.opens_on and self.deadline_on and self.opens_on > self.deadline_on:
            raise ValidationError({"opens_on": _("The application must open before it closes.")})
