"""What has changed in the catalogue: its version, dates that moved, addresses things once had."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.course import Course
from catalogue.models.programme import Programme
from catalogue.models.run import CourseRun


class CatalogueVersion(models.Model):
    """The one row that every edit counts up, in its own transaction.

    `token` tells apart two histories that came to the same number, such as a restored backup's.
    """

    number = models.PositiveBigIntegerField(default=0)
    token = models.UUIDField(default=uuid.uuid4)

    def __str__(self):
        return f"{self.number}"


class CatalogueChange(models.Model):
    """What a version changed of what lists are made from; `key` is the course or programme."""

    class Part(models.TextChoices):
        ANYTHING = "anything"
        COURSE = "course"
        PROGRAMME = "programme"
        UNIVERSITIES = "universities"
        NOTHING_LISTED = "nothing_listed"

    number = models.PositiveBigIntegerField(db_index=True)
    token = models.UUIDField()
    part = models.CharField(max_length=20, choices=Part.choices, default=Part.ANYTHING)
    key = models.BigIntegerField(null=True)

    def __str__(self):
        return f"{self.number}: {self.part} {self.key or ''}".rstrip()


class DateChange(models.Model):
    """A day that the public had been told and that has moved, or a run that was announced.

    Of a course run, or of a programme's intake of a year.
    """

    class What(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        OPENS = "opens", _("application opens")
        DEADLINE = "deadline", _("last day to apply")
        STARTS = "starts", _("start")
        ENDS = "ends", _("end")

    run = models.ForeignKey(
        CourseRun,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="date_changes",
        verbose_name=_("course run"),
    )
    programme = models.ForeignKey(
        Programme,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="date_changes",
        verbose_name=_("programme"),
    )
    year = models.PositiveSmallIntegerField(_("year of the intake"), null=True, blank=True)
    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    old = models.DateField(_("before"), null=True, blank=True)
    new = models.DateField(_("after"), null=True, blank=True)
    at = models.DateTimeField(_("changed"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("moved date")
        verbose_name_plural = _("moved dates")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(run__isnull=False, programme=None, year=None)
                | Q(run=None, programme__isnull=False, year__isnull=False),
                name="date_change_of_a_run_or_an_intake",
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()} {self.old} → {self.new}"


class FormerAddress(models.Model):
    """An address name that a programme or a course once had: it leads to the thing, for good."""

    slug = models.SlugField(_("address name"), max_length=100)
    programme = models.ForeignKey(
        Programme,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="former_addresses",
        verbose_name=_("programme"),
    )
    course = models.ForeignKey(
        Course,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="former_addresses",
        verbose_name=_("course"),
    )

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.CheckConstraint(
                condition=Q(programme=None, course__isnull=False)
                | Q(programme__isnull=False, course=None),
                name="former_address_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(course=None), name="one_programme_per_former_address"
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(programme=None), name="one_course_per_former_address"
            ),
        ]

    def __str__(self):
        return self.slug
