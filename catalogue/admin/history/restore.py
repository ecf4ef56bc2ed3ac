"""Bringing an earlier version of a row back, by the form and checks of an editor's own save."""

from copy import copy
from dataclasses import replace

from django.db import transaction
from django.forms import MultiWidget
from django.utils.text import capfirst
from django.utils.translation import gettext

from catalogue.admin.base.moved_dates import noting_moves_by
from catalogue.admin.history.field_words import changes_between
from catalogue.admin.history.versions import Names, as_it_stands, blank, columns_of, whole_versions
from catalogue.models.kept import BROUGHT_BACK

# Written by others than the editor since, or a plan for a time that may have passed.
STAYS = {"places_taken", "publish_at"}


def is_gone(thing):
    """Whether the row was deleted and is only known as it was last."""
    return thing._state.adding


class BringingBack:
    """What a version would change back, what stands in the way, and doing it.

    Only the row's own fields on its editing page: not what belongs to it, nor what the page does
    not let one change. A deleted row is made again under its old key, so that its history goes on.
    """

    def __init__(self, model_admin, request, thing, number):
        self._admin, self._request, self._thing = model_admin, request, thing
        self.version = self._version(number)
        if self.version is None:
            return
        self.is_gone = is_gone(thing)
        self.seen = str(
            model_admin.model.history.filter(id=thing.pk)
            .values_list("history_id", flat=True)
            .first()
        )
        edited = None if self.is_gone else thing
        form_class = model_admin.get_form(request, edited, change=not self.is_gone)
        now = blank(self.version.model) if self.is_gone else as_it_stands(thing)
        then = self.version if self.is_gone else self._restored(now, form_class)
        names = Names([now, then])
        self.changes = changes_between(now, then, names)
        # The form writes into the row it is given, also when it refuses.
        self._row = self.version.row.instance if self.is_gone else copy(thing)
        if hasattr(self._row, "example_fields"):
            self._row.example_fields = then.row.example_fields
        self._form = form_class(
            data=_posted(form_class(instance=self._row), then), instance=self._row
        )
        self.obstacles = [*self._saved_since(), *(_gone(then, names) or _refusals(self._form))]

    def bring_back(self):
        """Save the row as it was, in one transaction with what it moves of the days told."""
        self._row._change_reason = f"{BROUGHT_BACK}:{self.version.row.history_date.isoformat()}"
        log = self._admin.log_addition if self.is_gone else self._admin.log_change
        with (
            transaction.atomic(),
            noting_moves_by(self._request, self._admin.model, str(self._thing.pk)),
        ):
            self._form.save()
            log(self._request, self._row, gettext("Brought an earlier version back."))

    def _version(self, number):
        version = (
            whole_versions(self._admin.model, [number]).get(number) if number < 2**31 else None
        )
        is_own = version and version.row.id == self._thing.pk and version.row.history_type != "-"
        return version if is_own else None

    def _restored(self, now, form_class):
        """The row as it would be: the version's values where the form has a field for them."""
        names = ({*form_class.base_fields} | {"example_fields"}) - STAYS
        row, links = copy(now.row), dict(now.links)
        for column in columns_of(now.model):
            if column.name not in names:
                continue
            if column.many_to_many:
                links[column.name] = self.version.value(column)
            else:
                setattr(row, column.attname, self.version.value(column))
        return replace(now, row=row, links=links)

    def _saved_since(self):
        if self._request.method == "POST" and self._request.POST.get("seen") != self.seen:
            return [
                gettext(
                    "Somebody has saved it since you looked. See what would change now, "
                    "and try again."
                )
            ]
        return []


def _posted(form, then):
    """What a browser would send if the editor had typed the version in."""
    values = {}
    for column in columns_of(then.model):
        field = form.fields.get(column.name)
        if field is None:
            continue
        value = then.value(column)
        value = sorted(value) if column.many_to_many else value
        if isinstance(field.widget, MultiWidget):
            values |= {
                f"{column.name}_{n}": part for n, part in enumerate(field.widget.decompress(value))
            }
        else:
            values[column.name] = value
    return values | {"still_examples": getattr(then.row, "example_fields", [])}


def _gone(then, names):
    """What the version points to and is no longer there, in words."""
    found = []
    for column in columns_of(then.model):
        if not column.is_relation:
            continue
        keys = then.value(column) if column.many_to_many else {then.value(column)} - {None}
        there = (
            column.related_model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
            if keys
            else ()
        )
        for key in sorted(set(keys) - set(there)):
            words = gettext("%(field)s: %(name)s is no longer there.")
            name = names.of(column.related_model, key)
            found.append(words % {"field": capfirst(str(column.verbose_name)), "name": name})
    return found


def _refusals(form):
    """What the form refuses, each with the field it is about."""
    found = []
    for name, errors in form.errors.items():
        label = f"{capfirst(str(form.fields[name].label))}: " if name in form.fields else ""
        found += [f"{label}{words}" for words in errors]
    return found
