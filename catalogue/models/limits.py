"""The traces that limit how often something may be asked for."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Asking(models.Model):
    """One trace of asking for something limited; the bucket is a keyed hash, never an address."""

    bucket = models.CharField(_("bucket"), max_length=64)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["bucket", "at"], name="traces_by_bucket")]

    def __str__(self):
        return self.bucket[:8]
