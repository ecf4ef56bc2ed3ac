"""What an editing page says when somebody else saved meanwhile: above it, and at its fields."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext

from catalogue.admin.base import shown_values
from catalogue.admin.base.last_saves import last_save, save_that_changed
from catalogue.changes import two_hands

# Texts longer than this stand folded.
SHORT = 80


@dataclass
class ClashWords:
    """What is said on a page that came back: above it, and at each field that both changed.

    `opened` is None where it is not known what the page was opened on.
    """

    row: object
    page: object
    opened: two_hands.Opened | None
    now: two_hands.Now
    comparison: two_hands.Comparison
    placed: dict[str, two_hands.Merged]

    def all(self):
        marks = {}
        for prefix, merged in self.placed.items():
            words = self._of_row(prefix, merged)
            if words:
                marks[prefix] = words
        marks.setdefault("", {})[""] = self._above()
        return marks

    def _of_row(self, prefix, merged):
        formset = self._formset(prefix)
        form = self._form(formset, merged.key)
        words = {name: self._clash(formset, form, merged, name) for name in merged.clashes}
        if merged.was_deleted:
            words[""] = gettext(
                "Somebody else deleted this row. What you typed stands here: save to make it anew, "
                "or tick that it is to be deleted."
            )
        elif merged.is_deleted and merged.is_touched:
            words[""] = gettext(
                "Somebody else changed this row, which you want deleted. Save to delete it."
            )
        return words

    def _above(self):
        """Who saved, and what of it stands on the page now."""
        told = [self._saved()]
        taken = self._taken()
        if taken:
            words = gettext("Changed meanwhile, and shown as it is now: %(fields)s.")
            told.append(words % {"fields": "; ".join(taken)})
        if any(merged.clashes for merged in self.placed.values()):
            told.append(
                gettext("Where you both changed a field, what you typed stands in it, marked.")
            )
        told.append(gettext("Nothing has been saved. Look through it, and save again."))
        return " ".join(told)

    def _saved(self):
        if self.opened is None:
            return gettext(
                "It is not known when you opened this page, so it was compared with now."
            )
        model = type(self.row)
        saves = [last_save(model, self.row.pk)]
        for formset in self.page.formsets:
            keys = [
                merged.key
                for merged in self.comparison.sets[formset.prefix]
                if merged.key and merged.is_touched
            ]
            keys += self.comparison.gone[formset.prefix]
            saves += [last_save(formset.model, key) for key in keys]
        known = [save for save in saves if save is not None]
        if not known:
            return gettext("Somebody else has saved this page since you opened it.")
        words = gettext("%(who)s saved this page (%(when)s) since you opened it.")
        latest = max(known, key=lambda save: save.at)
        return words % {"who": latest.who, "when": latest.when}

    def _taken(self):
        """What the page shows as somebody else left it: fields, and rows that came or went."""
        told = [self._label(self.page.form, name) for name in self.comparison.fields.theirs]
        for formset in self.page.formsets:
            for merged in self.comparison.sets[formset.prefix]:
                form = self._form(formset, merged.key)
                if merged.is_new_to_sender:
                    told.append(gettext("%(row)s (added)") % {"row": form.instance})
                elif merged.theirs:
                    names = ", ".join(self._label(form, name) for name in merged.theirs)
                    told.append(f"{form.instance}: {names}")
            told += [
                gettext("%(row)s (deleted)") % {"row": capfirst(formset.model._meta.verbose_name)}
                for _key in self.comparison.gone[formset.prefix]
            ]
        return told

    def _clash(self, formset, form, merged, name):
        now = self._values_of(self.now, formset, merged.key)[name]
        before = None
        if self.opened is not None:
            before = self._values_of(self.opened, formset, merged.key)[name]
        changed = self._changed(formset, merged, name)
        return what_both_changed(form.fields[name], before, now, changed)

    def _changed(self, formset, merged, name):
        if self.opened is None:
            return ""
        model = type(self.row) if formset is None else formset.model
        save = save_that_changed(model, merged.key or self.row.pk, name)
        if save is None:
            return gettext("Somebody else changed this meanwhile.")
        words = gettext("%(who)s changed this meanwhile (%(when)s).")
        return words % {"who": save.who, "when": save.when}

    def _values_of(self, whole, formset, key):
        return whole.fields if formset is None else whole.sets[formset.prefix][key]

    def _formset(self, prefix):
        """The set to which a row with this prefix belongs; None for the page's own form."""
        name = prefix.rpartition("-")[0]
        return next((formset for formset in self.page.formsets if formset.prefix == name), None)

    def _form(self, formset, key):
        if formset is None:
            return self.page.form
        known = (form for form in formset.initial_forms if str(form.instance.pk) == key)
        return next(known, None) or formset.empty_form

    def _label(self, form, name):
        return str(form.fields[name].label)


def what_both_changed(field, before, now, changed=""):
    """What a field was, where that is known, and what it is now; `changed` says who and when."""
    told = [(gettext("It is now"), _words(field, now))]
    if before is not None:
        told.insert(0, (gettext("It was"), _words(field, before)))
    values = format_html_join(" · ", "{}: {}", told)
    words = [changed, gettext("What you typed stands in the field."), values]
    return format_html_join(" ", "{}", ((each,) for each in words if each))


def _words(field, shown):
    text = shown_values.in_words(field, shown, gettext("yes"), gettext("no"))
    if not text:
        return gettext("empty")
    if len(text) <= SHORT:
        return gettext("“%(text)s”") % {"text": text}
    summary = gettext("the text")
    return format_html(
        '<details><summary>{}</summary><span class="clash__text">{}</span></details>', summary, text
    )
