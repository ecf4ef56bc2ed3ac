"""The one field of signing in: a code, an app's or a recovery code, typed or pasted."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 60


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the app, or a recovery code"),
        max_length=LONGEST,
        error_messages={
            "required": _("Type the 6 digits from your app, or the 16 digits of a recovery code."),
            "max_length": _(
                "Type the 6 digits from your app, or the 16 digits of a recovery code."
            ),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # No length in the page: a code pasted with spaces around it must not be cut.
        self.fields["code"].widget = forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": not self.is_bound,
            }
        )

    def refuse(self, sentence):
        """Say why the code is not taken, in place of what the field itself found."""
        self.errors.pop("code", None)
        self.add_error("code", sentence)


class AppCodeForm(CodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code that the app shows")
