"""The outbox: the mails that wait to be sent, and what became of them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admissions.models.application import Application
from admissions.models.interest import Interest
from catalogue.text.translation import LANGUAGE_CHOICES


class LetterQuerySet(models.QuerySet):
    def waiting(self, now):
        """Queued and due, the longest waiting first."""
        return self.filter(state=Letter.State.QUEUED, send_after__lte=now).order_by(
            "send_after", "pk"
        )

    def stuck(self, moment):
        return self.filter(state=Letter.State.SENDING, claimed_at__lt=moment)

    def with_contents_older_than(self, moment):
        """Sent or given up, and still holding their words."""
        done = self.filter(
            state__in=[Letter.State.SENT, Letter.State.FAILED], created_at__lt=moment
        )
        return done.exclude(text="")


class Letter(models.Model):
    """The outbox: a mail is a row from the moment it is written until long after it is sent."""

    class Kind(models.TextChoices):
        CONFIRM_INTEREST = "confirm_interest", _("confirm the interest")
        CONFIRM_INTEREST_AGAIN = (
            "confirm_interest_again",
            _("confirm the interest, already on the list"),
        )
        INTEREST_CONFIRMED = "interest_confirmed", _("the interest is confirmed")
        DATE_MOVED = "date_moved", _("dates have moved")
        RUN_OPENED = "run_opened", _("course runs are announced")
        APPLICATION_LINK = "application_link", _("the link to an application")
        APPLICATION_RECEIVED = "application_received", _("an application is received")
        APPLICATION_WITHDRAWN = "application_withdrawn", _("an application is withdrawn")
        DRAFT_ENDS = "draft_ends", _("a draft will be deleted")
        DEADLINE_NEAR = "deadline_near", _("the deadline of a draft is near")
        INFORMATION_REQUESTED = "information_requested", _("an applicant is asked for something")
        ANSWER_AWAITED = "answer_awaited", _("an answer is awaited")
        ANSWER_RECEIVED = "answer_received", _("an answer is received")
        DECISION_MADE = "decision_made", _("a decision is made")
        PLACE_ANSWERED = "place_answered", _("an offer is answered")
        CONFIRM_ADDRESS = "confirm_address", _("confirm the new address of an application")
        ADDRESS_CHANGED = "address_changed", _("the e-mail address of an application is changed")
        DOCUMENT_RECEIVED = "document_received", _("a document is received")
        ERASURE_ASKED = "erasure_asked", _("an applicant wishes to be erased")
        CASE_DATE_MOVED = "case_date_moved", _("dates of what is applied for have moved")

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    kind = models.CharField(_("kind"), max_length=40, choices=Kind.choices)
    interest = models.ForeignKey(
        Interest,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("interest"),
    )
    application = models.ForeignKey(
        Application,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("application"),
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
        indexes = [
            models.Index(fields=["send_after"], condition=Q(state="queued"), name="letters_waiting")
        ]

    def __str__(self):
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M}"
