"""What all editing pages share: the form with its limits and words, and how a clash of data is answered."""

from datetime import date

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, OperationalError, models
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from catalogue.admin.choosing import CodesField, KeySelect, KeySelectMultiple, KeysField
from catalogue.admin.doors import Doors, InlineDoors, OwnRows
from catalogue.admin.history import HistoryPages
from catalogue.admin.moving_dates import noting_moves_by
from catalogue.admin.paging import KeysFirst
from catalogue.models.fields import CodeListField
from catalogue.staff import rights
from catalogue.staff.kept_form import carried
from catalogue.text import markdown
from catalogue.text.constraint_messages import CONSTRAINT_WORDS

EARLIEST, LATEST = date(2000, 1, 1), date(2200, 12, 31)
# The largest number PostgreSQL keeps in a small integer. SQLite would take more, and dates break on it.
LARGEST = 32767
# Django's own words, named here so that our catalogue of texts keeps a Danish of its own for them: Django's takes every
# noun for a common one ("endnu en hold").
SAID_BETTER = [gettext_noop("Add another %(verbose_name)s"), gettext_noop("View site")]


class LinesField(forms.CharField):
    """A text of several lines, which end as we keep them: browsers send two characters where we keep one.

    A text sent as it was shown would else count as changed, and its history tell of lines rewritten.
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
            field.validators += [MinValueValidator(EARLIEST, words), MaxValueValidator(LATEST, words)]
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
            words = _("Choose a university that you are an editor of. Only a coordinator moves things to another.")
            self.add_error(field, words)

    def _validate_in_words(self, exclude=None):
        refused = {}
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self.instance, exclude=exclude)
                except ValidationError as error:
                    name, words = CONSTRAINT_WORDS.get(constraint.name, (NON_FIELD_ERRORS, error))
                    refused.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).append(words)
        if refused:
            raise ValidationError(refused)


class EditingFormSet(OwnRows, forms.BaseInlineFormSet):
    """Rows of which no two may hold the same: the columns of `held_once` together, besides the parent."""

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
        """Compare the rows of the form with one another, in place of Django's check, which passes over empty values."""
        kept = [form for form in self.forms if form.cleaned_data and not self._should_delete_form(form)]
        old = {self._held(form.initial): form for form in self.initial_forms}
        seen = set()
        for form in kept if self.held_once else ():
            held = self._held(form.cleaned_data)
            if held[0] is None:
                continue
            if held in seen:
                form.add_error(self.held_once[0], _("This stands here twice."))
            elif not self.may_swap and form in self.initial_forms and old.get(held, form) is not form:
                form.add_error(self.held_once[0], _("Another row still has this: save that row's change first."))
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


FORM_FIELDS: dict = {models.URLField: {"assume_scheme": "https"}, models.TextField: {"form_class": LinesField}}


class Choosing:
    """How rows are chosen on every page: nothing posted breaks it, and no list is read twice."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            return super().formfield_for_foreignkey(
                db_field, request, **{"widget": KeySelect(db_field, self.admin_site), **kwargs}
            )
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        # Read the choices once for all rows; each row's own select would ask the database again.
        field.choices = list(field.choices)
        return field

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        by_search = db_field.name in self.get_autocomplete_fields(request)
        widget = KeySelectMultiple(db_field, self.admin_site) if by_search else forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(
            db_field, request, **{"widget": widget, "form_class": KeysField, **kwargs}
        )

    def get_field_queryset(self, db, db_field, request):
        """Only what the user may see is offered, and nothing else is taken when posted."""
        rows = super().get_field_queryset(db, db_field, request)
        return rights.visible(request.user, db_field.remote_field.model._default_manager if rows is None else rows)


class EditingAdmin(Choosing, Doors, HistoryPages, admin.ModelAdmin):
    form = EditingForm
    list_per_page = 20
    paginator = KeysFirst
    save_on_top = True
    formfield_overrides = FORM_FIELDS

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Answer a clash that only the database saw with words instead of an error page.

        Somebody else saved in between; on the second try the form's own checks see their row and say so.
        """
        for _attempt in range(2):
            try:
                with noting_moves_by(request, self.model, object_id):
                    return super().changeform_view(request, object_id, form_url, extra_context)
            except IntegrityError:
                continue
            except OperationalError:
                if request.method != "POST":
                    raise
                return self._busy(request)
        words = gettext("Nothing was saved: it clashes with what somebody else saved. Look again and retry.")
        self.message_user(request, words, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def _busy(self, request):
        """The database gave up waiting for somebody else's save: keep what was typed on the page, to be sent again."""
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Send it again in a moment"),
            "fields": carried(request.POST),
        }
        return TemplateResponse(request, "admin/busy.html", context, status=503, headers={"Retry-After": "30"})

    def save_model(self, request, obj, form, change):
        """A form sent as it was shown is no new version; what hangs on the row may have been changed nonetheless."""
        if change and not form.has_changed():
            obj.save_without_historical_record()
        else:
            super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        request.added_key = obj.pk
        return super().response_add(request, obj, post_url_continue)

    def get_search_results(self, request, queryset, search_term):
        # PostgreSQL refuses a NUL character in a text with an error of its own.
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    def view_on_site(self, obj):
        """The address of the public page that shows the thing; None while there is none."""


class ExampleAdmin(EditingAdmin):
    form = ExampleForm

    def get_fieldsets(self, request, obj=None):
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj and obj.example_fields and self.has_change_permission(request, obj):
            fieldsets.insert(1, (_("Examples"), {"fields": ["still_examples"], "classes": ["collapse"]}))
        return fieldsets

    def save_model(self, request, obj, form, change):
        if obj.example_fields:
            obj.example_fields = form.remaining_examples()
        super().save_model(request, obj, form, change)


class EditingInline(Choosing, InlineDoors, admin.options.InlineModelAdmin):
    form = EditingForm
    formfield_overrides = FORM_FIELDS
    formset = EditingFormSet
    extra = 0


class EditingStacked(EditingInline):
    template = "admin/edit_inline/stacked.html"


class EditingTabular(EditingInline):
    template = "admin/edit_inline/tabular.html"

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.names_its_fields = True
        return formset


def images_have_words(text):
    """Refuse an image that those who cannot see it are told nothing of."""
    if not all(alternative.strip() for alternative in markdown.images(text)):
        words = _("Say between the square brackets what each image shows, for example: ![Map of the campus](address).")
        raise ValidationError(words)


def attributes(field):
    """The attributes a field is drawn with; a select that links to its rows is wrapped, and only the inner one is."""
    return getattr(field.widget, "widget", field.widget).attrs


def codes_field(field, choices):
    """The check boxes that stand for a column of codes, under the same words."""
    return CodesField(label=field.label, help_text=field.help_text, choices=choices, required=False)


def field_words(model, name):
    """What editors call a column; its name where it is none."""
    column = next((field for field in model._meta.get_fields() if field.name == name), None)
    return column.verbose_name if isinstance(column, models.Field) else name


def _dress(name, field):
    """Give a text its language, a day or time the browser's picker, which never confuses day and month."""
    if isinstance(field, forms.DateField):
        bounds = {"type": "date", "min": EARLIEST.isoformat(), "max": LATEST.isoformat()}
        field.widget = forms.DateInput(format="%Y-%m-%d", attrs=bounds)
    elif isinstance(field, forms.TimeField):
        field.widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    elif name.endswith(("_da", "_en")):
        field.widget.attrs["lang"] = name[-2:]
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 5
