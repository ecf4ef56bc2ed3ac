"""What editors write around the facts: whom a programme is for, voices, questions, text pages."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.kept import HistoricalRecords
from catalogue.text.translation import Translated


class Audience(models.Model):
    """A kind of work the programme is for, and what that person gets from it."""

    programme = models.ForeignKey(
        "catalogue.Programme", models.CASCADE, related_name="audiences", verbose_name=_("programme")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    heading_da = models.CharField(_("heading in Danish"), max_length=100)
    heading_en = models.CharField(_("heading in English"), max_length=100, blank=True)
    text_da = models.TextField(_("text in Danish"))
    text_en = models.TextField(_("text in English"), blank=True)

    history = HistoricalRecords()
    heading = Translated()
    text = Translated()

    class Meta:
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        ordering = ["order", "pk"]

    def __str__(self):
        return str(self.heading)


class Voice(models.Model):
    """What somebody who knows the programme tells; a quotation only with the person's consent."""

    programme = models.ForeignKey(
        "catalogue.Programme", models.CASCADE, related_name="voices", verbose_name=_("programme")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("name"), max_length=200)
    role_da = models.CharField(_("role in Danish"), max_length=200, blank=True)
    role_en = models.CharField(_("role in English"), max_length=200, blank=True)
    text_da = models.TextField(_("text in Danish"))
    text_en = models.TextField(_("text in English"), blank=True)
    is_quotation = models.BooleanField(
        _("word for word"),
        default=False,
        help_text=_("Only with the person's consent; otherwise retold."),
    )
    is_published = models.BooleanField(_("published"), default=True)
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        help_text=_("Published by itself at this time; left empty, only by hand."),
    )

    history = HistoricalRecords()
    role = Translated()
    text = Translated()

    class Meta:
        verbose_name = _("voice")
        verbose_name_plural = _("voices")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name


class QuestionQuerySet(models.QuerySet):
    def shown(self, viewing):
        """The published ones, and those that a preview shows."""
        return self.filter(Q(is_published=True) | Q(pk__in=viewing.questions))

    def about(self, programme):
        """Those that hold for the whole site, and those of a programme."""
        return (
            self.filter(Q(programme=None) | Q(programme=programme))
            if programme
            else self.filter(programme=None)
        )


class Question(models.Model):
    """A frequent question and its answer; without a programme it holds for the whole site."""

    programme = models.ForeignKey(
        "catalogue.Programme",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("programme"),
    )
    topic_da = models.CharField(_("topic in Danish"), max_length=100)
    topic_en = models.CharField(_("topic in English"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    question_da = models.CharField(_("question in Danish"), max_length=200)
    question_en = models.CharField(_("question in English"), max_length=200, blank=True)
    answer_da = models.TextField(_("answer in Danish"), help_text=_("Markdown."))
    answer_en = models.TextField(_("answer in English"), blank=True, help_text=_("Markdown."))
    is_published = models.BooleanField(_("published"), default=True)
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        help_text=_("Published by itself at this time; left empty, only by hand."),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = QuestionQuerySet.as_manager()
    history = HistoricalRecords()
    topic = Translated()
    question = Translated()
    answer = Translated()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["order", "pk"]

    def __str__(self):
        return str(self.question)


class TextPageQuerySet(models.QuerySet):
    def about(self, key, programme):
        """The words of one page: the site's, and a programme's own."""
        whose = Q(programme=None) | Q(programme=programme) if programme else Q(programme=None)
        return self.filter(whose, key=key)


class TextPage(models.Model):
    """The words of a page that the site lays out: prices, privacy, accessibility."""

    class Key(models.TextChoices):
        PRICES = "prices", _("prices")
        PRIVACY = "privacy", _("privacy notice")
        ACCESSIBILITY = "accessibility", _("accessibility statement")
        CONTACT = "contact", _("contact")

    key = models.CharField(_("page"), max_length=20, choices=Key.choices)
    programme = models.ForeignKey(
        "catalogue.Programme",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="text_pages",
        verbose_name=_("programme"),
    )
    lead_da = models.TextField(_("lead in Danish"), blank=True)
    lead_en = models.TextField(_("lead in English"), blank=True)
    body_da = models.TextField(_("text in Danish"), blank=True, help_text=_("Markdown."))
    body_en = models.TextField(_("text in English"), blank=True, help_text=_("Markdown."))
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = TextPageQuerySet.as_manager()
    history = HistoricalRecords()
    lead = Translated()
    body = Translated()

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")
        ordering = ["key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "programme"], name="one_text_page_per_programme"
            ),
            models.UniqueConstraint(
                fields=["key"], condition=Q(programme=None), name="one_text_page_for_the_site"
            ),
        ]

    def __str__(self):
        return self.get_key_display()
