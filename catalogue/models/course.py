"""Courses, the runs in which they are held, and the days on which a run teaches."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.domain.deadlines import TimeRules, course_deadline, refund_day
from catalogue.models.fields import LanguageListField, SeasonListField
from catalogue.models.kept import HistoricalRecords
from catalogue.models.status import status_of
from catalogue.models.university import Contact, University
from catalogue.text.translation import LocalText, Translated, local_text, reader_language

isced_code = RegexValidator(r"^\d{4}$", _("An ISCED-F code is four digits, for example 0912."))


class CourseQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def published(self):
        return self.filter(is_published=True)

    def shown(self, viewing):
        """The published ones, and the drafts that a preview shows."""
        return self.filter(Q(is_published=True) | Q(pk__in=viewing.courses))


class Course(models.Model):
    class Grading(models.TextChoices):
        SEVEN_POINT = "seven_point", _("the Danish 7-point scale")
        PASS_FAIL = "pass_fail", _("passed or not passed")

    class Examiner(models.TextChoices):
        INTERNAL = "internal", _("internal examiner")
        EXTERNAL = "external", _("external examiner")

    uuid = models.UUIDField(_("permanent ID"), default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address name"), max_length=100, unique=True)
    code = models.CharField(_("course code"), max_length=40, blank=True)
    title_da = models.CharField(_("title in Danish"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_language = models.CharField(
        _("language of a shared title"),
        max_length=2,
        blank=True,
        choices=[("da", _("Danish")), ("en", _("English"))],
        help_text=_("Only when the title is the same in both languages: which language it is in."),
    )
    title_en_is_working = models.BooleanField(
        _("English title is a working translation"),
        default=False,
        help_text=_("The page says so until the office has settled it."),
    )
    ects = models.DecimalField("ECTS", max_digits=5, decimal_places=2, validators=[MinValueValidator(0)])
    home_programme = models.ForeignKey(
        "catalogue.Programme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="home_courses",
        verbose_name=_("home programme"),
        help_text=_("The programme whose rules of deadlines and refunds hold for the course's runs."),
    )
    host = models.ForeignKey(
        University,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="courses",
        verbose_name=_("host university"),
    )
    teaching_languages = LanguageListField(_("languages of teaching"))
    exam_languages = LanguageListField(_("languages of the exam"))
    seasons = SeasonListField(_("usually held in"))
    coordinator = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="courses", verbose_name=_("coordinator")
    )

    summary_da = models.TextField(_("one sentence in Danish"), blank=True, max_length=300)
    summary_en = models.TextField(_("one sentence in English"), blank=True, max_length=300)
    content_da = models.TextField(_("content in Danish"), blank=True, help_text=_("Markdown."))
    content_en = models.TextField(_("content in English"), blank=True, help_text=_("Markdown."))
    outcomes_da = models.TextField(_("learning outcomes in Danish"), blank=True, help_text=_("One outcome a line."))
    outcomes_en = models.TextField(_("learning outcomes in English"), blank=True, help_text=_("One outcome a line."))
    teaching_da = models.TextField(_("how it is taught, in Danish"), blank=True, help_text=_("Markdown."))
    teaching_en = models.TextField(_("how it is taught, in English"), blank=True, help_text=_("Markdown."))
    exam_da = models.TextField(_("exam in Danish"), blank=True, help_text=_("Form, length or pages. Markdown."))
    exam_en = models.TextField(_("exam in English"), blank=True, help_text=_("Form, length or pages. Markdown."))
    exam_aids_da = models.CharField(_("exam aids in Danish"), max_length=200, blank=True)
    exam_aids_en = models.CharField(_("exam aids in English"), max_length=200, blank=True)
    grading = models.CharField(_("marking"), max_length=20, blank=True, choices=Grading.choices)
    examiner = models.CharField(_("examiner"), max_length=20, blank=True, choices=Examiner.choices)
    required_da = models.TextField(_("required prerequisites in Danish"), blank=True, help_text=_("Markdown."))
    required_en = models.TextField(_("required prerequisites in English"), blank=True, help_text=_("Markdown."))
    recommended_da = models.TextField(_("recommended prerequisites in Danish"), blank=True, help_text=_("Markdown."))
    recommended_en = models.TextField(_("recommended prerequisites in English"), blank=True, help_text=_("Markdown."))
    literature_da = models.TextField(_("literature in Danish"), blank=True, help_text=_("Markdown."))
    literature_en = models.TextField(_("literature in English"), blank=True, help_text=_("Markdown."))
    workload_hours = models.PositiveSmallIntegerField(
        _("hours of work"),
        null=True,
        blank=True,
        help_text=_("In all. Left empty, the page reckons 27.5 hours to one ECTS."),
    )
    isced_f = models.CharField(_("ISCED-F code"), max_length=4, blank=True, validators=[isced_code])
    is_published = models.BooleanField(_("published"), default=False)
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        help_text=_("Published by itself at this time; left empty, only by hand."),
    )
    example_fields = models.JSONField(_("fields that hold an example"), default=list, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = CourseQuerySet.as_manager()
    history = HistoricalRecords()
    summary = Translated()
    content = Translated()
    outcomes = Translated()
    teaching = Translated()
    exam = Translated()
    exam_aids = Translated()
    required = Translated()
    recommended = Translated()
    literature = Translated()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(condition=Q(ects__gt=0), name="course_ects_positive"),
            models.CheckConstraint(condition=~Q(title_da="") | ~Q(title_en=""), name="course_has_a_title"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_course_per_code"),
        ]

    def __str__(self):
        return str(self.title)

    def natural_key(self):
        return (self.slug,)

    @property
    def title(self):
        """The title in the reader's language, marked with its own where both languages share one title."""
        title = local_text(self.title_da, self.title_en)
        if self.title_language and self.title_language != reader_language():
            return LocalText(title, self.title_language)
        return title

    @property
    def outcome_lines(self):
        return [line.strip() for line in self.outcomes.splitlines() if line.strip()]


class CourseRunQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True, course__is_published=True)

    def shown(self, viewing):
        """The published ones of published courses, and all runs of a course that a preview shows."""
        return self.filter(Q(is_published=True, course__is_published=True) | Q(course__in=viewing.courses))

    def in_order(self):
        """By start, runs without a start last."""
        return self.order_by(F("starts_on").asc(nulls_last=True), "pk")


class CourseRun(models.Model):
    class Delivery(models.TextChoices):
        ON_SITE = "on_site", _("On site")
        ONLINE = "online", _("Online")
        BLENDED = "blended", _("Partly online")

    uuid = models.UUIDField(_("permanent ID"), default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.CASCADE, related_name="runs", verbose_name=_("course"))
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
    deadline_reason_da = models.CharField(_("reason for the exception in Danish"), max_length=200, blank=True)
    deadline_reason_en = models.CharField(_("reason for the exception in English"), max_length=200, blank=True)
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
    price_dkk = models.DecimalField(_("price in DKK"), max_digits=9, decimal_places=2, null=True, blank=True)
    price_outside_eu_dkk = models.DecimalField(
        _("price outside EU/EEA in DKK"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    price_covers_da = models.CharField(_("what the price covers, in Danish"), max_length=200, blank=True)
    price_covers_en = models.CharField(_("what the price covers, in English"), max_length=200, blank=True)
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
        _("example"), default=False, help_text=_("Every figure of an example is marked as such on the pages.")
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
                condition=Q(deadline_on=None) | Q(starts_on=None) | Q(deadline_on__lte=F("starts_on")),
                name="run_deadline_not_after_start",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(deadline_on=None) | Q(opens_on__lte=F("deadline_on")),
                name="run_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(deadline_on=None) | ~Q(deadline_reason_da="", deadline_reason_en=""),
                name="run_exception_has_a_reason",
            ),
            models.CheckConstraint(condition=Q(price_dkk=None) | Q(price_dkk__gte=0), name="run_price_not_negative"),
        ]

    def __str__(self):
        return f"{self.course} {self.starts_on}" if self.starts_on else gettext("%s, without a date") % self.course

    def time_rules(self):
        """The rules of the course's home programme; none known without one."""
        home = self.course.home_programme
        return home.time_rules() if home else TimeRules()

    @property
    def closes_on(self):
        """The last day to apply: the exception, else the rule's weeks before start; None while unknown."""
        return course_deadline(self.time_rules(), self.starts_on, self.deadline_on)

    @property
    def refund_until(self):
        """The last day to cancel with a refund; None while unknown."""
        return refund_day(self.time_rules(), self.starts_on)

    @property
    def places_left(self):
        """How many places are free, never below none; None while the number of places is unknown."""
        return None if self.places is None else max(0, self.places - self.places_taken)

    def status(self, today):
        """The run's one status on a day in Copenhagen, the same on every face. Wants `course__home_programme`."""
        return status_of(self, today, ends_on=self.ends_on)

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
    run = models.ForeignKey(CourseRun, models.CASCADE, related_name="teaching_days", verbose_name=_("course run"))
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
            models.UniqueConstraint(fields=["run", "on", "starts_at"], name="one_teaching_day_per_time"),
            models.UniqueConstraint(
                fields=["run", "on"], condition=Q(starts_at=None), name="one_teaching_day_without_time"
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="teaching_day_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.on:%Y-%m-%d}"
