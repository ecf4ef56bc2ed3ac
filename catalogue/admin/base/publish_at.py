"""Publishing at a set time in the admin: the field, and what it refuses."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.admin.base.forms import EARLIEST, LATEST, EditingForm

# What a browser's field for day and time sends, and the same with seconds.
FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]


class PublishAtField(forms.DateTimeField):
    def __init__(self):
        bounds = {"min": f"{EARLIEST}T00:00", "max": f"{LATEST}T23:59"}
        super().__init__(
            label=_("Publish at"),
            required=False,
            help_text=_("Published by itself at this time; left empty, only by hand."),
            input_formats=FORMATS,
            widget=forms.DateTimeInput(
                format=FORMATS[0], attrs={"type": "datetime-local", **bounds}
            ),
            error_messages={"invalid": _("Give a day and a time, for example 2027-03-01 08:00.")},
        )


class TimedForm(EditingForm):
    """A form whose row may be published at a set time, which must lie ahead and say something."""

    publish_at = PublishAtField()

    def clean_publish_at(self):
        moment = self.cleaned_data["publish_at"]
        if moment and not EARLIEST <= timezone.localdate(moment) <= LATEST:
            raise ValidationError(_("Choose a day between the years 2000 and 2200."))
        return moment

    def clean(self):
        cleaned = super().clean()
        moment = self.cleaned_data.get("publish_at")
        if moment and self.cleaned_data.get("is_published"):
            words = _(
                "It is marked as published. Remove the time, "
                "or untick “published” to have it published then."
            )
            self.add_error("publish_at", words)
        elif moment and moment <= timezone.now():
            words = _(
                "This time has passed. Choose a later one, or remove it and tick “published”."
            )
            self.add_error("publish_at", words)
        return cleaned
