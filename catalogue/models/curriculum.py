"""What a programme consists of: each course's place in it, and the groups of electives."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.domain.curriculum import Kind
from catalogue.models.course import Course
from catalogue.models.kept import HistoricalRecords
from catalogue.text.translation import Translated


class ElectiveGroup(models.Model):
    """Electives of which so many courses, or so many ECTS, are to be chosen."""

    programme = models.ForeignKey(
        "catalogue.Programme", models.CASCADE, related_name="groups", verbose_name=_("programme")
    )
    title_da = models.CharField(_("title in Danish"), max_length=100, blank=True)
    title_en = models.CharField(_("title in English"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    choose_courses = models.PositiveSmallIntegerField(_("courses to choose"), null=True, blank=True)
    choose_ects = models.DecimalField(
        _("ECTS to choose"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    history = HistoricalRecords()
    title = Translated()

    class Meta:
        verbose_name = _("elective group")
        verbose_name_plural = _("elective groups")
        ordering = ["order", "pk"]
        constraints = [
            # A comparison with NULL refuses nothing in SQL, so that one
            # must not be NULL is said too.
            models.CheckConstraint(
                condition=Q(choose_courses__isnull=False, choose_courses__gt=0, choose_ects=None)
                | Q(choose_courses=None, choose_ects__isnull=False, choose_ects__gt=0),
                name="group_chooses_courses_or_ects",
            ),
        ]

    def __str__(self):
        return str(self.title) or f"{self._meta.verbose_name} {self.order}"

    def clean(self):
        if bool(self.choose_courses) == bool(self.choose_ects):
            raise ValidationError(
                {"choose_courses": _("Give either the number of courses or the ECTS to choose.")}
            )


class CurriculumEntry(models.Model):
    """A course's place in a programme."""

    programme = models.ForeignKey(
        "catalogue.Programme", models.CASCADE, related_name="entries", verbose_name=_("programme")
    )
    course = models.ForeignKey(
        Course, models.CASCADE, related_name="entries", verbose_name=_("course")
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=[
            (Kind.MANDATORY, _("Mandatory")),
            (Kind.ELECTIVE, _("Elective")),
            (Kind.THESIS, _("Thesis")),
        ],
    )
    group = models.ForeignKey(
        ElectiveGroup,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("elective group"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    recommended_after = models.ManyToManyField(
        Course, blank=True, related_name="recommended_before", verbose_name=_("recommended after")
    )

    history = HistoricalRecords(m2m_fields=[recommended_after])

    class Meta:
        verbose_name = _("curriculum entry")
        verbose_name_plural = _("curriculum entries")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "course"], name="a_course_once_per_programme"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.ELECTIVE, group__isnull=False)
                | (~Q(kind=Kind.ELECTIVE) & Q(group=None)),
                name="electives_stand_in_a_group",
            ),
        ]

    def __str__(self):
        return str(self.course)

    def clean(self):
        if (self.kind == Kind.ELECTIVE) != bool(self.group_id):
            raise ValidationError(
                {"group": _("An elective stands in an elective group; nothing else does.")}
            )
        if self.group_id and self.group.programme_id != self.programme_id:
            raise ValidationError({"group": _("Choose an elective group of this programme.")})
