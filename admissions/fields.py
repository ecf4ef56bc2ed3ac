"""What people type: lines and texts without stray characters, addresses, and no CPR number."""

import unicodedata

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from admissions.domain.cpr import holds_cpr_number

LONGEST_EMAIL = 254
_PROVIDERS = {
    **dict.fromkeys(
        ["gmial", "gmal", "gmai", "gamil", "gnail", "gmaill", "gmil", "ggmail"], "gmail"
    ),
    **dict.fromkeys(
        ["hotmial", "hotmal", "hotmai", "hotnail", "hormail", "hotmaill", "homail"], "hotmail"
    ),
    **dict.fromkeys(["outlok", "outloook", "outlock", "oulook", "outllook"], "outlook"),
    **dict.fromkeys(["iclod", "icoud", "iclould", "icluod"], "icloud"),
    **dict.fromkeys(["yaho", "yahooo", "yhaoo"], "yahoo"),
}
_ENDINGS = {
    "con": "com",
    "cmo": "com",
    "ocm": "com",
    "vom": "com",
    "comm": "com",
    "coml": "com",
    "dkk": "dk",
    "dl": "dk",
}


class PlainCharField(forms.CharField):
    """Text without the characters nobody types: pasted along, they are dropped, not refused."""

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        return "".join(
            character for character in text if character == "\n" or not _is_control(character)
        ).strip()

    # A browser would cut a pasted text at maxlength without a word.
    def widget_attrs(self, widget):
        return {}


class LineField(PlainCharField):
    """Plain text on one line."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class AddressField(forms.EmailField):
    def to_python(self, value):
        return "".join(
            character for character in super().to_python(value) if not _is_control(character)
        )

    def widget_attrs(self, widget):
        return {}


class AddressAskedAbout:
    """A form with an `email` and a hidden `address_seen`.

    An address that looks mistyped is asked about once.
    """

    def clean_email(self):
        email = self.cleaned_data["email"]
        # It is kept in lower case, in which some letters (İ) become two.
        if len(email.lower()) > LONGEST_EMAIL:
            raise forms.ValidationError(_("Write an e-mail address of 254 characters at most"))
        meant = suggested_address(email)
        if meant and self.data.get("address_seen") != email:
            self.data["address_seen"] = email
            words = _(
                "Do you mean {meant}? Correct the address, or send again if it is right as it is"
            )
            raise forms.ValidationError(format_lazy(words, meant=meant))
        return email


def without_cpr(text):
    """Return the text, or refuse it where it holds a CPR number."""
    if holds_cpr_number(text):
        raise forms.ValidationError(
            _(
                "Remove the civil registration number (CPR): "
                "we do not need it and must not receive it here"
            )
        )
    return text


def suggested_address(email):
    """The address probably meant where the domain looks mistyped (gmail.con), else ""."""
    local, _at, domain = email.rpartition("@")
    *labels, ending = domain.lower().split(".")
    if not labels:
        return ""
    meant = ".".join(
        [*(_PROVIDERS.get(label, label) for label in labels), _ENDINGS.get(ending, ending)]
    )
    return f"{local}@{meant}" if meant != domain.lower() else ""


def _is_control(character):
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
