"""Who may open what in the admin: each page asks `catalogue.staff.rights` of the row it shows."""

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.http import Http404

from catalogue.staff import rights


def asked(request, verb, thing):
    """Whether the request's user may, asked of each saved row once a request.

    So a form costs few questions, and what it changes in memory or in the
    database changes no answer half-way.
    """
    key = getattr(thing, "pk", None)
    if isinstance(thing, type) or key is None:
        return rights.may(request.user, verb, thing)
    answers = request.__dict__.setdefault("_rights", {})
    question = (verb, type(thing), key)
    if question not in answers:
        answers[question] = rights.may(request.user, verb, thing)
    return answers[question]


class HiddenFromStrangers:
    """A row that somebody may not see is not there: 404 at each address, as if it never was."""

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is None or not self.has_view_permission(request, row):
            raise Http404
        return row


class RowPermissions(HiddenFromStrangers):
    """Every page of a model: its list, its rows, its actions and its search.

    `belongs_to` names the field by which a row belongs to a university, filled
    in for whoever edits only one.
    """

    belongs_to: str | None = None

    def has_module_permission(self, request):
        return rights.roles_of(request.user).is_any

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view", obj)

    def has_add_permission(self, request):
        return asked(request, "add", self.model)

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, "delete", obj)

    def _may(self, request, verb, row):
        thing = self.model if row is None else row
        return asked(request, verb, thing)

    def get_queryset(self, request):
        return rights.visible(request.user, super().get_queryset(request))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        own = list(rights.universities_of(request.user)) if self.belongs_to else []
        return {self.belongs_to: own[0].pk, **initial} if len(own) == 1 else initial

    def get_list_filter(self, request):
        return [self._limited(each) for each in super().get_list_filter(request)]

    def _limited(self, each):
        """A filter by another row names only those that the user may see."""
        if isinstance(each, str) and get_fields_from_path(self.model, each)[-1].remote_field:
            return each, VisibleFilter
        return each


class InlineRowPermissions:
    """Rows on their parent's page: for who may see the kind, open to who may change the parent.

    Whether a row among them is somebody else's is asked by the formset, row by row.
    """

    def has_view_permission(self, request, obj=None):
        return self._both(request, "view", "view", obj)

    def has_add_permission(self, request, obj=None):
        return self._both(request, "add", "change", obj)

    def has_change_permission(self, request, obj=None):
        return self._both(request, "change", "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self._both(request, "delete", "change", obj)

    def _both(self, request, verb, verb_of_parent, parent):
        if not asked(request, verb, self.model):
            return False
        return parent is None or parent.pk is None or asked(request, verb_of_parent, parent)

    def get_queryset(self, request):
        return rights.visible(request.user, super().get_queryset(request))

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.user = formset.form.user = request.user
        return formset


class VisibleFilter(admin.RelatedFieldListFilter):
    def field_choices(self, field, request, model_admin):
        found = rights.visible(request.user, field.remote_field.model._default_manager)
        ordering = self.field_admin_ordering(field, request, model_admin)
        return [(row.pk, str(row)) for row in (found.order_by(*ordering) if ordering else found)]


class OwnRows:
    """A formset in which other universities' rows stand closed: no post to them is read."""

    user = None

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if (
            self.user is None
            or form.instance.pk is None
            or rights.roles_of(self.user).all_of("delete", self.model)
        ):
            return
        if form.instance.pk not in self._keys("change"):
            for field in form.fields.values():
                field.disabled = True
        elif self.can_delete and form.instance.pk not in self._keys("delete"):
            form.fields["DELETE"].disabled = True

    def _keys(self, verb):
        """The keys of the set's rows that the user may change or delete, asked for all at once."""
        found = self.__dict__.setdefault("_found", {})
        if verb not in found:
            limited = {"change": rights.changeable, "delete": rights.deletable}[verb]
            rows = self.model._default_manager.filter(**{self.fk.name: self.instance.pk})
            found[verb] = set(limited(self.user, rows).values_list("pk", flat=True))
        return found[verb]
