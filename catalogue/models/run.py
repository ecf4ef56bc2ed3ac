"""Course runs, the days on which they are taught, and what is known of dates, places, prices."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.domain.deadlines import TimeRules, course_deadline, refund_day
from catalogue.models.course import Course
from catalogue.models.fields import LanguageListField
from catalogue.models.kept import HistoricalRecords
from catalogue.models.status import status_of
from catalogue.models.university import University
from catalogue.text.translation import Translated


class CourseRunQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True, course__is_published=True)

    def shown(self, viewing):
        """The published ones of published courses, and all runs of a course a preview shows."""
        return self.filter(
            Q(is_published=True, course__is_published=True) | Q(course__in=viewing.courses)
        )

    def in_order(self):
        """By start, runs without a start last."""
        return self.order_by(F("starts_on").asc(nulls_last=True), "pk")


class CourseRun(models.Model):
    class Delivery(models.TextChoices):
        ON_SITE = "on_site", _("On site")
        ONLINE = "online", _("Online")
        BLENDED = "blended", _("Partly online")

    uuid = models.UUIDField(_("permanent ID"), default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(
        Course, models.CASCADE, related_name="runs", verbose_name=_("course")
    )
    code = models.CharField(_("run code"), max_length=40, blank=True)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    opens_on = models.DateField(
        _("application opens"),
        null=True,
        blank=True,
        help_text=_("Left empty: open as soon as the run is published."),
    )
    deadline_on = models.DateField(
        _("deadline exception"),
        null=True,
        blank=True,
        help_text=_("Only when the programme's rule does not hold; then a reason is needed."),
    )
    deadline_reason_da = models.CharField(
        _("reason for the exception in Danish"), max_length=200, blank=True
    )
    deadline_reason_en = models.CharField(
        _("reason for the exception in English"), max_length=200, blank=True
    )
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    delivery = models.CharField(_("form"), max_length=10, blank=True, choices=Delivery.choices)
    place_da = models.CharField(_("place in Danish"), max_length=200, blank=True)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    host = models.ForeignKey(
        University,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="runs",
        verbose_name=_("host university"),
        help_text=_("Only where it differs from the course's."),
    )
    teaching_languages = LanguageListField(
        _("languages of teaching"), help_text=_("Only where they differ from the course's.")
    )
    price_dkk = models.DecimalField(
        _("price in DKK"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    price_outside_eu_dkk = models.DecimalField(
        _("price outside EU/EEA in DKK"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    price_covers_da = models.CharField(
        _("what the price covers, in Danish"), max_length=200, blank=True
    )
    price_covers_en = models.CharField(
        _("what the price covers, in English"), max_length=200, blank=True
    )
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    places_taken = models.PositiveSmallIntegerField(_("places taken"), default=0)
    has_waiting_list = models.BooleanField(_("waiting list when full"), default=True)
    exam_on = models.DateField(_("exam"), null=True, blank=True)
    reexam_on = models.DateField(_("re-exam"), null=True, blank=True)
    cancelled_on = models.DateField(_("cancelled"), null=True, blank=True)
    is_published = models.BooleanField(_("published"), default=False)
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        help_text=_("Published by itself at this time; left empty, only by hand."),
    )
    is_example = models.BooleanField(
        _("example"),
        default=False,
        help_text=_("Every figure of an example is marked as such on the pages."),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = CourseRunQuerySet.as_manager()
    history = HistoricalRecords()
    place = Translated()
    deadline_reason = Translated()
    price_covers = Translated()

    class Meta:
        verbose_name = _("course run")
        verbose_name_plural = _("course runs")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) | Q(ends_on=None) | Q(starts_on=None),
                name="run_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(deadline_on=None)
                | Q(starts_on=None)
                | Q(deadline_on__lte=F("starts_on")),
                name="run_deadline_not_after_start",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None)
                | Q(deadline_on=None)
                | Q(opens_on__lte=F("deadline_on")),
                name="run_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(deadline_on=None) | ~Q(deadline_reason_da="", deadline_reason_en=""),
                name="run_exception_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(price_dkk=None) | Q(price_dkk__gte=0), name="run_price_not_negative"
            ),
        ]

    def __str__(self):
        return (
            f"{self.course} {self.starts_on}"
            if self.starts_on
            else gettext("%s, without a date") % self.course
        )

    def time_rules(self):
        """The rules of the course's home programme; none known without one."""
        home = self.course.home_programme
        return home.time_rules() if home else TimeRules()

    @property
    def closes_on(self):
        """The last day to apply: the exception, else weeks before start; None while unknown."""
        return course_deadline(self.time_rules(), self.starts_on, self.deadline_on)

    @property
    def refund_until(self):
        """The last day to cancel with a refund; None while unknown."""
        return refund_day(self.time_rules(), self.starts_on)

    @property
    def places_left(self):
        """How many places are free, never below none; None while their number is unknown."""
        return None if self.places is None else max(0, self.places - self.places_taken)

    @property
    def has_example_deadline(self):
        """Whether the last day to apply is made up."""
        return self.is_example

    def status(self, today):
        """The run's one status on a day in Copenhagen, the same on every face.

        Wants `course__home_programme`.
        """
        return status_of(self, today)

    def clean(self):
        """Say in words, beside the field, what the constraints above would refuse."""
        errors = {}
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = _("The end must not lie before the start.")
        if self.starts_on and self.deadline_on and self.deadline_on > self.starts_on:
            errors["deadline_on"] = _("The deadline must not lie after the start.")
        if self.opens_on and self.deadline_on and self.opens_on > self.deadline_on:
            errors["opens_on"] = _("The application must open before it closes.")
        if self.deadline_on and not (self.deadline_reason_da or self.deadline_reason_en):
            errors["deadline_reason_da"] = _("Say why the deadline differs from the rule.")
        if errors:
            raise ValidationError(errors)


class TeachingDay(models.Model):
    run = models.ForeignKey(
        CourseRun, models.CASCADE, related_name="teaching_days", verbose_name=_("course run")
    )
    on = models.DateField(_("day"))
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    is_online = models.BooleanField(_("online"), default=False)
    place_da = models.CharField(_("place in Danish"), max_length=200, blank=True)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)

    history = HistoricalRecords()
    place = Translated()

    class Meta:
        verbose_name = _("teaching day")
        verbose_name_plural = _("teaching days")
        ordering = ["on", "starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "on", "starts_at"], name="one_teaching_day_per_time"
            ),
            models.UniqueConstraint(
                fields=["run", "on"],
                condition=Q(starts_at=None),
                name="one_teaching_day_without_time",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="teaching_day_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.on:%Y-%m-%d}"
