"""Those who asked to be kept posted."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admissions.domain.retention import unconfirmed_limit
from catalogue.models import Course, Programme
from catalogue.text.translation import LANGUAGE_CHOICES


class InterestQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self):
        return self.filter(confirmed_at__isnull=True)

    def asked_by(self, moment):
        return self.filter(created_at__lte=moment)

    def asked_after(self, moment):
        return self.filter(created_at__gt=moment)

    def ended(self, day):
        return self.filter(ends_on__lt=day)

    def kept(self, now, today):
        """What may be seen, even if the timer is late: not unconfirmed too long, not ended."""
        unconfirmed = Q(confirmed_at__isnull=True, created_at__lte=unconfirmed_limit(now))
        return self.exclude(unconfirmed).filter(ends_on__gte=today)


class Interest(models.Model):
    """ "Keep me posted": who asks to be told, of what, until when."""

    class When(models.TextChoices):
        SOONEST = "soonest", _("As soon as possible")
        WITHIN_A_YEAR = "within_a_year", _("Within a year")
        LATER = "later", _("Later than that")
        UNDECIDED = "undecided", _("I do not know yet")

    class Payer(models.TextChoices):
        SELF = "self", _("I pay myself")
        EMPLOYER = "employer", _("My employer pays")
        UNDECIDED = "undecided", _("Not settled yet")

    reference = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="interests", verbose_name=_("programme")
    )
    whole_programme = models.BooleanField(_("the whole programme"), default=True)
    courses = models.ManyToManyField(
        Course, blank=True, related_name="interests", verbose_name=_("courses")
    )
    when = models.CharField(_("when"), max_length=20, choices=When.choices, blank=True)
    payer = models.CharField(_("who pays"), max_length=20, choices=Payer.choices, blank=True)
    message = models.TextField(_("message"), blank=True, max_length=2000)
    background = models.JSONField(
        _("background"),
        null=True,
        blank=True,
        help_text=_("What was told of degree and work in the check."),
    )
    assessment = models.JSONField(
        _("assessment"),
        null=True,
        blank=True,
        help_text=_("What the rules said of the background when it was given."),
    )
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), help_text=_("Deleted after this day."))
    link_issue = models.PositiveSmallIntegerField(
        _("number of the link"), default=1, editable=False
    )
    address_key = models.CharField(_("key of the address"), max_length=64, editable=False)
    form_key = models.CharField(_("key of the form"), max_length=64, unique=True, editable=False)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        ordering = ["-created_at"]
        permissions = [("export_interest", _("Can export interests"))]
        indexes = [models.Index(fields=["address_key"], name="interests_by_address")]
        constraints = [
            models.UniqueConstraint(
                fields=["address_key"],
                condition=Q(confirmed_at__isnull=False),
                name="one_confirmed_interest_per_address_and_programme",
            ),
        ]

    # The admin's own log keeps this text after the person is erased, so it holds no name.
    def __str__(self):
        return f"{self.programme} {self.created_at:%Y-%m-%d} {self.reference.hex[:8]}"
