"""Fields that choose other rows, where what was posted may be anything."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# The digits of any key both databases can hold.
LONGEST_KEY = 18


class CodesField(forms.MultipleChoiceField):
    """A list of codes as check boxes, kept in the order of the choices."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        chosen = super().clean(value)
        return [code for code, label in self.choices if code in chosen]


class Keys:
    """Django's selects by search, with a name for screen readers while they are empty.

    What cannot be a key is not looked up: the lookup would fail before the field can refuse it.
    """

    def build_attrs(self, base_attrs, extra_attrs=None):
        named = {
            "data-placeholder": gettext("Choose: %(name)s") % {"name": self.field.verbose_name}
        }
        return super().build_attrs(base_attrs, extra_attrs) | named

    # The words of rows by key, read once for many selects; without them
    # each select asks the database.
    known: dict[str, str] | None = None

    def optgroups(self, name, value, attr=None):
        keys = [key for key in value if is_key(key)]
        if self.known is None or not all(str(key) in self.known for key in keys):
            return super().optgroups(name, keys, attr)
        empty = [] if self.is_required or self.allow_multiple_selected else [("", "")]
        shown = [*empty, *((key, self.known[str(key)]) for key in keys)]
        options = [
            self.create_option(name, key, words, bool(key), n)
            for n, (key, words) in enumerate(shown)
        ]
        return [(None, options, 0)]


class KeySelect(Keys, AutocompleteSelect):
    """One row."""


class KeySelectMultiple(Keys, AutocompleteSelectMultiple):
    """Several rows."""


class KeysField(forms.ModelMultipleChoiceField):
    """Refuses a number too large for a key, on which the database would fail."""

    def clean(self, value):
        for key in value or ():
            if not is_key(key):
                raise ValidationError(_("Choose among the rows there are."))
        return super().clean(value)


def is_key(value):
    return str(value).isdecimal() and len(str(value)) <= LONGEST_KEY
