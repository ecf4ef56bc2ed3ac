"""The parts of an application as forms: what each asks, why, and what it makes of the answers."""

import re

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from admissions.domain.sections import Section
from admissions.fields import (
    AddressAskedAbout,
    AddressField,
    LineField,
    PlainCharField,
    without_cpr,
)
from admissions.mail import signed_links
from admissions.models import Interest

LONGEST_LINE = 200
LONGEST_TEXT = 4000
# A draft keeps what is too long as well, so that it can be shortened; within reason.
LONGEST_KEPT = 50_000
MOST_CHOSEN = 50
EARLIEST_YEAR = 1950

# Why each field is asked for. A field that has no purpose is not asked.
FIELD_PURPOSES = {
    "email": "To send the link that opens the application, and notices that there is news.",
    "stamp": "To tell a form sent twice from two forms, and a person from a robot.",
    "address_seen": "To ask only once about an address that looks mistyped.",
    "leave_empty": "To tell robots from people; a person never sees it.",
    "same_as": "To let the applicant use answers that are given already.",
    "version": "To see that another tab has not saved the part since.",
    "name": "To know whom the case is about.",
    "telephone": "To let the office ask quickly where something is unclear.",
    "country": "To know whether a degree or a fee must be judged by the rules for other countries.",
    "payer": "To know who gets the bill.",
    "organisation": "To address the bill to the employer.",
    "ean": "To send an electronic bill to a public employer.",
    "bill_to": "To send the bill to an employer without an EAN number.",
    "bill_reference": "To let the employer find out whose bill it is.",
    "degree_title": "To compare the degree with the requirements.",
    "institution": "To be able to check the degree.",
    "degree_country": "To know whether the degree must be judged as one from abroad.",
    "year": "To be able to check the degree.",
    "diploma_language": "To know whether a translation is needed.",
    "description": "To compare the work with the requirements.",
    "pace": "To plan how many take which courses when.",
    "electives": "To plan which electives are held.",
    "wishes": "To take account of what matters for the plan.",
    "motivation": "To let the university assess what the applicant wants with the programme.",
    "grounds": "To let the university decide on the dispensation that is sought.",
}

_EAN = re.compile(r"[0-9]{13}")


class PartForm(forms.Form):
    """One part: its answers are kept as plain values, and nothing else is read of a request."""

    use_required_attribute = False

    def __init__(self, *args, target, today, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.target, self.today = target, today
        self.helper = FormHelper()
        self.helper.form_tag = False

    # A text with a CPR number is not kept, not even as something to be put right.
    holds_cpr = False

    def clean(self):
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                try:
                    without_cpr(value)
                except forms.ValidationError as problem:
                    self.holds_cpr = True
                    self.add_error(name, problem)
        return cleaned

    def answers(self):
        """The answers as they are kept."""
        return dict(self.cleaned_data)

    def typed(self):
        """What was sent, whether or not it holds, so that it can be kept as it stands."""
        return {name: self._typed(name, field) for name, field in self.fields.items()}

    def _typed(self, name, field):
        if isinstance(field, forms.MultipleChoiceField):
            return [
                keepable(value, LONGEST_LINE) for value in self.data.getlist(name)[:MOST_CHOSEN]
            ]
        return keepable(self.data.get(name, ""), LONGEST_KEPT)


def keepable(text, longest):
    """The text as it can be kept: PostgreSQL takes no null character."""
    return text.replace("\x00", "")[:longest]


def line(label, missing="", *, help_text="", autocomplete="off", **attributes):
    """A line of text; required where it is said what is missing."""
    too_long = _("Write it with 200 characters at most")
    return LineField(
        label=label,
        help_text=help_text,
        required=bool(missing),
        validators=[MaxLengthValidator(LONGEST_LINE, too_long)],
        error_messages={"required": missing},
        widget=forms.TextInput(attrs={"autocomplete": autocomplete, **attributes}),
    )


class TextField(PlainCharField):
    """A longer text, which says by how much it is too long."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": 8}), **kwargs)

    def clean(self, value):
        text = super().clean(value)
        surplus = len(text) - LONGEST_TEXT
        if surplus > 0:
            words = ngettext_lazy(
                "Shorten the text by %(surplus)d character; it may be 4,000 characters at most",
                "Shorten the text by %(surplus)d characters; it may be 4,000 characters at most",
                "surplus",
            )
            raise forms.ValidationError(words % {"surplus": surplus})
        return text


def choice(label, choices, missing, **kwargs):
    errors = {"required": missing, "invalid_choice": _("Choose one of the answers shown here")}
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, **kwargs
    )


class StartForm(AddressAskedAbout, forms.Form):
    """The address by which an application begins, or is found again."""

    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_(
            "We send a link to it. With the link you come back to your application, "
            "also from another device."
        ),
        max_length=None,
        error_messages={
            "required": _("Write your e-mail address"),
            "invalid": _("Write the e-mail address in full, for example name@example.com"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    same_as = forms.ChoiceField(
        label=_("Use the answers of an application that is open in this browser?"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the answers shown here")},
        widget=forms.RadioSelect,
    )
    leave_empty = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"class": "trap"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    address_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, opened=()):
        """`opened` are the applications whose answers can be used again."""
        sent = None if data is None else data.copy()
        super().__init__(sent, use_required_attribute=False)
        self.initial = {"stamp": signed_links.form_stamp()}
        if opened:
            self.initial |= {"email": opened[0].email, "same_as": opened[0].reference}
            again = [(each.reference, f"{each.number}: {each.programme.title}") for each in opened]
            self.fields["same_as"].choices = [*again, ("", _("No, I begin from nothing"))]
        else:
            del self.fields["same_as"]
        self.stamp = self.data.get("stamp", "")
        if self.is_bound and not signed_links.is_form_stamp(self.stamp):
            self.data["stamp"] = self.stamp = self.initial["stamp"]
        self.helper = FormHelper()
        self.helper.form_tag = False

    @property
    def is_from_a_robot(self):
        return bool(self.data.get("leave_empty"))

    def key(self, target_key):
        """The same when this very form is sent again for the same target."""
        return signed_links.keyed_hash(
            "application form", self.stamp, self.cleaned_data["email"].lower(), target_key
        )


class AboutForm(PartForm):
    name = line(_("Your name"), _("Write your name"), autocomplete="name")
    telephone = line(
        _("Telephone"),
        help_text=_("If you want the office to be able to call you."),
        autocomplete="tel",
        inputmode="tel",
    )
    country = line(
        _("Country you live in"), _("Write the country you live in"), autocomplete="country-name"
    )


class PaymentForm(PartForm):
    payer = choice(_("Who pays?"), Interest.Payer.choices, _("Choose who pays"))
    organisation = line(
        _("Name of the employer"),
        help_text=_("Only if your employer pays."),
        autocomplete="organization",
    )
    ean = line(
        _("EAN number"),
        help_text=_("13 digits. Public employers have one; your administration knows it."),
        inputmode="numeric",
    )
    bill_to = AddressField(
        label=_("E-mail address for the bill"),
        help_text=_("If your employer has no EAN number."),
        required=False,
        max_length=254,
        error_messages={
            "invalid": _("Write the e-mail address in full, for example name@example.com")
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    bill_reference = line(
        _("Reference on the bill"), help_text=_("For example a purchase order or a department.")
    )

    def clean(self):
        cleaned = super().clean()
        ean = "".join(cleaned.get("ean", "").split())
        if ean and not _EAN.fullmatch(ean):
            self.add_error("ean", _("Write the EAN number with its 13 digits"))
        elif ean:
            cleaned["ean"] = ean
        if cleaned.get("payer") == Interest.Payer.EMPLOYER:
            if not cleaned.get("organisation") and "organisation" not in self.errors:
                self.add_error("organisation", _("Write the name of your employer"))
            if (
                not ean
                and not cleaned.get("bill_to")
                and "bill_to" not in self.errors
                and "ean" not in self.errors
            ):
                self.add_error(
                    "ean", _("Write an EAN number, or the e-mail address for the bill below")
                )
        return cleaned


class EducationForm(PartForm):
    degree_title = line(
        _("Name of the degree"),
        _("Write the name of your degree"),
        help_text=_("Your highest completed degree, as it stands on the diploma."),
    )
    institution = line(
        _("University or institution"),
        _("Write the name of your university"),
        autocomplete="organization",
    )
    degree_country = line(
        _("Country"), _("Write the country of your university"), autocomplete="country-name"
    )
    year = line(
        _("The year you finished"),
        _("Write the year you finished"),
        help_text=_("Four digits, for example 2019."),
        inputmode="numeric",
    )
    diploma_language = choice(
        _("Language of the diploma"),
        [
            ("nordic_or_english", _("Danish, Norwegian, Swedish or English")),
            ("other", _("Another language; I will add a translation")),
        ],
        _("Choose the language of the diploma"),
    )

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not re.fullmatch(r"[0-9]{4}", year):
            raise forms.ValidationError(_("Write the year with four digits"))
        if not EARLIEST_YEAR <= int(year) <= self.today.year:
            words = _("The year must be between %(first)s and %(last)s")
            raise forms.ValidationError(words % {"first": EARLIEST_YEAR, "last": self.today.year})
        return year


class WorkForm(PartForm):
    description = TextField(
        label=_("Your relevant work"),
        help_text=_(
            "For each job: employer, position, tasks, from when to when, "
            "and whether it was part time."
        ),
        error_messages={"required": _("Describe your relevant work")},
    )


class ChoicesForm(PartForm):
    pace = choice(_("How fast do you want to study?"), [], _("Choose how fast you want to study"))
    electives = forms.MultipleChoiceField(
        label=_("Which electives interest you?"),
        help_text=_("You can change your mind later."),
        required=False,
        error_messages={"invalid_choice": _("Choose among the courses shown here")},
        widget=forms.CheckboxSelectMultiple,
    )
    wishes = TextField(label=_("Is there anything we should know about your plan?"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        programme = self.target.programme
        years = range(
            programme.years_min or 2, (programme.years_max or programme.years_min or 6) + 1
        )
        undecided = [("undecided", _("I do not know yet"))]
        self.fields["pace"].choices = [(str(year), _years(year)) for year in years] + undecided
        electives = [entry.course for entry in programme.entries.all() if entry.kind == "elective"]
        self.fields["electives"].choices = [(course.slug, course.title) for course in electives]
        if not electives:
            del self.fields["electives"]


class MotivationForm(PartForm):
    motivation = TextField(
        label=_("Why do you want to take it?"),
        help_text=_("What you want to use it for, and what you bring along."),
        error_messages={"required": _("Write why you want to take it")},
    )


class DispensationForm(PartForm):
    grounds = TextField(
        label=_("Why should you be given a dispensation?"),
        help_text=_(
            "What you know and can do that corresponds to that degree. "
            "Leave out information about health."
        ),
        error_messages={"required": _("Write why you should be given a dispensation")},
    )


def _years(number):
    return ngettext_lazy("%(number)s year", "%(number)s years", number) % {"number": number}


FORMS = {
    Section.ABOUT: AboutForm,
    Section.PAYMENT: PaymentForm,
    Section.EDUCATION: EducationForm,
    Section.WORK: WorkForm,
    Section.CHOICES: ChoicesForm,
    Section.MOTIVATION: MotivationForm,
    Section.DISPENSATION: DispensationForm,
}
