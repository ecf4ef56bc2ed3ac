"""Rows that are numbered within their parent: in one form they may be renumbered, swapped too."""

from django.db.models import F

from catalogue.admin.base.forms import EditingForm, EditingFormSet

# Numbers are below a thousand, so a number moved aside by this meets none of
# them and still fits its column.
ASIDE = 10_000


class NumberedForm(EditingForm):
    limits = {"number": (1, 999)}


class NumberedFormSet(EditingFormSet):
    held_once = ("number",)
    may_swap = True

    def save(self, commit=True):
        """Move the old numbers of changed and deleted rows away first, so that no two rows meet."""
        leaving = [
            form.instance.pk for form in self.initial_forms if self._gives_up_its_number(form)
        ]
        if commit and leaving:
            self.model.objects.filter(pk__in=leaving).update(number=F("number") + ASIDE)
        return super().save(commit)

    def _gives_up_its_number(self, form):
        return "number" in form.changed_data or self._should_delete_form(form)
