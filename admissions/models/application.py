"""An application, its answers section by section, and the trail of what was done with it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admissions.domain.workflow import ENDED, Action, Actor, State
from catalogue.models import CourseRun, Intake, Programme, RequirementSet
from catalogue.text.translation import LANGUAGE_CHOICES

# Without the letters and digits that are taken for one another.
REFERENCE_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
REFERENCE_LENGTH = 10


def new_reference():
    """An address name that can be read aloud, and hides how many applications there are."""
    return "".join(secrets.choice(REFERENCE_SIGNS) for _sign in range(REFERENCE_LENGTH))


def columns_of(aim):
    """The columns that say what an application is to: a course run, or the intake of a year."""
    if isinstance(aim, CourseRun):
        return {"run": aim, "year": None}
    return {"run": None, "year": aim.year}


class ApplicationQuerySet(models.QuerySet):
    def to(self, aim):
        """Those to a course run, or to the intake of a programme's year."""
        if isinstance(aim, CourseRun):
            return self.filter(run=aim)
        return self.filter(programme=aim.programme_id, year=aim.year)

    def drafts(self):
        return self.filter(state=State.DRAFT)

    def untouched_since(self, moment):
        return self.filter(touched_at__lte=moment)

    def to_be_reminded(self):
        """Drafts not yet reminded of their deadline, whose address is known to be the applicant's.

        Whatever carries a draft to another target clears `nudged_at`, since
        that has a deadline of its own.
        """
        return self.drafts().filter(nudged_at=None, confirmed_at__isnull=False)

    def to_be_told(self):
        """Drafts and cases that have not ended, whose address is known to be the applicant's."""
        return self.exclude(state__in=ENDED).filter(confirmed_at__isnull=False)

    def of_address(self, email):
        """All that one address has and may still open, the newest first."""
        return (
            self.filter(email=email.lower())
            .exclude(state=State.ERASED)
            .order_by("-created_at", "-pk")
        )

    def live(self):
        """Sent and not ended: an address has one at a time to one target."""
        return self.exclude(state__in=[State.DRAFT, *ENDED])


class Application(models.Model):
    """One person's application to one target: a programme's intake of a year, or a course run.

    Once erased the row stays, without the person, so that numbers can be told.
    """

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference, editable=False
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="applications", verbose_name=_("programme")
    )
    year = models.PositiveSmallIntegerField(_("year of the intake"), null=True, blank=True)
    run = models.ForeignKey(
        CourseRun,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("course run"),
    )
    state = models.CharField(
        _("state"),
        max_length=24,
        choices=[(code.value, code.value) for code in State],
        default=State.DRAFT.value,
    )
    email = models.EmailField(_("e-mail"), blank=True)
    new_email = models.EmailField(
        _("new e-mail"), blank=True, help_text=_("Asked for, and not confirmed yet by its link.")
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    touched_at = models.DateTimeField(_("last touched"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    is_late = models.BooleanField(_("late"), default=False, help_text=_("Sent after the deadline."))
    ended_at = models.DateTimeField(
        _("closed"), null=True, blank=True, help_text=_("When the case came to its end.")
    )
    erasure_asked_at = models.DateTimeField(_("erasure asked for"), null=True, blank=True)
    held_at = models.DateTimeField(
        _("held"),
        null=True,
        blank=True,
        help_text=_("While a complaint runs nothing of the case is deleted."),
    )
    warned_at = models.DateTimeField(_("told that the draft ends"), null=True, blank=True)
    nudged_at = models.DateTimeField(_("reminded of the deadline"), null=True, blank=True)
    requirement_set = models.ForeignKey(
        RequirementSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("requirements"),
    )
    assessment = models.JSONField(
        _("assessment"),
        null=True,
        blank=True,
        help_text=_("What the rules said of the background when the application was sent."),
    )
    link_issue = models.PositiveSmallIntegerField(
        _("number of the link"), default=1, editable=False
    )
    address_key = models.CharField(
        _("key of the address"), max_length=64, blank=True, editable=False
    )
    form_key = models.CharField(_("key of the form"), max_length=64, unique=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["email"], name="applications_by_address"),
            models.Index(
                fields=["touched_at"],
                condition=Q(state=State.DRAFT.value),
                name="drafts_by_last_touch",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__isnull=False, run=None) | Q(year=None, run__isnull=False),
                name="application_to_an_intake_or_a_run",
            ),
            models.UniqueConstraint(
                fields=["address_key"],
                condition=~Q(
                    state__in=sorted([State.DRAFT.value, *(code.value for code in ENDED)])
                ),
                name="one_live_application_per_address_and_target",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(code.value for code in State)),
                name="application_state_is_known",
            ),
        ]

    # The admin's own log keeps this text after the person is erased, so it holds no name.
    def __str__(self):
        return f"{self.programme} {self.reference.upper()}"

    @property
    def title(self):
        """What is applied for, in the reader's language: the course, or the programme."""
        return self.run.course.title if self.run else self.programme.title

    def aim_rows(self):
        """The one row that it is to, as a queryset; empty where its intake has none."""
        if self.run_id:
            return CourseRun.objects.filter(pk=self.run_id)
        return Intake.objects.filter(programme=self.programme_id, year=self.year)

    @property
    def number(self):
        """The case number as people read it."""
        return self.reference.upper()


class Answers(models.Model):
    """What was answered in one section.

    `version` counts the saves, so that two tabs cannot overwrite one another.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="answers", verbose_name=_("application")
    )
    section = models.CharField(_("section"), max_length=20)
    data = models.JSONField(_("answers"), default=dict)
    former = models.JSONField(
        _("former answers"),
        default=list,
        blank=True,
        help_text=_("What stood here before it was corrected, and until when."),
    )
    is_complete = models.BooleanField(_("complete"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)

    class Meta:
        verbose_name = _("answers")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "section"], name="answers_once_per_section"
            ),
        ]

    def __str__(self):
        return f"{self.application_id} {self.section}"


class Event(models.Model):
    """One step that was taken. Rows are only added; none holds anything that an applicant wrote."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="events", verbose_name=_("application")
    )
    action = models.CharField(
        _("step"), max_length=24, choices=[(code.value, code.value) for code in Action]
    )
    source = models.CharField(_("from"), max_length=24)
    target = models.CharField(_("to"), max_length=24)
    actor = models.CharField(
        _("by"), max_length=10, choices=[(code.value, code.value) for code in Actor]
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    code = models.CharField(_("reason"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"
