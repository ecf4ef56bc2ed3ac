"""The form by which somebody asks to be kept posted: what it asks, and makes of the answers."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from admissions.fields import (
    AddressAskedAbout,
    AddressField,
    LineField,
    PlainCharField,
    without_cpr,
)
from admissions.mail import signed_links
from admissions.models import Interest

WHOLE_PROGRAMME = "*"
LONGEST_NAME = 200
LONGEST_MESSAGE = 2000

# Why each field is asked for. A field that has no purpose is not asked.
FIELD_PURPOSES = {
    "name": "To know whom the office writes to when it answers the message.",
    "email": "To send the link that confirms, and the news that was asked for.",
    "about": (
        "To send news of the programme or of these courses only, "
        "and to see how many wait for a course."
    ),
    "when": "To plan when a course is held.",
    "payer": "To know how many need papers for an employer before a course is planned.",
    "message": "To let the office answer a question.",
    "send_background": (
        "To let the person decide whether the answers of the eligibility check are kept too."
    ),
    "stamp": "To tell a form sent twice from two forms, and a person from a robot.",
    "address_seen": "To ask only once about an address that looks mistyped.",
    "leave_empty": "To tell robots from people; a person never sees it.",
}


class InterestForm(AddressAskedAbout, forms.Form):
    """Who asks, for news of what. Whatever else a request holds is not looked at.

    `refusal` says why a form without errors is not taken yet: it came back sooner than a person
    writes (`too_fast`), or without the stamp it was shown with (`stamp_missing`).
    """

    name = LineField(
        label=_("Your name"),
        validators=[
            MaxLengthValidator(LONGEST_NAME, _("Write the name with 200 characters at most"))
        ],
        error_messages={"required": _("Write your name")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("We send a mail with a link. You are on the list once you have used it."),
        max_length=None,
        error_messages={
            "required": _("Write your e-mail address"),
            "invalid": _("Write the e-mail address in full, for example name@example.com"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    about = forms.MultipleChoiceField(
        label=_("What do you want to hear about?"),
        help_text=_("Choose one or more."),
        error_messages={
            "required": _("Choose the whole programme or at least one course"),
            "invalid_choice": _("Choose among the courses shown here"),
        },
        widget=forms.CheckboxSelectMultiple,
    )
    when = forms.ChoiceField(
        label=_("When would you like to begin?"),
        choices=Interest.When.choices,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the answers shown here")},
        widget=forms.RadioSelect,
    )
    payer = forms.ChoiceField(
        label=_("Who pays?"),
        choices=Interest.Payer.choices,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the answers shown here")},
        widget=forms.RadioSelect,
    )
    message = PlainCharField(
        label=_("Your message to the office"),
        help_text=_(
            "2,000 characters at most. "
            "Leave out civil registration numbers and information about health."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    send_background = forms.BooleanField(
        label=_("Send my answers from the eligibility check along"),
        help_text=_(
            "The office then sees the answers and the assessment together with what you write here."
        ),
        required=False,
    )
    leave_empty = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"class": "trap"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    address_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, courses, *, has_background, data=None, chosen=None):
        sent = None if data is None else data.copy()
        super().__init__(sent, use_required_attribute=False)
        self.courses = {course.slug: course for course in courses}
        whole = (WHOLE_PROGRAMME, _("The whole programme"))
        self.fields["about"].choices = [
            whole,
            *((slug, course.title) for slug, course in self.courses.items()),
        ]
        self.initial = {"about": [chosen or WHOLE_PROGRAMME], "stamp": signed_links.form_stamp()}
        if not has_background:
            del self.fields["send_background"]
        self.stamp = self.data.get("stamp", "")
        if self.is_bound and not signed_links.is_form_stamp(self.stamp):
            self.data["stamp"] = self.initial["stamp"]
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_name(self):
        return without_cpr(self.cleaned_data["name"])

    def clean_message(self):
        message = without_cpr(self.cleaned_data["message"])
        surplus = len(message) - LONGEST_MESSAGE
        if surplus > 0:
            words = ngettext_lazy(
                "Shorten the message by %(surplus)d character; it may be 2,000 characters at most",
                "Shorten the message by %(surplus)d characters; it may be 2,000 characters at most",
                "surplus",
            )
            raise forms.ValidationError(words % {"surplus": surplus})
        return message

    @property
    def is_from_a_robot(self):
        return bool(self.data.get("leave_empty"))

    @cached_property
    def refusal(self):
        if not signed_links.is_form_stamp(self.stamp):
            return "stamp_missing"
        return "too_fast" if signed_links.is_sent_too_fast(self.stamp) else ""

    def answers(self):
        """The answers as the service takes them."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "email": cleaned["email"],
            "whole_programme": WHOLE_PROGRAMME in cleaned["about"],
            "courses": [
                course for slug, course in self.courses.items() if slug in cleaned["about"]
            ],
            "when": cleaned["when"],
            "payer": cleaned["payer"],
            "message": cleaned["message"],
        }

    def key(self, background):
        """The same when this very form, with these very answers and background, is sent again."""
        answers = {
            name: value for name, value in self.cleaned_data.items() if name != "address_seen"
        }
        return signed_links.keyed_hash("form", self.stamp, sorted(answers.items()), background)
