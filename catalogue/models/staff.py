"""Who on the staff may do what, and the codes by which one without a telephone gets in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models.university import University


class StaffRole(models.Model):
    """One role of one member of staff; several rows add up. Superusers need none."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("editor of a university")
        # A course's coordinator is somebody else, and in Danish called something else.
        COORDINATOR = "coordinator", pgettext_lazy("staff role", "coordinator")
        AUDITOR = "auditor", _("auditor")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_roles", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    university = models.ForeignKey(
        University,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="staff_roles",
        verbose_name=_("university"),
        help_text=_("For an editor: the university whose courses and runs they keep."),
    )

    class Meta:
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")
        ordering = ["user", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role="editor", university__isnull=False)
                | (~Q(role="editor") & Q(university=None)),
                name="editors_and_only_they_have_a_university",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "university"], name="a_role_once_per_university"
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(university=None),
                name="a_role_without_university_once",
            ),
        ]

    def __str__(self):
        return (
            f"{self.get_role_display()}, {self.university}"
            if self.university_id
            else self.get_role_display()
        )


class RecoveryCode(models.Model):
    """A code that stands in for the second factor, once; only its hash is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="recovery_codes",
        verbose_name=_("user"),
    )
    digest = models.CharField(_("hash"), max_length=64)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="a_recovery_code_once")
        ]

    def __str__(self):
        return f"{self.pk}"
