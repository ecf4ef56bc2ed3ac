"""Who looked last at which editing page."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=1)


class OpenPageQuerySet(models.QuerySet):
    def expired(self, now):
        return self.filter(at__lte=now - KEPT_FOR)


class OpenPage(models.Model):
    """When a member of staff last opened a page for changing something; `about` says of what."""

    about = models.CharField(_("about"), max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("by"))
    at = models.DateTimeField(_("time"))

    objects = OpenPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("open page")
        verbose_name_plural = _("open pages")
        constraints = [
            models.UniqueConstraint(fields=["about", "by"], name="one_open_page_each"),
        ]
        indexes = [models.Index(fields=["at"], name="open_pages_by_time")]

    def __str__(self):
        return f"{self.about} ({self.by})"
