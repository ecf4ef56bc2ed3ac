"""What forms show and what was sent of them, as plain values that can be kept and compared."""

from django import forms
from django.http import QueryDict

from catalogue.admin.base.choice_fields import is_key
from catalogue.changes.two_hands import Sent, Shown, Values

DELETE = "DELETE"
# More rows than any page has; what claims more is no form of ours.
MOST_ROWS = 2000


def shown_by(form: forms.BaseForm, leaving: frozenset[str] = frozenset()) -> Values:
    """The values of an unbound form's own fields, without those that nobody can change."""
    return {
        bound.name: _shown(bound.field, bound.value())
        for bound in form
        if not bound.field.disabled and bound.name not in leaving
    }


def sent_to(form: forms.BaseForm, names, prefix: str, query: QueryDict) -> Values:
    """What was sent of the fields by these names, under a prefix as the form gives them."""
    sent = {}
    for name in names:
        widget = form.fields[name].widget
        value = widget.value_from_datadict(query, {}, _html_name(prefix, name))
        sent[name] = _shown(form.fields[name], value)
    return sent


def put_into(query: QueryDict, prefix: str, values: Values) -> None:
    """Let it seem as if these values had been sent."""
    for name, shown in values.items():
        html_name = _html_name(prefix, name)
        query.pop(html_name, None)
        if isinstance(shown, list):
            query.setlist(html_name, shown)
        elif isinstance(shown, str):
            query[html_name] = shown
        elif shown:
            query[html_name] = "on"


def rows_of(formset) -> dict[str, Values]:
    """What an unbound set of rows shows of each that is saved, by its key."""
    leaving = not_values(formset)
    return {str(form.instance.pk): shown_by(form, leaving) for form in formset.initial_forms}


def rows_sent(formset, query: QueryDict) -> list[Sent]:
    """The rows that were sent of a set, without new ones in which nothing stands."""
    empty, leaving = formset.empty_form, not_values(formset)
    blank = shown_by(empty, leaving)
    known = {str(form.instance.pk): form for form in formset.initial_forms}
    key_name = formset.model._meta.pk.name
    rows = []
    for number in range(_number(query, formset.prefix, "TOTAL_FORMS")):
        prefix = f"{formset.prefix}-{number}"
        key = query.get(f"{prefix}-{key_name}", "")
        if not is_key(key):
            # New, or no key at all, which the form itself refuses.
            key = ""
        form = known.get(key, empty)
        names = [name for name in blank if not form.fields[name].disabled]
        values = sent_to(form, names, prefix, query)
        is_deleted = bool(query.get(f"{prefix}-{DELETE}"))
        if key or values != blank:
            rows.append(Sent(key, values, is_deleted))
    return rows


def put_rows_into(query: QueryDict, formset, rows) -> dict[str, object]:
    """Let it seem as if these rows (`Merged`) had been sent. Gives each by the prefix it has now.

    Those that are saved come first, as Django wants them.
    """
    for name in [name for name in query if name.startswith(f"{formset.prefix}-")]:
        del query[name]
    saved = [row for row in rows if row.key]
    rows = saved + [row for row in rows if not row.key]
    query[f"{formset.prefix}-TOTAL_FORMS"] = str(len(rows))
    query[f"{formset.prefix}-INITIAL_FORMS"] = str(len(saved))
    placed: dict[str, object] = {}
    for number, row in enumerate(rows):
        prefix = f"{formset.prefix}-{number}"
        put_into(query, prefix, row.values)
        query[f"{prefix}-{formset.model._meta.pk.name}"] = row.key
        query[f"{prefix}-{formset.fk.name}"] = str(formset.instance.pk)
        if row.is_deleted:
            query[f"{prefix}-{DELETE}"] = "on"
        placed[prefix] = row
    return placed


def not_values(formset) -> frozenset[str]:
    """The fields of a row that say which row it is and what becomes of it."""
    return frozenset({formset.model._meta.pk.name, formset.fk.name, DELETE})


def in_words(field, shown: Shown, yes: str, no: str) -> str:
    """A value as its form says it; empty where nothing stands."""
    if isinstance(shown, bool):
        return yes if shown else no
    if hasattr(field, "queryset"):
        keys = [key for key in (shown if isinstance(shown, list) else [shown]) if key]
        rows = field.queryset.filter(**{f"{field.to_field_name or 'pk'}__in": keys})
        return ", ".join(sorted(field.label_from_instance(row) for row in rows))
    if hasattr(field, "choices"):
        words = {str(code): str(label) for code, label in field.choices}
        codes = shown if isinstance(shown, list) else [shown]
        return ", ".join(words.get(code, code) for code in codes if code)
    return shown if isinstance(shown, str) else ", ".join(shown)


def _shown(field, value) -> Shown:
    """A value as a browser sends it; `value` is a form's own or what was sent."""
    widget = getattr(field.widget, "widget", field.widget)
    if isinstance(widget, forms.CheckboxInput):
        return bool(value)
    if getattr(widget, "allow_multiple_selected", False):
        return sorted(str(key) for key in value or ())
    if value is None:
        return ""
    if isinstance(widget, forms.Select):
        return str(value)
    text = widget.format_value(value)
    return "" if text is None else str(text).replace("\r\n", "\n")


def _html_name(prefix: str, name: str) -> str:
    return f"{prefix}-{name}" if prefix else name


def _number(query: QueryDict, prefix: str, name: str) -> int:
    text = query.get(f"{prefix}-{name}", "")
    return min(int(text), MOST_ROWS) if text.isdecimal() and len(text) < 6 else 0
