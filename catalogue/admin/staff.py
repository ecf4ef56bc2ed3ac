"""Who the staff are and which roles they hold: the superusers' page, and what is logged of it."""

import logging

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Prefetch
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from catalogue.admin.base.columns import UNKNOWN
from catalogue.admin.base.forms import attributes
from catalogue.admin.base.permissions import HiddenFromStrangers
from catalogue.admin.base.two_hands import TwoHands
from catalogue.admin.second_factor import SecondFactorAdmin
from catalogue.models import StaffRole

audit = logging.getLogger("mastersite.audit")

STANDING = ("is_active", "is_staff", "is_superuser")


class ForSuperusers:
    """Neither seen nor changed by anybody else, whatever their roles."""

    def has_module_permission(self, request):
        return _is_superuser(request.user)

    def has_view_permission(self, request, obj=None):
        return _is_superuser(request.user)

    def has_add_permission(self, request, obj=None):
        return _is_superuser(request.user)

    def has_change_permission(self, request, obj=None):
        return _is_superuser(request.user)

    def has_delete_permission(self, request, obj=None):
        return _is_superuser(request.user)


def _is_superuser(user):
    return user.is_active and user.is_superuser


class StaffRoleForm(forms.ModelForm):
    def clean(self):
        """Say in words, beside the field, what the row's constraint would refuse."""
        cleaned = super().clean()
        role, university = cleaned.get("role"), cleaned.get("university")
        if role == StaffRole.Role.EDITOR and not university and "university" not in self.errors:
            self.add_error(
                "university", _("Choose the university whose courses and runs the editor keeps.")
            )
        if role and role != StaffRole.Role.EDITOR and university:
            self.add_error("university", _("Leave this empty: only an editor has a university."))
        return cleaned


class StaffRoleFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form, index):
        """In a table the heading of a column is no label."""
        super().add_fields(form, index)
        for name in ("role", "university"):
            attributes(form.fields[name])["aria-label"] = form.fields[name].label

    def clean(self):
        """Two rows without a university are the same to us, though not to Django's own check."""
        super().clean()
        seen = set()
        for form in self.forms:
            held = (form.cleaned_data.get("role"), form.cleaned_data.get("university"))
            if held[0] and not form.cleaned_data.get("DELETE") and held in seen:
                form.add_error("role", _("This stands here twice."))
            seen.add(held)


class StaffRoleInline(ForSuperusers, admin.TabularInline):
    model = StaffRole
    form = StaffRoleForm
    formset = StaffRoleFormSet
    fields = ["role", "university"]
    # One empty row, so that a role can be given without JavaScript.
    extra = 1


class StaffAdmin(ForSuperusers, SecondFactorAdmin, HiddenFromStrangers, TwoHands, UserAdmin):
    """Groups and single permissions are not offered: they count for nothing here."""

    inlines = [StaffRoleInline]
    list_display = ["username", "full_name", "roles", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser", "staff_roles__role", "staff_roles__university"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Who"), {"fields": [("first_name", "last_name"), "email"]}),
        (_("May sign in"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Times"), {"fields": [("last_login", "date_joined")]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2", "is_staff"]})
    ]

    def get_queryset(self, request):
        roles = Prefetch("staff_roles", StaffRole.objects.select_related("university"))
        return super().get_queryset(request).prefetch_related(roles)

    def get_changeform_initial_data(self, request):
        return {"is_staff": True, **super().get_changeform_initial_data(request)}

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user):
        return user.get_full_name() or UNKNOWN

    @admin.display(description=_("roles"))
    def roles(self, user):
        return (
            format_html_join("", "<div>{}</div>", ([role] for role in user.staff_roles.all()))
            or UNKNOWN
        )

    def save_model(self, request, obj, form, change):
        before = User.objects.filter(pk=obj.pk).values(*STANDING).first() or {}
        super().save_model(request, obj, form, change)
        for name in STANDING:
            if getattr(obj, name) != before.get(name, False):
                _log(request, f"{name} is now {getattr(obj, name)}", obj)

    def save_formset(self, request, form, formset, change):
        before = _roles_held(form.instance)
        super().save_formset(request, form, formset, change)
        after = _roles_held(form.instance)
        for role, university in sorted(after - before):
            _log(request, "role given", form.instance, role=role, university=university)
        for role, university in sorted(before - after):
            _log(request, "role taken", form.instance, role=role, university=university)

    def delete_model(self, request, obj):
        _log(request, "member of staff deleted", obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for person in queryset:
            _log(request, "member of staff deleted", person)
        super().delete_queryset(request, queryset)


def _roles_held(user):
    held = StaffRole.objects.filter(user=user).values_list("role", "university__slug")
    return {(role, slug or "") for role, slug in held}


def _log(request, words, person, **more):
    """Who did what to whom, each by the name they sign in with."""
    extra = {"user": request.user.get_username(), "whom": person.get_username(), **more}
    audit.info(words, extra=extra)


# Importing their admin has registered both; groups would only seem to give rights.
admin.site.unregister([User, Group])
admin.site.register(User, StaffAdmin)
