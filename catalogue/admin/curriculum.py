"""What stands inside a programme's page: elective groups, the curriculum, intakes."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.admin.base.columns import UNKNOWN, day_or_unknown, state_mark
from catalogue.admin.base.forms import EditingForm, EditingFormSet
from catalogue.admin.base.inlines import EditingStacked, EditingTabular
from catalogue.models import CurriculumEntry, ElectiveGroup, Intake


class ElectiveGroupForm(EditingForm):
    limits = {"choose_courses": (1, 100)}


class ElectiveGroupFormSet(EditingFormSet):
    def clean(self):
        """Keep a group in which courses stand: deleting it would delete their places with it."""
        super().clean()
        for form in self.initial_forms:
            if self._should_delete_form(form) and form.instance.entries.exists():
                words = _(
                    "Courses stand in this group. "
                    "Move or remove them and save before you delete it."
                )
                form.add_error(None, words)
                # A form to be deleted is not asked whether it is valid, so the whole must refuse.
                raise forms.ValidationError(words)


class ElectiveGroupInline(EditingTabular):
    model = ElectiveGroup
    form = ElectiveGroupForm
    formset = ElectiveGroupFormSet
    fields = ["order", "title_da", "title_en", "choose_courses", "choose_ects"]


class CurriculumEntryForm(EditingForm):
    class Meta:
        help_texts = {
            "group": _(
                "This programme's saved groups: save a new group first, then choose it here."
            ),
        }


class CurriculumEntryFormSet(EditingFormSet):
    """Offers each entry the saved groups of its own programme, read once for all rows."""

    held_once = ("course",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.groups = ElectiveGroup.objects.filter(programme=self.instance.pk)
        self.group_choices = [("", "---------"), *((group.pk, str(group)) for group in self.groups)]
        self.known = self._known()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "group" in form.fields:
            form.fields["group"].queryset = self.groups.all()
            form.fields["group"].choices = self.group_choices
        for name in ("course", "recommended_after"):
            if name in form.fields:
                # One way to the course is enough; the row has no room for four.
                form.fields[name].widget.can_add_related = form.fields[
                    name
                ].widget.can_view_related = False
                form.fields[name].widget.widget.known = self.known

    def _known(self):
        """The words of every course that the saved rows name, in one query."""
        courses = {}
        for entry in self.queryset:
            for course in (entry.course, *entry.recommended_after.all()):
                courses[str(course.pk)] = str(course)
        return courses


class CurriculumEntryInline(EditingTabular):
    model = CurriculumEntry
    form = CurriculumEntryForm
    formset = CurriculumEntryFormSet
    fields = ["order", "course", "kind", "group", "recommended_after"]
    autocomplete_fields = ["course", "recommended_after"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("course")
            .prefetch_related("recommended_after")
        )


class IntakeForm(EditingForm):
    limits = {"year": (2000, 2200), "places": (0, 10_000)}


class IntakeFormSet(EditingFormSet):
    held_once = ("year",)


class IntakeInline(EditingStacked):
    model = Intake
    form = IntakeForm
    formset = IntakeFormSet
    classes = ["collapse"]
    # Admissions count the places: a number from when the page was loaded would undo
    # what they have counted since.
    readonly_fields = ["deadline", "shown_as", "places_taken"]
    fields = [
        ("year", "is_example"),
        ("deadline", "shown_as"),
        ("opens_on", "deadline_on"),
        ("deadline_reason_da", "deadline_reason_en"),
        ("starts_on", "reply_by"),
        ("places", "places_taken", "has_waiting_list"),
        "cancelled_on",
    ]

    @admin.display(description=_("deadline"))
    def deadline(self, intake):
        return day_or_unknown(intake.closes_on) if intake.pk else UNKNOWN

    @admin.display(description=_("shown as"))
    def shown_as(self, intake):
        return state_mark(intake.status(timezone.localdate())) if intake.pk else UNKNOWN
