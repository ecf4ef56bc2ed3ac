"""Editing the rules of admission: sets, their versions, and the requirements in them."""

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue.admin.base.columns import mark
from catalogue.admin.base.filters import ShortFilter
from catalogue.admin.base.forms import EditingForm
from catalogue.admin.base.inlines import EditingTabular
from catalogue.admin.base.numbered_rows import NumberedForm, NumberedFormSet
from catalogue.admin.editing import EditingAdmin
from catalogue.admin.requirement_parts import (
    Locked,
    LockedInline,
    RequirementBranchInline,
    RequirementOptionInline,
)
from catalogue.admin.requirement_versions import copy_set, missing_in_set
from catalogue.models import Requirement, RequirementSet
from catalogue.text.constraint_messages import CONSTRAINT_WORDS


class RequirementSetForm(EditingForm):
    limits = {"version": (1, 9999)}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_published"):
            new = [gettext("Save the set with its requirements first, then publish it.")]
            missing = missing_in_set(self.instance) if self.instance.pk else new
            if missing:
                self.add_error("is_published", missing)
        return cleaned


class RequirementFormSet(NumberedFormSet):
    def clean(self):
        """Publish only what was saved, since only that could be looked through."""
        super().clean()
        if self.instance.is_published and any(form.has_changed() for form in self.forms):
            raise forms.ValidationError(_("Save the requirements first, then publish the set."))


class RequirementInline(LockedInline, EditingTabular):
    model = Requirement
    form = NumberedForm
    formset = RequirementFormSet
    show_change_link = True
    fields = ["number", "kind", "title_da", "title_en", "language", "parts"]
    readonly_fields = ["parts"]

    def get_queryset(self, request):
        requirements = super().get_queryset(request)
        return requirements.annotate(
            branch_count=Count("branches", distinct=True),
            option_count=Count("options", distinct=True),
        )

    @admin.display(description=_("cases and answers"))
    def parts(self, requirement):
        if not requirement.pk:
            return gettext("Save first; then open the requirement to write its answers and cases.")
        return gettext("Cases: %(cases)s. Answers: %(answers)s.") % {
            "cases": requirement.branch_count,
            "answers": requirement.option_count,
        }


@admin.register(RequirementSet)
class RequirementSetAdmin(Locked, EditingAdmin):
    ordering = ["programme", "-version"]
    form = RequirementSetForm
    inlines = [RequirementInline]
    list_display = ["programme", "version", "starts_on", "requirement_count", "published"]
    list_display_links = ["programme", "version"]
    list_filter = [("programme", ShortFilter), "is_published"]
    list_select_related = ["programme"]
    search_fields = ["programme__title_da", "programme__title_en", "source_da", "source_en"]
    autocomplete_fields = ["programme"]
    actions = ["copy_to_a_new_version"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("programme", "version", "starts_on"),
                    "counting",
                    ("source_da", "source_en"),
                    "is_published",
                ],
                "description": _(
                    "A published set never changes: copy it in the list to change the rules."
                ),
            },
        )
    ]

    def get_queryset(self, request):
        found = super().get_queryset(request).select_related("programme")
        return found.annotate(number_of_requirements=Count("requirements"))

    def get_search_results(self, request, queryset, search_term):
        """A requirement chooses among the drafts, since a published set never changes."""
        found, has_duplicates = super().get_search_results(request, queryset, search_term)
        is_choosing = request.GET.get("model_name") == Requirement._meta.model_name
        return (found.filter(is_published=False) if is_choosing else found), has_duplicates

    @admin.display(description=_("requirements"))
    def requirement_count(self, requirement_set):
        return requirement_set.number_of_requirements

    @admin.display(description=_("published"), ordering="is_published")
    def published(self, requirement_set):
        if requirement_set.is_published:
            return mark("on", gettext("Published, locked"))
        return mark("off", gettext("Draft"))

    @admin.action(description=_("Copy to a new version"), permissions=["add"])
    def copy_to_a_new_version(self, request, queryset):
        copies = []
        for original in queryset:
            try:
                copies.append(copy_set(original))
            except IntegrityError:
                # Somebody else made the same version in between.
                words = gettext("%(set)s was not copied; try again.") % {"set": original}
                self.message_user(request, words, messages.ERROR)
        for copied in copies:
            self.log_addition(request, copied, gettext("Copied from an earlier version."))
        if copies:
            words = ngettext(
                "%(count)s set was copied.", "%(count)s sets were copied.", len(copies)
            )
            self.message_user(request, words % {"count": len(copies)}, messages.SUCCESS)
        if len(copies) == 1:
            return HttpResponseRedirect(
                reverse("admin:catalogue_requirementset_change", args=[copies[0].pk])
            )
        return None


class RequirementForm(EditingForm):
    limits = {"number": (1, 999)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "requirement_set" in self.fields:
            drafts = RequirementSet.objects.filter(is_published=False).select_related("programme")
            self.fields["requirement_set"].queryset = drafts

    def clean_number(self):
        """Refuse a number that another requirement of the set has.

        On the page of a saved requirement the set is no field, so the form itself must look.
        """
        number = self.cleaned_data["number"]
        others = Requirement.objects.filter(
            requirement_set=self.instance.requirement_set_id, number=number
        )
        if self.instance.pk and others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(CONSTRAINT_WORDS["one_requirement_per_number"][1])
        return number


@admin.register(Requirement)
class RequirementAdmin(Locked, EditingAdmin):
    ordering = ["requirement_set", "number"]
    form = RequirementForm
    inlines = [RequirementOptionInline, RequirementBranchInline]
    list_display = ["title", "number", "kind", "requirement_set"]
    list_filter = [
        ("requirement_set__programme", ShortFilter),
        "requirement_set__is_published",
        "kind",
    ]
    list_select_related = ["requirement_set__programme"]
    autocomplete_fields = ["requirement_set"]
    search_fields = ["title_da", "title_en"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "requirement_set",
                    ("number", "kind", "language"),
                    ("title_da", "title_en"),
                    ("text_da", "text_en"),
                    ("question_da", "question_en"),
                    ("ways_da", "ways_en"),
                ]
            },
        )
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["requirement_set"] if obj else []
