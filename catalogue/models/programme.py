"""Programmes, and the rules of time and price that belong to them."""

import uuid
from dataclasses import replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from catalogue.domain.curriculum import Entry, Group, Kind, curriculum_findings
from catalogue.domain.deadlines import TimeRules, is_a_day, next_intake_year
from catalogue.models.course import isced_code
from catalogue.models.curriculum import CurriculumEntry
from catalogue.models.fields import LanguageListField
from catalogue.models.intake import Intake
from catalogue.models.kept import HistoricalRecords
from catalogue.models.university import Contact, University
from catalogue.text.translation import Translated, language_columns

# What only a course's own page shows; left out, lists of many courses stay light.
LONG_TEXTS = language_columns(
    ["content", "teaching", "exam", "exam_aids", "required", "recommended", "literature"]
)


class ProgrammeQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def published(self):
        return self.filter(is_published=True)

    def with_curriculum(self):
        """With all that its structure is judged and drawn from, in a constant number of queries."""
        entries = CurriculumEntry.objects.select_related(
            "course__host", "course__coordinator"
        ).defer(*(f"course__{column}" for column in LONG_TEXTS))
        return self.prefetch_related(models.Prefetch("entries", entries), "groups")

    def whole(self):
        """With all that the pages of a programme show, in a constant number of queries."""
        around = ["entries__recommended_after", "partners", "intakes", "audiences", "voices"]
        people = ["home_university", "office", "head_of_studies"]
        return self.with_curriculum().select_related(*people).prefetch_related(*around)


class Programme(models.Model):
    class SingleCourseRule(models.TextChoices):
        ASK_OFFICE = "ask_office", _("ask the office (not settled)")
        SAME_SET = "same_set", _("the same requirements")
        OTHER_SET = "other_set", _("another set of requirements")
        NO_REQUIREMENTS = "no_requirements", _("no requirements")

    class Delivery(models.TextChoices):
        ON_SITE = "on_site", _("On site")
        ONLINE = "online", _("Online")
        BLENDED = "blended", _("Partly online")

    uuid = models.UUIDField(_("permanent ID"), default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address name"), max_length=100, unique=True)
    code = models.CharField(_("programme code"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title_da = models.CharField(_("title in Danish"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    award_da = models.CharField(
        _("award in Danish"),
        max_length=200,
        blank=True,
        help_text=_("What a graduate may call the degree."),
    )
    award_en = models.CharField(_("award in English"), max_length=200, blank=True)
    promise_da = models.CharField(
        _("promise in Danish"),
        max_length=200,
        blank=True,
        help_text=_("One sentence; the heading of the front page."),
    )
    promise_en = models.CharField(_("promise in English"), max_length=200, blank=True)
    summary_da = models.TextField(
        _("summary in Danish"), blank=True, help_text=_("Two or three sentences below the promise.")
    )
    summary_en = models.TextField(_("summary in English"), blank=True)
    outcomes_da = models.TextField(
        _("learning outcomes in Danish"), blank=True, help_text=_("One outcome a line.")
    )
    outcomes_en = models.TextField(
        _("learning outcomes in English"), blank=True, help_text=_("One outcome a line.")
    )
    form_da = models.CharField(
        _("form in Danish"),
        max_length=100,
        blank=True,
        help_text=_("For example: a large part online."),
    )
    form_en = models.CharField(_("form in English"), max_length=100, blank=True)
    text_languages = LanguageListField(
        _("languages of its texts"),
        help_text=_("Texts must be filled in these languages before the programme can be shown."),
    )
    teaching_languages = LanguageListField(_("languages of teaching"))
    delivery = models.CharField(
        _("mode of delivery"), max_length=10, blank=True, choices=Delivery.choices
    )
    ects = models.DecimalField(
        "ECTS", max_digits=5, decimal_places=2, validators=[MinValueValidator(0)]
    )
    years_min = models.PositiveSmallIntegerField(_("shortest time in years"), null=True, blank=True)
    years_max = models.PositiveSmallIntegerField(_("longest time in years"), null=True, blank=True)
    eqf_level = models.PositiveSmallIntegerField(
        _("EQF level"), default=7, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    isced_f = models.CharField(_("ISCED-F code"), max_length=4, blank=True, validators=[isced_code])

    home_university = models.ForeignKey(
        University,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="home_programmes",
        verbose_name=_("home university"),
    )
    partners = models.ManyToManyField(
        University,
        blank=True,
        related_name="partner_programmes",
        verbose_name=_("partner universities"),
    )
    office = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="office_of",
        verbose_name=_("office"),
    )
    head_of_studies = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="head_of",
        verbose_name=_("head of studies"),
    )

    deadline_month = models.PositiveSmallIntegerField(
        _("deadline, month"), null=True, blank=True, choices=MONTHS
    )
    deadline_day = models.PositiveSmallIntegerField(
        _("deadline, day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
    )
    course_deadline_weeks = models.PositiveSmallIntegerField(
        _("weeks from a course's deadline to its start"), null=True, blank=True
    )
    refund_months = models.PositiveSmallIntegerField(
        _("months from the last refund day to the start"), null=True, blank=True
    )
    accepts_late = models.BooleanField(
        _("late applications are received"),
        default=False,
        help_text=_(
            "After the deadline an application can still be sent until the start, "
            "and is marked as late."
        ),
    )
    single_courses = models.BooleanField(_("courses may be taken one by one"), default=True)
    single_course_rule = models.CharField(
        _("requirements for single courses"),
        max_length=20,
        choices=SingleCourseRule.choices,
        default=SingleCourseRule.ASK_OFFICE,
    )
    single_course_set = models.ForeignKey(
        "catalogue.RequirementSet",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("set for single courses"),
    )

    price_min_dkk = models.DecimalField(
        _("total price from, DKK"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    price_max_dkk = models.DecimalField(
        _("total price to, DKK"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    price_source_da = models.CharField(
        _("source of the price in Danish"), max_length=200, blank=True
    )
    price_source_en = models.CharField(
        _("source of the price in English"), max_length=200, blank=True
    )
    price_covers_da = models.TextField(
        _("what the price covers, in Danish"), blank=True, help_text=_("Markdown.")
    )
    price_covers_en = models.TextField(
        _("what the price covers, in English"), blank=True, help_text=_("Markdown.")
    )
    exam_attempts = models.PositiveSmallIntegerField(
        _("exam attempts included"), null=True, blank=True
    )

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

    objects = ProgrammeQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[partners])
    title = Translated()
    award = Translated()
    promise = Translated()
    summary = Translated()
    outcomes = Translated()
    form = Translated()
    price_source = Translated()
    price_covers = Translated()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["order", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(ects__gt=0), name="programme_ects_positive"),
            models.CheckConstraint(
                condition=~Q(title_da="") | ~Q(title_en=""), name="programme_has_a_title"
            ),
            # A comparison with NULL refuses nothing in SQL, so that
            # neither must be NULL is said too.
            models.CheckConstraint(
                condition=Q(deadline_month=None, deadline_day=None)
                | Q(
                    deadline_month__isnull=False,
                    deadline_day__isnull=False,
                    deadline_month__range=(1, 12),
                    deadline_day__range=(1, 31),
                ),
                name="programme_deadline_is_a_day",
            ),
            models.CheckConstraint(
                condition=Q(years_min=None) | Q(years_max=None) | Q(years_min__lte=F("years_max")),
                name="programme_years_in_order",
            ),
            models.CheckConstraint(
                condition=Q(price_min_dkk=None)
                | Q(price_max_dkk=None)
                | Q(price_min_dkk__lte=F("price_max_dkk")),
                name="programme_prices_in_order",
            ),
        ]

    def __str__(self):
        return str(self.title)

    def natural_key(self):
        return (self.slug,)

    def clean(self):
        """Say in words, beside the field, what the constraints above would refuse."""
        errors = {}
        if bool(self.deadline_month) != bool(self.deadline_day):
            errors["deadline_day"] = _("Give both the month and the day, or neither.")
        elif self.deadline_month and not is_a_day(self.deadline_month, self.deadline_day):
            errors["deadline_day"] = _("This month has no such day. Give one that it has.")
        if self.years_min and self.years_max and self.years_min > self.years_max:
            errors["years_max"] = _("The longest time must not be shorter than the shortest.")
        if self.price_min_dkk and self.price_max_dkk and self.price_min_dkk > self.price_max_dkk:
            errors["price_max_dkk"] = _("The highest price must not be lower than the lowest.")
        if (
            self.single_course_rule == self.SingleCourseRule.OTHER_SET
            and not self.single_course_set_id
        ):
            errors["single_course_set"] = _("Choose the set that holds for single courses.")
        if not self.title_da and not self.title_en:
            errors["title_da"] = _("Give the title in at least one language.")
        if errors:
            raise ValidationError(errors)

    @property
    def office_email(self) -> str:
        """Where to write: the programme's office, else the site's address; empty while unknown."""
        return (self.office and self.office.email) or settings.CONTACT_EMAIL

    @property
    def outcome_lines(self):
        return [line.strip() for line in self.outcomes.splitlines() if line.strip()]

    def time_rules(self):
        """The programme's rules of time as the domain takes them."""
        return TimeRules(
            deadline_month=self.deadline_month,
            deadline_day=self.deadline_day,
            course_deadline_weeks=self.course_deadline_weeks,
            refund_months=self.refund_months,
        )

    def next_intake(self, today):
        """The intake one can still apply to on the day: its row, or one by the rule; or None.

        Wants `intakes`; a row made from the rule is not saved.
        """
        rows = {intake.year: intake for intake in self.intakes.all()}
        moved = {year: row.deadline_on for year, row in rows.items() if row.deadline_on}
        cancelled = {year for year, row in rows.items() if row.cancelled_on}
        year = next_intake_year(self.time_rules(), today, moved, cancelled)
        if year is None:
            return None
        intake = rows.get(year) or Intake(year=year)
        intake.programme = self
        return intake

    def cancelled_intakes(self, today):
        """The cancelled intakes one could have applied to, so that nobody waits for them."""
        rows = [intake for intake in self.intakes.all() if intake.cancelled_on]
        for intake in rows:
            intake.programme = self
        return [intake for intake in rows if intake.closes_on and intake.closes_on >= today]

    def curriculum(self):
        """The structure as the domain takes it: (entries, groups). Wants `with_curriculum`."""
        entries = tuple(
            Entry(
                course=entry.course.uuid,
                kind=Kind(entry.kind),
                ects=entry.course.ects,
                group=entry.group_id,
                order=entry.order,
            )
            for entry in self.entries.all()
        )
        groups = tuple(
            Group(
                number=group.pk, choose_courses=group.choose_courses, choose_ects=group.choose_ects
            )
            for group in self.groups.all()
        )
        return entries, groups

    def missing_texts(self):
        """Those of title, promise and summary that are empty in a language of the programme."""
        missing = []
        for language in self.text_languages:
            columns = language_columns(["title", "promise", "summary"], [language])
            missing += [column for column in columns if not getattr(self, column)]
        return tuple(missing)

    def findings(self, sizes=None):
        """What keeps the programme from the public: its sums, then its texts; empty if nothing.

        With `sizes`, ECTS by the permanent ID of a course: as if these courses had them.
        """
        entries, groups = self.curriculum()
        if sizes:
            entries = tuple(
                replace(entry, ects=sizes.get(entry.course, entry.ects)) for entry in entries
            )
        return curriculum_findings(
            self.ects,
            entries,
            groups,
            missing_texts=self.missing_texts(),
            languages=len(self.text_languages),
        )
