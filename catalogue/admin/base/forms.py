"""The form of every editing page, with limits and words: what it refuses stands at its field."""

from datetime import date

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalogue.admin.base.choice_fields import CodesField
from catalogue.admin.base.permissions import OwnRows
from catalogue.models.fields import CodeListField
from catalogue.staff import rights
from catalogue.text import markdown
from catalogue.text.constraint_messages import CONSTRAINT_WORDS

EARLIEST, LATEST = date(2000, 1, 1), date(2200, 12, 31)
# The largest number PostgreSQL keeps in a small integer. SQLite would take
# more, and dates break on it.
LARGEST = 32767


class LinesField(forms.CharField):
    """A text of several lines, ended as we keep them: browsers send two characters for our one.

    A text sent as it was shown would else count as changed, and its
    history tell of lines rewritten.
    """

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class EditingForm(forms.ModelForm):
    """A form whose every refusal stands in words at its field.

    `limits` narrows numbers: the lowest and the highest of a field by name.
    """

    limits: dict = {}
    # Who fills it in; each page's own class of the form gets its user.
    user = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        columns = {column.name: column for column in self._meta.model._meta.get_fields()}
        for name, field in list(self.fields.items()):
            if isinstance(columns.get(name), CodeListField):
                self.fields[name] = codes_field(field, columns[name].code_choices)
            self._limit(name, field)
            _dress(name, field)

    def _limit(self, name, field):
        if isinstance(field, forms.DateField):
            words = _("Choose a day between the years 2000 and 2200.")
            field.validators += [
                MinValueValidator(EARLIEST, words),
                MaxValueValidator(LATEST, words),
            ]
        elif isinstance(field, forms.IntegerField):
            lowest, highest = self.limits.get(name, (0, LARGEST))
            if type(field) is forms.DecimalField:
                highest = None
            field.validators.append(MinValueValidator(lowest))
            if highest is not None:
                field.validators.append(MaxValueValidator(highest))
        elif isinstance(field.widget, forms.Textarea):
            field.validators.append(images_have_words)

    def _post_clean(self):
        # Django says which constraint refuses, but only the form knows at which field to say so.
        self.instance.validate_constraints = self._validate_in_words
        try:
            super()._post_clean()
        finally:
            del self.instance.validate_constraints
        self._refuse_what_is_not_theirs()

    def _refuse_what_is_not_theirs(self):
        """Whatever was posted, the row must still belong to a university of the editor's."""
        field = next((name for name in ("host", "university") if name in self.fields), None)
        if self.user is None or field is None or field in self.errors:
            return
        is_saved = self.has_changed() or self.instance._state.adding
        if is_saved and not rights.keeps(self.user, self.instance):
            words = _(
                "Choose a university that you are an editor of. "
                "Only a coordinator moves things to another."
            )
            self.add_error(field, words)

    def _validate_in_words(self, exclude=None):
        refused = {}
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self.instance, exclude=exclude)
                except ValidationError as error:
                    name, words = CONSTRAINT_WORDS.get(constraint.name, (NON_FIELD_ERRORS, error))
                    place = name if name in self.fields else NON_FIELD_ERRORS
                    refused.setdefault(place, []).append(words)
        if refused:
            raise ValidationError(refused)


class EditingFormSet(OwnRows, forms.BaseInlineFormSet):
    """Rows of which no two may hold the same in all of `held_once`, within their parent."""

    held_once: tuple[str, ...] = ()
    # In a table the heading of a column is no label; each field needs a name of its own.
    names_its_fields = False
    # Whether saving first moves old values aside, so that rows may swap what they hold.
    may_swap = False

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            if self.names_its_fields and not field.widget.is_hidden:
                attributes(field)["aria-label"] = field.label

    def validate_unique(self):
        """Compare the rows of the form with one another.

        It stands in place of Django's check, which passes over empty values.
        """
        kept = [
            form for form in self.forms if form.cleaned_data and not self._should_delete_form(form)
        ]
        old = {self._held(form.initial): form for form in self.initial_forms}
        seen = set()
        for form in kept if self.held_once else ():
            held = self._held(form.cleaned_data)
            if held[0] is None:
                continue
            if held in seen:
                form.add_error(self.held_once[0], _("This stands here twice."))
            elif (
                not self.may_swap and form in self.initial_forms and old.get(held, form) is not form
            ):
                form.add_error(
                    self.held_once[0],
                    _("Another row still has this: save that row's change first."),
                )
            seen.add(held)

    def _held(self, values):
        return tuple(getattr(values.get(name), "pk", values.get(name)) for name in self.held_once)


class ExampleForm(EditingForm):
    """A form that marks the fields which hold an example and lets the editor confirm them."""

    still_examples = CodesField(
        label=_("Still an example"),
        required=False,
        help_text=_("Untick what is confirmed. A field that you change is no longer an example."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = self.instance.example_fields
        field = self.fields["still_examples"]
        field.choices = [(name, field_words(self._meta.model, name)) for name in names]
        field.initial = names
        for name in names:
            if name in self.fields:
                marked = self.fields[name]
                marked.label = format_lazy("{} ({})", marked.label, _("example"))
                attributes(marked)["data-example"] = name

    def remaining_examples(self):
        """The fields that still hold an example after this form: neither changed nor confirmed."""
        still = self.cleaned_data.get("still_examples", [])
        gone = set(self.changed_data)
        return [name for name in self.instance.example_fields if name in still and name not in gone]


FORM_FIELDS: dict = {
    models.URLField: {"assume_scheme": "https"},
    models.TextField: {"form_class": LinesField},
}


def images_have_words(text):
    """Refuse an image that those who cannot see it are told nothing of."""
    if not all(alternative.strip() for alternative in markdown.images(text)):
        words = _(
            "Say between the square brackets what each image shows, for example: "
            "![Map of the campus](address)."
        )
        raise ValidationError(words)


def attributes(field):
    """The attributes a field is drawn with.

    A select that links to its rows is wrapped, and only the inner one has them.
    """
    return getattr(field.widget, "widget", field.widget).attrs


def codes_field(field, choices):
    """The check boxes that stand for a column of codes, under the same words."""
    return CodesField(label=field.label, help_text=field.help_text, choices=choices, required=False)


def field_words(model, name):
    """What editors call a column; its name where it is none."""
    column = next((field for field in model._meta.get_fields() if field.name == name), None)
    return column.verbose_name if isinstance(column, models.Field) else name


def _dress(name, field):
    """Give a text its language, and a day or time the browser's picker.

    The picker never confuses day and month.
    """
    if isinstance(field, forms.DateField):
        bounds = {"type": "date", "min": EARLIEST.isoformat(), "max": LATEST.isoformat()}
        field.widget = forms.DateInput(format="%Y-%m-%d", attrs=bounds)
    elif isinstance(field, forms.TimeField):
        field.widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    elif name.endswith(("_da", "_en")):
        field.widget.attrs["lang"] = name[-2:]
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 5
