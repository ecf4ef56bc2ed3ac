"""Links by which somebody sees the site as it will be: with drafts, or as of another day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.course import Course
from catalogue.models.programme import Programme
from catalogue.models.texts import Question, TextPage


class PreviewQuerySet(models.QuerySet):
    def alive(self, now):
        return self.filter(stopped_at=None, ends_at__gt=now)


class Preview(models.Model):
    """One link.

    It shows the drafts of the programme, the course or the text that it
    names, or the site on its day.
    """

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="previews", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    ends_at = models.DateTimeField(_("works until"))
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    day = models.DateField(_("as of"), null=True, blank=True)
    programme = models.ForeignKey(
        Programme,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="previews",
        verbose_name=_("programme"),
    )
    course = models.ForeignKey(
        Course,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="previews",
        verbose_name=_("course"),
    )
    question = models.ForeignKey(
        Question,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="previews",
        verbose_name=_("question"),
    )
    text_page = models.ForeignKey(
        TextPage,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="previews",
        verbose_name=_("text page"),
    )

    objects = PreviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview")
        verbose_name_plural = _("previews")
        ordering = ["-made_at", "-pk"]
        constraints = [
            # A day stands alone: it moves the clock only, never the content.
            models.CheckConstraint(
                condition=Q(day=None)
                | Q(programme=None, course=None, question=None, text_page=None),
                name="preview_of_a_day_shows_no_drafts",
            ),
        ]

    def __str__(self):
        return f"{self.pk}"
