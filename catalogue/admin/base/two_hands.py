"""Editing pages that two people may have open at once: nobody undoes in silence what another did.

Each page carries the version it was opened on. Sent on an older one it saves nothing: it comes back
on the version of now, tells who did what meanwhile, and one more press saves.
"""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from catalogue.admin.base import lost_rows, shown_values
from catalogue.admin.base.clash_words import ClashWords
from catalogue.admin.base.marked_forms import marked
from catalogue.changes import open_pages, two_hands
from catalogue.changes.version import await_other_edits

VERSION = "_version"


@dataclass
class Page:
    """The forms of a row's page as they would open now, and the version they would carry."""

    form: object
    formsets: list
    about: str

    def now(self):
        sets = {formset.prefix: shown_values.rows_of(formset) for formset in self.formsets}
        return two_hands.Now(shown_values.shown_by(self.form), sets)

    @property
    def version(self):
        return two_hands.sign(self.now(), self.about)


class TwoHands(admin.ModelAdmin):
    """A ModelAdmin whose page for changing a row compares before it saves."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        view = super().changeform_view
        if object_id is None or request.method != "POST":
            return view(request, object_id, form_url, extra_context)
        key = unquote(object_id)
        try:
            with transaction.atomic():
                self._compare(request, key)
                answer = view(request, object_id, form_url, extra_context)
        except (Http404, PermissionDenied):
            # Whoever had it open is told what became of it, and keeps what they typed.
            if not two_hands.read(_version(request), self._about(key)):
                raise
            return lost_rows.page(self, request, key)
        if answer.status_code == HTTPStatus.FOUND:
            open_pages.leave(self._about(key), request.user)
        return answer

    def render_change_form(self, request, context, *args, change=False, obj=None, **kwargs):
        if change and obj is not None and self.has_change_permission(request, obj):
            about = self._about(obj.pk)
            page = getattr(request, "page_as_it_is", None) or Page(
                context["adminform"].form,
                [inline.formset for inline in context["inline_admin_formsets"]],
                about,
            )
            context["version"] = page.version
            if hasattr(request, "two_hands_marks"):
                # What is said above the form says more than that there are errors.
                context |= {"came_back": True, "errors": None}
            context["others"] = open_pages.others_at(about, request.user)
            open_pages.note(about, request.user)
        return super().render_change_form(request, context, *args, change=change, obj=obj, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return marked(form, getattr(request, "two_hands_marks", {}))

    def get_formsets_with_inlines(self, request, obj=None):
        marks = getattr(request, "two_hands_marks", {})
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.form = marked(formset.form, marks)
            yield formset, inline

    def _compare(self, request, key):
        """Where somebody else saved meanwhile, let it seem as if the merged values had been sent.

        The marks make the form invalid, so that nothing is saved.
        """
        # Whoever saves just now waits until this is done, and then compares with what it saved.
        await_other_edits()
        row = self.get_object(request, key)
        if row is None or not self.has_change_permission(request, row):
            return
        page = self._page(request, row)
        request.page_as_it_is = page
        sent, sent_sets = _sent(page, request.POST)
        now = page.now()
        version = two_hands.read(_version(request), page.about)
        opened = version or two_hands.not_known(now, sent_sets)
        comparison = two_hands.compare(opened, now, sent, sent_sets)
        if not comparison.is_stale:
            return
        query = request.POST.copy()
        shown_values.put_into(query, "", comparison.fields.values)
        placed = {"": comparison.fields}
        for formset in page.formsets:
            rows = comparison.sets[formset.prefix]
            for prefix, merged in shown_values.put_rows_into(query, formset, rows).items():
                placed[prefix] = merged
        request.POST = query
        request.two_hands_marks = ClashWords(row, page, version, now, comparison, placed).all()

    def _page(self, request, row):
        """The page's forms as they would open now."""
        form = self.get_form(request, row, change=True)(instance=row)
        formsets, prefixes = [], {}
        for formset_class, inline in self.get_formsets_with_inlines(request, row):
            prefix = formset_class.get_default_prefix()
            prefixes[prefix] = prefixes.get(prefix, 0) + 1
            if prefixes[prefix] != 1 or not prefix:
                prefix = f"{prefix}-{prefixes[prefix]}"
            rows = inline.get_queryset(request)
            formsets.append(formset_class(instance=row, prefix=prefix, queryset=rows))
        return Page(form, formsets, self._about(row.pk))

    def _about(self, key):
        return f"{self.opts.label_lower}:{key}"


def _version(request):
    return request.POST.get(VERSION, "")


def _sent(page, query):
    fields = page.form.fields
    names = [name for name in fields if not fields[name].disabled]
    sent = shown_values.sent_to(page.form, names, "", query)
    sets = {
        formset.prefix: shown_values.rows_sent(formset, query)
        for formset in page.formsets
        if f"{formset.prefix}-TOTAL_FORMS" in query
    }
    return sent, sets
