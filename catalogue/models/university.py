"""Universities that own programmes and host courses, and whom one can write to."""

import uuid

from django.db import models
from django.db.models.functions import Collate
from django.utils.translation import gettext_lazy as _

from catalogue.models.kept import HistoricalRecords
from catalogue.text.translation import Translated


def danish_order(field, vendor):
    """Return an ordering expression that follows the Danish alphabet on either database."""
    collation = "danish" if vendor == "sqlite" else "da-x-icu"
    return Collate(field, collation)


class UniversityQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class University(models.Model):
    uuid = models.UUIDField(_("permanent ID"), default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        _("short address name"),
        unique=True,
        help_text=_("For example ku; used in the filter's address."),
    )
    name_da = models.CharField(_("name in Danish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=20, help_text=_("For example KU."))
    schac_code = models.CharField(
        _("SCHAC code"),
        max_length=100,
        blank=True,
        help_text=_("The domain that identifies the university abroad, for example ku.dk."),
    )
    website = models.URLField(_("website"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = UniversityQuerySet.as_manager()
    history = HistoricalRecords()
    name = Translated()

    class Meta:
        verbose_name = _("university")
        verbose_name_plural = _("universities")
        ordering = ["order", "name_da"]
        constraints = [
            models.UniqueConstraint(
                fields=["schac_code"],
                condition=~models.Q(schac_code=""),
                name="one_university_per_schac_code",
            ),
        ]

    def __str__(self):
        return str(self.name)

    def natural_key(self):
        return (self.slug,)


class ContactQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Contact(models.Model):
    """A person or an office that visitors may be told of: head of studies, coordinator, office."""

    slug = models.SlugField(_("key"), unique=True)
    name_da = models.CharField(_("name in Danish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    role_da = models.CharField(_("role in Danish"), max_length=200, blank=True)
    role_en = models.CharField(_("role in English"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    university = models.ForeignKey(
        University, models.PROTECT, null=True, blank=True, verbose_name=_("university")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ContactQuerySet.as_manager()
    history = HistoricalRecords()
    name = Translated()
    role = Translated()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["name_da"]

    def __str__(self):
        return str(self.name)

    def natural_key(self):
        return (self.slug,)
