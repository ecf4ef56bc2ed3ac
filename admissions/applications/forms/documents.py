"""One document at a time: what it is, and the file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from admissions.applications.documents import uploads
from admissions.domain.documents import DocumentKind
from admissions.text import application_phrases, refusal_phrases


class DocumentField(forms.FileField):
    """A file that is looked into; its value is uploads.Accepted.

    `trouble` is what went wrong on the file's way.
    """

    trouble = ""

    def clean(self, data, initial=None):
        try:
            if self.trouble or data is None:
                raise uploads.NotAccepted(self.trouble or "missing")
            return uploads.accepted(data)
        except uploads.NotAccepted as problem:
            raise forms.ValidationError(self._words(data, problem.code), problem.code) from None

    def _words(self, data, code):
        """Why the file was not taken, after its name: the browser has forgotten which it was."""
        words = refusal_phrases.upload_refusal(code)
        return (
            words
            if data is None or code == "cpr_in_name"
            else f"{uploads.shown_name(data.name)}: {words}"
        )


class DocumentForm(forms.Form):
    """Takes one file, and what it is.

    `complete` stands last in the form: where it is missing, the request was
    cut off, and the file with it.
    """

    use_required_attribute = False

    kind = forms.ChoiceField(label=_("What is it?"), choices=[])
    file = DocumentField(
        label=_("Choose a file"),
        help_text=_(
            "PDF, JPG or PNG. 10 MB a file at most, and 10 files in all. Black out CPR numbers. "
            "On a phone you can take a picture."
        ),
        widget=forms.FileInput(attrs={"accept": uploads.ACCEPT}),
    )

    def __init__(self, data=None, files=None, *, wanted=(), was_dropped=False):
        """`wanted` are recommended kinds not attached yet; `was_dropped`: a file was too large."""
        super().__init__(data, files)
        self.fields["kind"].choices = [
            (str(kind), application_phrases.document_kind(kind)) for kind in DocumentKind
        ]
        self.fields["kind"].initial = str(next(iter(wanted), DocumentKind.OTHER))
        if was_dropped:
            self.fields["file"].trouble = "too_large"
        elif self.is_bound and "complete" not in self.data:
            self.fields["file"].trouble = "cut_off"

    @property
    def file_kind(self):
        """What the file is; where that was not told, something else: it is kept all the same."""
        return DocumentKind(self.cleaned_data.get("kind") or DocumentKind.OTHER)
