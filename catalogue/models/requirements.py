"""The rules of admission as rows: a versioned set of requirements, each a list of branches."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.fields import DegreeListField
from catalogue.models.kept import HistoricalRecords
from catalogue.text.translation import LANGUAGE_CHOICES, Translated


class RequirementSetQuerySet(models.QuerySet):
    def get_by_natural_key(self, programme, version):
        return self.get(programme__slug=programme, version=version)

    def in_force(self, day):
        """The published sets whose first day has come, the newest first."""
        return self.filter(is_published=True, starts_on__lte=day).order_by("-starts_on", "-version")

    def whole(self):
        """With everything a background is judged by, in a constant number of queries."""
        return self.prefetch_related("requirements__options", "requirements__branches")


class RequirementSet(models.Model):
    """A published set never changes; a change of rules is a new version with its own first day."""

    class Counting(models.TextChoices):
        WHOLE = "whole", _("part time counts whole")
        SHARE = "share", _("part time counts by its share")

    programme = models.ForeignKey(
        "catalogue.Programme",
        models.CASCADE,
        related_name="requirement_sets",
        verbose_name=_("programme"),
    )
    version = models.PositiveSmallIntegerField(_("version"))
    starts_on = models.DateField(_("in force from"))
    counting = models.CharField(
        _("counting of work"), max_length=10, choices=Counting.choices, default=Counting.WHOLE
    )
    source_da = models.CharField(_("source in Danish"), max_length=300, blank=True)
    source_en = models.CharField(_("source in English"), max_length=300, blank=True)
    is_published = models.BooleanField(_("published"), default=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = RequirementSetQuerySet.as_manager()
    history = HistoricalRecords()
    source = Translated()

    class Meta:
        verbose_name = _("requirement set")
        verbose_name_plural = _("requirement sets")
        ordering = ["programme", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="one_set_per_version")
        ]

    def __str__(self):
        return _("%(programme)s, version %(version)s") % {
            "programme": self.programme,
            "version": self.version,
        }

    def natural_key(self):
        return (self.programme.slug, self.version)

    natural_key.dependencies = ["catalogue.programme"]


class RequirementQuerySet(models.QuerySet):
    def get_by_natural_key(self, programme, version, number):
        return self.get(
            requirement_set__programme__slug=programme,
            requirement_set__version=version,
            number=number,
        )


class Requirement(models.Model):
    class Kind(models.TextChoices):
        DEGREE = "degree", _("degree")
        WORK = "work", _("months of relevant work")
        LANGUAGE = "language", _("language level")
        DECLARATION = "declaration", _("declaration")

    requirement_set = models.ForeignKey(
        RequirementSet,
        models.CASCADE,
        related_name="requirements",
        verbose_name=_("requirement set"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title_da = models.CharField(_("title in Danish"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    text_da = models.TextField(_("explanation in Danish"), blank=True, help_text=_("Markdown."))
    text_en = models.TextField(_("explanation in English"), blank=True, help_text=_("Markdown."))
    question_da = models.CharField(
        _("question in Danish"),
        max_length=200,
        blank=True,
        help_text=_("Asked in the check; left empty, the usual question is asked."),
    )
    question_en = models.CharField(_("question in English"), max_length=200, blank=True)
    ways_da = models.TextField(
        _("ways to meet it, in Danish"), blank=True, help_text=_("Markdown.")
    )
    ways_en = models.TextField(
        _("ways to meet it, in English"), blank=True, help_text=_("Markdown.")
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        choices=LANGUAGE_CHOICES,
        help_text=_("For a language level."),
    )

    objects = RequirementQuerySet.as_manager()
    history = HistoricalRecords()
    title = Translated()
    text = Translated()
    question = Translated()
    ways = Translated()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["requirement_set", "number"], name="one_requirement_per_number"
            ),
            models.CheckConstraint(
                condition=~Q(kind="language") | ~Q(language=""),
                name="language_requirement_names_its_language",
            ),
        ]

    def __str__(self):
        return str(self.title)

    def natural_key(self):
        return (*self.requirement_set.natural_key(), self.number)

    natural_key.dependencies = ["catalogue.requirementset"]


class RequirementOption(models.Model):
    """A field of study, an area of work or a level that may be answered."""

    requirement = models.ForeignKey(
        Requirement, models.CASCADE, related_name="options", verbose_name=_("requirement")
    )
    code = models.SlugField(_("code"), max_length=40)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("For levels: the lowest first.")
    )
    label_da = models.CharField(_("answer in Danish"), max_length=200)
    label_en = models.CharField(_("answer in English"), max_length=200, blank=True)
    hint_da = models.CharField(_("hint in Danish"), max_length=200, blank=True)
    hint_en = models.CharField(_("hint in English"), max_length=200, blank=True)

    history = HistoricalRecords()
    label = Translated()
    hint = Translated()

    class Meta:
        verbose_name = _("possible answer")
        verbose_name_plural = _("possible answers")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["requirement", "code"], name="one_option_per_code")
        ]

    def __str__(self):
        return str(self.label)


class RequirementBranch(models.Model):
    """The first branch that fits decides what a requirement leads to."""

    class Outcome(models.TextChoices):
        MET = "met", _("met")
        DISPENSATION = "dispensation", _("dispensation may be sought")
        OFFICE = "office", _("the office assesses")
        NOT_MET = "not_met", _("not met")

    requirement = models.ForeignKey(
        Requirement, models.CASCADE, related_name="branches", verbose_name=_("requirement")
    )
    number = models.PositiveSmallIntegerField(
        _("number"), help_text=_("The first case that fits decides.")
    )
    outcome = models.CharField(_("leads to"), max_length=12, choices=Outcome.choices)
    degrees = DegreeListField(_("degrees"), help_text=_("None chosen: any."))
    answers = models.JSONField(
        _("answers"),
        default=list,
        blank=True,
        help_text=_("Codes of the possible answers that fit; none: any."),
    )
    minimum_months = models.PositiveSmallIntegerField(
        _("months of work at least"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    sentence_da = models.CharField(_("sentence in Danish"), max_length=400)
    sentence_en = models.CharField(_("sentence in English"), max_length=400, blank=True)

    history = HistoricalRecords()
    sentence = Translated()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["requirement", "number"], name="one_branch_per_number")
        ]

    def __str__(self):
        return f"{self.number}: {self.get_outcome_display()}"

    def clean(self):
        if self.requirement_id and isinstance(self.answers, list):
            known = set(self.requirement.options.values_list("code", flat=True))
            if self.requirement.kind == Requirement.Kind.DECLARATION:
                known |= {"yes", "no"}
            unknown = [str(code) for code in self.answers if code not in known]
            if unknown:
                raise ValidationError(
                    {
                        "answers": _("Not among the possible answers: %(codes)s.")
                        % {"codes": ", ".join(unknown)}
                    }
                )
