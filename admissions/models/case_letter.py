"""The letters of a case: what the office asks and decides, for good, and what is answered."""

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admissions.models.application import Application
from catalogue.text.translation import LANGUAGE_CHOICES


def new_letter_reference():
    return secrets.token_hex(8)


def checksum_of(subject, text):
    return hashlib.sha256(f"{subject}\n\n{text}".encode()).hexdigest()


class CaseLetter(models.Model):
    """A request or a decision as it stands on the case's page.

    Its words never change: a change is a new letter.
    """

    class Kind(models.TextChoices):
        REQUEST = "letter_request", _("the office asks for something")
        OFFER = "letter_offer", _("offer of a place")
        CONDITIONAL_OFFER = "letter_conditional_offer", _("offer of a place with conditions")
        WAITING_LIST = "letter_waiting_list", _("place on the waiting list")
        REFUSAL = "letter_refusal", _("refusal")

    reference = models.CharField(
        _("reference"), max_length=16, unique=True, default=new_letter_reference, editable=False
    )
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="case_letters", verbose_name=_("application")
    )
    kind = models.CharField(_("kind"), max_length=40, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    checksum = models.CharField(
        _("checksum"), max_length=64, help_text=_("SHA-256 of subject and text.")
    )
    due_on = models.DateField(_("answer by"), null=True, blank=True)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    signed = models.CharField(_("signed"), max_length=200, blank=True)
    answer = models.TextField(_("the applicant’s answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    class Meta:
        verbose_name = _("letter of a case")
        verbose_name_plural = _("letters of cases")
        ordering = ["written_at", "pk"]

    # The admin's own log keeps this text after the person is erased, so it holds no name.
    def __str__(self):
        return f"{self.application_id} {self.kind} {self.written_at:%Y-%m-%d}"

    @property
    def is_request(self):
        return self.kind == self.Kind.REQUEST

    @property
    def is_as_written(self):
        """Whether subject and text are still those that were issued."""
        return self.checksum == checksum_of(self.subject, self.text)
