"""Rows that belong to a thing, on its own editing page; and how rows are chosen on every page."""

from django import forms
from django.contrib import admin

from catalogue.admin.base.choice_fields import KeySelect, KeySelectMultiple, KeysField
from catalogue.admin.base.forms import FORM_FIELDS, EditingForm, EditingFormSet
from catalogue.admin.base.permissions import InlineRowPermissions
from catalogue.staff import rights


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
        widget = (
            KeySelectMultiple(db_field, self.admin_site)
            if by_search
            else forms.CheckboxSelectMultiple()
        )
        return super().formfield_for_manytomany(
            db_field, request, **{"widget": widget, "form_class": KeysField, **kwargs}
        )

    def get_field_queryset(self, db, db_field, request):
        """Only what the user may see is offered, and nothing else is taken when posted."""
        rows = super().get_field_queryset(db, db_field, request)
        if rows is None:
            rows = db_field.remote_field.model._default_manager
        return rights.visible(request.user, rows)


class EditingInline(Choosing, InlineRowPermissions, admin.options.InlineModelAdmin):
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
