"""Import and export in the admin: buttons on the list, trying a file, and carrying it out."""

import logging

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpResponseRedirect, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, ngettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from catalogue.admin.base.choice_fields import is_key
from catalogue.admin.exchange.apply import NotImportedError, carrying_out
from catalogue.admin.exchange.plan import planning
from catalogue.admin.exchange.read_file import LARGEST_FILE, UnreadableError
from catalogue.admin.exchange.resources import exchange_of
from catalogue.admin.exchange.write_file import (
    COMMA,
    SEMICOLON,
    WORKBOOK,
    TooLongError,
    csv_lines,
    workbook,
)
from catalogue.models import TriedImport
from catalogue.staff import rights
from catalogue.text import phrases

audit = logging.getLogger("mastersite.audit")

SHOWN = 200
AT_ONCE = 200
LINE_EVERY = 500
# Where the page is cut in two: what is before it is sent at once, what is after it at the end.
PROGRESS = "<!-- progress -->"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or an Excel workbook (.xlsx), at most 20 MB and 10,000 rows. "
            "Nothing is changed before you have seen what the file would do."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 20 MB. Divide it into several."))
        return file


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=_("Format"),
        initial=SEMICOLON,
        widget=forms.RadioSelect,
        choices=[
            (SEMICOLON, _("CSV with semicolons, as Danish Excel has it")),
            (COMMA, _("CSV with commas")),
            (WORKBOOK, _("Excel workbook (.xlsx)")),
        ],
    )


class Exchanged(admin.ModelAdmin):
    """A list of rows that can be taken out as a table, changed elsewhere and brought back."""

    change_list_template = "admin/catalogue/exchanged_change_list.html"
    actions = ["export_chosen"]

    def get_urls(self):
        name = f"catalogue_{self.opts.model_name}"
        site = self.admin_site
        own = [
            path("import/", site.admin_view(self.import_view), name=f"{name}_import"),
            path(
                "import/confirm/",
                site.admin_view(require_POST(self.confirm_view)),
                name=f"{name}_import_confirm",
            ),
            path("export/", site.admin_view(self.export_view), name=f"{name}_export"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        query = request.GET.urlencode()
        address = self._address("export") + (f"?{query}" if query else "")
        shown = {
            "import_url": self._address("import") if self.has_import_permission(request) else None,
            "export_url": address if self.has_export_permission(request) else None,
        }
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def has_import_permission(self, request):
        return rights.may(request.user, "import", self.model)

    def has_export_permission(self, request):
        return rights.may(request.user, "export", self.model)

    def may_of(self, request):
        """Answer for this person: `may(verb, row or model)`, the one place that asks for rights."""

        def may(verb, thing):
            if verb == "keep":
                return rights.keeps(request.user, thing)
            return rights.may(request.user, verb, thing)

        return may

    def import_view(self, request):
        """Ask for a file, then try it on a page that grows, and ends with what it would do."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
        context = {**self._context(request), "title": self._titles()["import"], "form": form}
        if request.method != "POST" or not form.is_valid():
            return render(request, "admin/catalogue/import.html", context)
        file = form.cleaned_data["file"]
        return growing(request, context, self._tried(request, context, file.name, file.read()))

    def confirm_view(self, request):
        """Carry out a file that this person has tried within the hour."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        waiting = TriedImport.objects.waiting(timezone.now()).select_related("user")
        reference = forms.UUIDField(required=False)
        try:
            reference = reference.clean(request.POST.get("reference"))
        except ValidationError:
            reference = None
        tried = waiting.filter(
            user=request.user, model=self.opts.model_name, reference=reference
        ).first()
        if tried is None:
            words = gettext(
                "The file is no longer here: it was imported, or tried over an hour ago. "
                "Choose it again."
            )
            self.message_user(request, words, messages.WARNING)
            return HttpResponseRedirect(self._address("import"))
        context = {
            **self._context(request),
            "title": self._titles()["import"],
            "file_name": tried.file_name,
        }
        return growing(request, context, self._carried_out(request, context, tried))

    def export_view(self, request):
        """Let all rows the list shows, or those chosen there, be taken out in a format."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        keys = [key for key in request.POST.getlist("chosen") if is_key(key)]
        try:
            rows = self.get_queryset(request).filter(pk__in=keys) if keys else self._shown(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(
                reverse(f"admin:catalogue_{self.opts.model_name}_changelist")
            )
        exchange = exchange_of(self.model)
        rows = rows if settings.EXPORT_EXAMPLES else exchange.without_examples(rows)
        # The keys alone are held, in the list's order; a row found twice by a
        # filter stands in the file once.
        keys_of_all = list(dict.fromkeys(rows.values_list("pk", flat=True)))
        sent = request.POST if "format" in request.POST else None
        form = ExportForm(sent)
        context = {
            **self._context(request),
            "title": self._titles()["export"],
            "form": form,
            "number": len(keys_of_all),
            "chosen": keys,
            "with_examples": settings.EXPORT_EXAMPLES,
            "address": request.get_full_path(),
        }
        if request.method != "POST" or not form.is_valid():
            return render(request, "admin/catalogue/export.html", context)
        try:
            answer = self._file(exchange, keys_of_all, form.cleaned_data["format"])
        except TooLongError as problem:
            words = gettext("No cell of Excel can hold “%(column)s” of %(row)s. Choose CSV.")
            form.add_error("format", words % {"column": problem.column, "row": problem.row})
            return render(request, "admin/catalogue/export.html", context)
        self._note_export(request, len(keys_of_all), form.cleaned_data["format"], bool(keys))
        return answer

    @admin.action(description=_("Export those chosen …"), permissions=["export"])
    def export_chosen(self, request, queryset):
        chosen = (
            []
            if request.POST.get("select_across") == "1"
            else list(queryset.values_list("pk", flat=True))
        )
        query = request.GET.urlencode()
        context = {
            **self._context(request),
            "title": self._titles()["export"],
            "form": ExportForm(),
            "number": queryset.count(),
            "chosen": chosen,
            "with_examples": settings.EXPORT_EXAMPLES,
            "address": self._address("export") + (f"?{query}" if query else ""),
        }
        return render(request, "admin/catalogue/export.html", context)

    def _titles(self):
        if self.opts.model_name == "course":
            return {"import": gettext("Import courses"), "export": gettext("Export courses")}
        return {"import": gettext("Import course runs"), "export": gettext("Export course runs")}

    def _address(self, name):
        return reverse(f"admin:catalogue_{self.opts.model_name}_{name}")

    def _context(self, request):
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "import_url": self._address("import"),
            "confirm_url": self._address("import_confirm"),
            "list_url": self._address("changelist"),
        }

    def _shown(self, request):
        """The rows of the list as it is filtered, searched and ordered by the address."""
        return self.get_changelist_instance(request).get_queryset(request)

    def _tried(self, request, context, name, content):
        """Yield the progress of trying a file, and in the end its outcome, with a button."""
        exchange = exchange_of(self.model)
        try:
            for plan, done in planning(exchange, self.may_of(request), name, content):
                if done % LINE_EVERY == 0 and done < plan.total:
                    yield line(gettext("Read %(done)s of %(total)s rows."), done, plan.total)
        except UnreadableError as problem:
            yield render_to_string(
                "admin/catalogue/_import_refused.html", {**context, "words": problem}, request
            )
            return
        tried = self._kept(request, name, content, plan) if plan.does_something else None
        shown = {"plan": plan, "tried": tried, "shown": SHOWN, "file_name": name}
        yield render_to_string("admin/catalogue/_import_plan.html", {**context, **shown}, request)

    def _kept(self, request, name, content, plan):
        """Keep the file for this person to confirm, in place of what they tried before."""
        now = timezone.now()
        TriedImport.objects.expired(now).delete()
        TriedImport.objects.filter(user=request.user, model=self.opts.model_name).delete()
        return TriedImport.objects.create(
            user=request.user,
            model=self.opts.model_name,
            file_name=name[-200:],
            content=content,
            fingerprints=plan.fingerprints,
            tried_at=now,
        )

    def _carried_out(self, request, context, tried):
        exchange = exchange_of(self.model)
        try:
            for plan, done, is_written in carrying_out(tried, exchange, self.may_of(request)):
                if done % LINE_EVERY == 0 and is_written:
                    yield line(
                        gettext("Imported %(done)s of %(total)s rows."), done, len(plan.rows)
                    )
                elif done % LINE_EVERY == 0 and done < plan.total:
                    yield line(gettext("Read %(done)s of %(total)s rows."), done, plan.total)
        except (NotImportedError, UnreadableError) as problem:
            yield render_to_string(
                "admin/catalogue/_import_refused.html", {**context, "words": problem}, request
            )
            return
        self._note_import(request, tried, plan)
        yield render_to_string(
            "admin/catalogue/_import_done.html", {**context, "plan": plan}, request
        )

    def _file(self, exchange, keys, kind):
        columns = exchange.exported_columns(settings.EXPORT_EXAMPLES)
        headings = [column.heading for column in columns.values()]
        rows = exchange.exported(_fetched(exchange, keys), settings.EXPORT_EXAMPLES)
        name = f"{self._file_name()}-{timezone.localdate():%Y-%m-%d}"
        if kind == WORKBOOK:
            file = workbook(headings, rows)
            return FileResponse(
                file, as_attachment=True, filename=f"{name}.xlsx", content_type=WORKBOOK_TYPE
            )
        lines = _in_language(get_language(), csv_lines(headings, rows, kind))
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return answer

    def _file_name(self):
        return gettext("courses") if self.opts.model_name == "course" else gettext("course-runs")

    def _note_export(self, request, number, kind, were_chosen):
        """Say who took how many out, and by which filters; never what was searched for."""
        filters = {name: value[:100] for name, value in sorted(request.GET.items()) if name != "q"}
        message = ngettext("Exported %(number)d row.", "Exported %(number)d rows.", number) % {
            "number": number
        }
        self._note(request, message)
        audit.info(
            "catalogue exported",
            extra={
                "user": request.user.get_username(),
                "model": self.opts.model_name,
                "number": number,
                "format": kind,
                "filters": filters,
                "searched": "q" in request.GET,
                "chosen": were_chosen,
            },
        )

    def _note_import(self, request, tried, plan):
        message = gettext("Imported %(file)s: %(new)d new, %(changed)d changed.")
        self._note(
            request,
            message % {"file": tried.file_name, "new": len(plan.new), "changed": len(plan.changed)},
        )
        audit.info(
            "catalogue imported",
            extra={
                "user": request.user.get_username(),
                "model": self.opts.model_name,
                "new": len(plan.new),
                "changed": len(plan.changed),
                "unchanged": plan.unchanged,
            },
        )

    def _note(self, request, message):
        LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(self.model),
            object_repr=str(self.opts.verbose_name_plural),
            action_flag=CHANGE,
            change_message=message,
        )


def growing(request, context, parts):
    """Answer with a page whose middle is written part by part, and shown as it comes."""
    get_token(request)
    page = render_to_string("admin/catalogue/import_progress.html", context, request)
    head, tail = page.split(PROGRESS)

    def pieces():
        yield head
        yield from parts
        yield tail

    answer = StreamingHttpResponse(_in_language(get_language(), pieces()))
    # What compresses or gathers an answer would hold the progress back.
    answer.headers["Content-Encoding"] = "identity"
    answer.headers["X-Accel-Buffering"] = "no"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def line(words, done, total):
    numbers = {"done": phrases.number(done), "total": phrases.number(total)}
    return format_html('<p class="exchange__progress">{}</p>\n', words % numbers)


def _in_language(language, parts):
    """The parts are made while the answer is sent, when the language may no longer be set."""
    parts = iter(parts)
    try:
        while True:
            with override(language):
                try:
                    part = next(parts)
                except StopIteration:
                    return
            yield part
    finally:
        parts.close()


def _fetched(exchange, keys):
    """Yield the rows of these keys in their order, some at a time."""
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        rows = exchange.rows().in_bulk(some)
        yield from (rows[key] for key in some if key in rows)
