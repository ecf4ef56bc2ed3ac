"""The documents of an application: what the site knows of a file, which rests elsewhere."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admissions.domain.documents import DocumentKind
from admissions.models.application import Application


def new_document_reference():
    return secrets.token_hex(8)


class Document(models.Model):
    """A file that an applicant has attached."""

    class Scan(models.TextChoices):
        NONE = "none", _("not looked through, no scanner is set up")
        WAITING = "waiting", _("not looked through yet")
        CLEAN = "clean", _("nothing found")
        BAD = "bad", _("malware found")

    reference = models.CharField(
        _("reference"), max_length=16, unique=True, default=new_document_reference, editable=False
    )
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="documents", verbose_name=_("application")
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=[(code.value, code.value) for code in DocumentKind]
    )
    name = models.CharField(_("name"), max_length=200)
    format = models.CharField(_("format"), max_length=4)
    size = models.PositiveIntegerField(_("size in bytes"))
    checksum = models.CharField(
        _("checksum"), max_length=64, help_text=_("SHA-256 of the file as it is kept.")
    )
    stored_as = models.CharField(_("file"), max_length=64, unique=True, editable=False)
    scan = models.CharField(
        _("malware scan"), max_length=10, choices=Scan.choices, default=Scan.NONE
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["added_at", "pk"]

    # The admin's own log keeps this text after the person is erased, so it holds no name.
    def __str__(self):
        return f"{self.application_id} {self.kind} {self.reference}"

    @property
    def may_be_opened(self):
        """Whether others than the applicant may open it: found clean, or no scanner set up."""
        return self.scan in (self.Scan.NONE, self.Scan.CLEAN)
