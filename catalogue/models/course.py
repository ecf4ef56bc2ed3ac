"""Courses: what is taught, whatever the run in which it is held."""

import uuid

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.fields import LanguageListField, SeasonListField
from catalogue.models.kept import HistoricalRecords
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
    ects = models.DecimalField(
        "ECTS", max_digits=5, decimal_places=2, validators=[MinValueValidator(0)]
    )
    home_programme = models.ForeignKey(
        "catalogue.Programme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="home_courses",
        verbose_name=_("home programme"),
        help_text=_(
            "The programme whose rules of deadlines and refunds hold for the course's runs."
        ),
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
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="courses",
        verbose_name=_("coordinator"),
    )

    summary_da = models.TextField(_("one sentence in Danish"), blank=True, max_length=300)
    summary_en = models.TextField(_("one sentence in English"), blank=True, max_length=300)
    content_da = models.TextField(_("content in Danish"), blank=True, help_text=_("Markdown."))
    content_en = models.TextField(_("content in English"), blank=True, help_text=_("Markdown."))
    outcomes_da = models.TextField(
        _("learning outcomes in Danish"), blank=True, help_text=_("One outcome a line.")
    )
    outcomes_en = models.TextField(
        _("learning outcomes in English"), blank=True, help_text=_("One outcome a line.")
    )
    teaching_da = models.TextField(
        _("how it is taught, in Danish"), blank=True, help_text=_("Markdown.")
    )
    teaching_en = models.TextField(
        _("how it is taught, in English"), blank=True, help_text=_("Markdown.")
    )
    exam_da = models.TextField(
        _("exam in Danish"), blank=True, help_text=_("Form, length or pages. Markdown.")
    )
    exam_en = models.TextField(
        _("exam in English"), blank=True, help_text=_("Form, length or pages. Markdown.")
    )
    exam_aids_da = models.CharField(_("exam aids in Danish"), max_length=200, blank=True)
    exam_aids_en = models.CharField(_("exam aids in English"), max_length=200, blank=True)
    grading = models.CharField(_("marking"), max_length=20, blank=True, choices=Grading.choices)
    examiner = models.CharField(_("examiner"), max_length=20, blank=True, choices=Examiner.choices)
    required_da = models.TextField(
        _("required prerequisites in Danish"), blank=True, help_text=_("Markdown.")
    )
    required_en = models.TextField(
        _("required prerequisites in English"), blank=True, help_text=_("Markdown.")
    )
    recommended_da = models.TextField(
        _("recommended prerequisites in Danish"), blank=True, help_text=_("Markdown.")
    )
    recommended_en = models.TextField(
        _("recommended prerequisites in English"), blank=True, help_text=_("Markdown.")
    )
    literature_da = models.TextField(
        _("literature in Danish"), blank=True, help_text=_("Markdown.")
    )
    literature_en = models.TextField(
        _("literature in English"), blank=True, help_text=_("Markdown.")
    )
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
    example_fields = models.JSONField(
        _("fields that hold an example"), default=list, blank=True, editable=False
    )
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
            models.CheckConstraint(
                condition=~Q(title_da="") | ~Q(title_en=""), name="course_has_a_title"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="one_course_per_code"
            ),
        ]

    def __str__(self):
        return str(self.title)

    def natural_key(self):
        return (self.slug,)

    @property
    def title(self):
        """The title in the reader's language, marked with its own where both share one title."""
        title = local_text(self.title_da, self.title_en)
        if self.title_language and self.title_language != reader_language():
            return LocalText(title, self.title_language)
        return title

    @property
    def outcome_lines(self):
        return [line.strip() for line in self.outcomes.splitlines() if line.strip()]
