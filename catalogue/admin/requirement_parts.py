"""What a requirement consists of, its answers and branches, and the lock of what is published."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalogue.admin.base.choice_fields import CodesField
from catalogue.admin.base.columns import UNKNOWN
from catalogue.admin.base.forms import EditingFormSet
from catalogue.admin.base.inlines import EditingStacked, EditingTabular
from catalogue.admin.base.numbered_rows import NumberedForm, NumberedFormSet
from catalogue.models import RequirementBranch, RequirementOption, RequirementSet
from catalogue.models.fields import DegreeListField


class Locked:
    """A published set never changes: neither it nor what belongs to it is changed or deleted."""

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_locked(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_locked(obj)


class LockedInline(Locked):
    """Nor can anything be added to what is published."""

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not is_locked(obj)


def is_locked(thing):
    """Whether a set, or the set of a requirement, is published.

    Asked of what is saved: while a form is judged, the row in memory says what was posted.
    """
    if thing is None or thing.pk is None:
        return False
    key = thing.pk if isinstance(thing, RequirementSet) else thing.requirement_set_id
    return RequirementSet.objects.filter(pk=key, is_published=True).exists()


class RequirementOptionFormSet(EditingFormSet):
    held_once = ("code",)

    def clean(self):
        """Keep an answer under its code while a branch names it.

        The branch would else fit nobody, unnoticed.
        """
        super().clean()
        branches = self.instance.branches.all() if self.instance.pk else []
        named = set().union(*(branch.answers for branch in branches))
        words = _("A case names this answer. Untick it there and save first.")
        for form in self.initial_forms:
            if form.initial["code"] not in named:
                continue
            if self._should_delete_form(form):
                form.add_error(None, words)
                # A form to be deleted is not asked whether it is valid, so the whole must refuse.
                raise forms.ValidationError(words)
            if "code" in form.changed_data:
                form.add_error("code", words)


class RequirementOptionInline(LockedInline, EditingTabular):
    model = RequirementOption
    formset = RequirementOptionFormSet
    fields = ["order", "code", "label_da", "label_en", "hint_da", "hint_en"]


class RequirementBranchForm(NumberedForm):
    limits = {"number": (1, 999), "minimum_months": (1, 1200)}


class RequirementBranchFormSet(NumberedFormSet):
    """Offers the requirement's saved answers as check boxes, read once for all branches."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        options = self.instance.options.all() if self.instance.pk else []
        self.answer_choices = [(option.code, str(option)) for option in options]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "answers" in form.fields:
            form.fields["answers"] = CodesField(
                label=form.fields["answers"].label,
                help_text=_(
                    "The saved answers that fit; none ticked: any. Save new answers first."
                ),
                choices=self.answer_choices,
                required=False,
            )


class RequirementBranchInline(LockedInline, EditingStacked):
    model = RequirementBranch
    form = RequirementBranchForm
    formset = RequirementBranchFormSet
    readonly_fields = ["degrees_in_words", "answers_in_words"]

    def get_fields(self, request, obj=None):
        may_edit = self.has_change_permission(request, obj) or self.has_add_permission(request, obj)
        conditions = (
            ("degrees", "answers") if may_edit else ("degrees_in_words", "answers_in_words")
        )
        return [("number", "outcome", "minimum_months"), conditions, ("sentence_da", "sentence_en")]

    @admin.display(description=_("degrees"))
    def degrees_in_words(self, branch):
        known = dict(DegreeListField.code_choices)
        return ", ".join(str(known.get(code, code)) for code in branch.degrees) or UNKNOWN

    @admin.display(description=_("answers"))
    def answers_in_words(self, branch):
        known = {option.code: str(option) for option in branch.requirement.options.all()}
        return ", ".join(known.get(code, code) for code in branch.answers) or UNKNOWN
