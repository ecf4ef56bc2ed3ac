"""The languages in which the site writes to people."""

from django.utils.translation import gettext_lazy as _

LANGUAGE_CHOICES = [("da", _("Danish")), ("en", _("English"))]
