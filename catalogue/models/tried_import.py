"""Files tried for import that wait, for an hour, to be confirmed by whoever tried them."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(hours=1)


class TriedImportQuerySet(models.QuerySet):
    def expired(self, now):
        return self.filter(tried_at__lte=now - KEPT_FOR)

    def waiting(self, now):
        return self.filter(tried_at__gt=now - KEPT_FOR)


class TriedImport(models.Model):
    """One file as it was tried: any worker on any machine can carry out exactly this one.

    `fingerprints` holds, by row of the file, what the catalogue's row was then, so that
    a change in between is seen.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="tried_imports",
        verbose_name=_("user"),
    )
    model = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    fingerprints = models.JSONField(default=dict)
    tried_at = models.DateTimeField()

    objects = TriedImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("tried import")
        verbose_name_plural = _("tried imports")

    def __str__(self):
        return f"{self.reference}"
