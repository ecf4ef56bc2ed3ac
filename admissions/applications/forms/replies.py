"""An applicant's replies once a case runs: to a request or an offer, and another address."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from admissions.applications.forms.parts import TextField, choice
from admissions.fields import AddressAskedAbout, AddressField, without_cpr
from admissions.text import application_phrases

ACCEPT, DECLINE = "accept", "decline"


class AnswerForm(forms.Form):
    """The answer to a request; where a document was attached since, it needs no words."""

    use_required_attribute = False

    answer = TextField(
        label=_("Your answer"),
        error_messages={"required": _("Write an answer, or attach a document")},
    )

    def __init__(self, data=None, *, initial=None, has_new_document=False):
        super().__init__(data, initial=initial, use_required_attribute=False)
        self.fields["answer"].required = not has_new_document
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_answer(self):
        return without_cpr(self.cleaned_data["answer"])


class OfferForm(forms.Form):
    """Whether an offered place is accepted, and if not, why, which may be left out."""

    use_required_attribute = False

    reply = choice(
        _("Do you accept the place?"),
        [(ACCEPT, _("Yes, I accept the place")), (DECLINE, _("No, I decline the place"))],
        _("Choose whether you accept the place"),
    )
    reason = forms.ChoiceField(
        label=_("If you decline: why? You need not say."),
        required=False,
        choices=[],
        widget=forms.RadioSelect,
    )

    def __init__(self, data=None):
        super().__init__(data, use_required_attribute=False)
        self.fields["reason"].choices = application_phrases.withdrawal_reasons()
        self.helper = FormHelper()
        self.helper.form_tag = False


class NewAddressForm(AddressAskedAbout, forms.Form):
    """Another mail address for the case; it counts once its link is opened."""

    use_required_attribute = False

    email = AddressField(
        label=_("New e-mail address"),
        help_text=_(
            "We send a link to it. Until you have opened the link, "
            "the application keeps its old address."
        ),
        max_length=None,
        error_messages={
            "required": _("Write the new e-mail address"),
            "invalid": _("Write the e-mail address in full, for example name@example.com"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    address_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None):
        sent = None if data is None else data.copy()
        super().__init__(sent, use_required_attribute=False)
        self.helper = FormHelper()
        self.helper.form_tag = False
