"""Those who asked to be kept posted, and the letters that wait to be sent."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admissions.domain.retention import unconfirmed_limit
from catalogue.models import Course, Programme

LANGUAGE_CHOICES = [("da", _("Danish")), ("en", _("English"))]
PERSONAL_COLUMNS = {
    "Interest": {
        "name",
        "email",
        "message",
        "background",
        "assessment",
        "when",
        "payer",
        "language",
        "address_key",
        "form_key",
    },
    "Letter": {"to", "subject", "text", "html", "stop_url", "error"},
}
PLAIN_COLUMNS = {
    "Interest": {
        "id",
        "reference",
        "programme",
        "whole_programme",
        "courses",
        "created_at",
        "confirmed_at",
        "ends_on",
        "link_issue",
    },
    "Letter": {
        "id",
        "kind",
        "interest",
        "language",
        "state",
        "created_at",
        "send_after",
        "claimed_at",
        "sent_at",
        "attempts",
    },
}


class InterestQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self):
        return self.filter(confirmed_at__isnull=True)

    def asked_by(self, moment):
        return self.filter(created_at__lte=moment)

    def asked_after(self, moment):
        return self.filter(created_at__gt=moment)

    def ended(self, day):
        return self.filter(ends_on__lt=day)

    def kept(self, now, today):
        """What may be seen, though the timer be late: not unconfirmed too long, not past its end."""
        unconfirmed = Q(confirmed_at__isnull=True, created_at__lte=unconfirmed_limit(now))
        return self.exclude(unconfirmed).filter(ends_on__gte=today)


class Interest(models.Model):
    """ "Keep me posted": who asks to be told, of what, until when."""

    class When(models.TextChoices):
        SOONEST = "soonest", _("As soon as possible")
        WITHIN_A_YEAR = "within_a_year", _("Within a year")
        LATER = "later", _("Later than that")
        UNDECIDED = "undecided", _("I do not know yet")

    class Payer(models.TextChoices):
        SELF = "self", _("I pay myself")
        EMPLOYER = "employer", _("My employer pays")
        UNDECIDED = "undecided", _("Not settled yet")

    reference = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="interests", verbose_name=_("programme"))
    whole_programme = models.BooleanField(_("the whole programme"), default=True)
    courses = models.ManyToManyField(Course, blank=True, related_name="interests", verbose_name=_("courses"))
    when = models.CharField(_("when"), max_length=20, choices=When.choices, blank=True)
    payer = models.CharField(_("who pays"), max_length=20, choices=Payer.choices, blank=True)
    message = models.TextField(_("message"), blank=True, max_length=2000)
    background = models.JSONField(
        _("background"),
        null=True,
        blank=True,
        help_text=_("The coded answers of the check, as in its address."),
    )
    assessment = models.JSONField(
        _("assessment"),
        null=True,
        blank=True,
        help_text=_("What the rules said of the background when it was given."),
    )
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), help_text=_("Deleted after this day."))
    link_issue = models.PositiveSmallIntegerField(_("number of the link"), default=1, editable=False)
    address_key = models.CharField(_("key of the address"), max_length=64, editable=False)
    form_key = models.CharField(_("key of the form"), max_length=64, unique=True, editable=False)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        ordering = ["-created_at"]
        permissions = [("export_interest", _("Can export interests"))]
        indexes = [models.Index(fields=["address_key"], name="interests_by_address")]
        constraints = [
            models.UniqueConstraint(
                fields=["address_key"],
                condition=Q(confirmed_at__isnull=False),
                name="one_confirmed_interest_per_address_and_programme",
            ),
        ]

    # The admin's own log keeps this text after the person is erased, so it holds no name.
    def __str__(self):
        return f"{self.programme} {self.created_at:%Y-%m-%d} {self.reference.hex[:8]}"


class LetterQuerySet(models.QuerySet):
    def waiting(self, now):
        """Queued and due, the longest waiting first."""
        return self.filter(state=Letter.State.QUEUED, send_after__lte=now).order_by("send_after", "pk")

    def stuck(self, moment):
        return self.filter(state=Letter.State.SENDING, claimed_at__lt=moment)

    def with_contents_older_than(self, moment):
        """Sent or given up, and still holding their words."""
        done = self.filter(state__in=[Letter.State.SENT, Letter.State.FAILED], created_at__lt=moment)
        return done.exclude(text="")


class Letter(models.Model):
    """The outbox: a mail is a row from the moment it is written until long after it is sent."""

    class Kind(models.TextChoices):
        CONFIRM_INTEREST = "confirm_interest", _("confirm the interest")
        CONFIRM_INTEREST_AGAIN = "confirm_interest_again", _("confirm the interest, already on the list")
        INTEREST_CONFIRMED = "interest_confirmed", _("the interest is confirmed")

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    kind = models.CharField(_("kind"), max_length=40, choices=Kind.choices)
    interest = models.ForeignKey(
        Interest, models.CASCADE, null=True, blank=True, related_name="letters", verbose_name=_("interest")
    )
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    stop_url = models.URLField(_("stop address"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    send_after = models.DateTimeField(_("not before"), default=timezone.now)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["send_after"], condition=Q(state="queued"), name="letters_waiting")]

    def __str__(self):
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M}"
