"""The ModelAdmin of every page: what it makes of clashes, of unchanged saves, of examples."""

from django.contrib import messages
from django.db import IntegrityError, OperationalError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from catalogue.admin.base.forms import FORM_FIELDS, EditingForm, ExampleForm
from catalogue.admin.base.inlines import Choosing
from catalogue.admin.base.moved_dates import noting_moves_by
from catalogue.admin.base.paging import KeysFirst
from catalogue.admin.base.permissions import RowPermissions
from catalogue.admin.base.two_hands import TwoHands
from catalogue.admin.history.pages import HistoryPages
from catalogue.staff.kept_form import carried

# Django's own words, named here so that our catalogue of texts keeps a Danish of its own for them:
# Django's takes every noun for a common one ("endnu en hold").
SAID_BETTER = [gettext_noop("Add another %(verbose_name)s"), gettext_noop("View site")]


class EditingAdmin(Choosing, RowPermissions, HistoryPages, TwoHands):
    form = EditingForm
    list_per_page = 20
    paginator = KeysFirst
    save_on_top = True
    formfield_overrides = FORM_FIELDS

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Answer a clash that only the database saw with words instead of an error page.

        Somebody else saved in between; on the second try the form's own
        checks see their row and say so.
        """
        for _attempt in range(2):
            try:
                with noting_moves_by(request, self.model, object_id):
                    return super().changeform_view(request, object_id, form_url, extra_context)
            except IntegrityError:
                continue
            except OperationalError:
                if request.method != "POST":
                    raise
                return self._busy(request)
        words = gettext(
            "Nothing was saved: it clashes with what somebody else saved. Look again and retry."
        )
        self.message_user(request, words, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def _busy(self, request):
        """The database gave up waiting for somebody else's save.

        What was typed is kept on the page, to be sent again.
        """
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Send it again in a moment"),
            "fields": carried(request.POST),
        }
        return TemplateResponse(
            request, "admin/busy.html", context, status=503, headers={"Retry-After": "30"}
        )

    def save_model(self, request, obj, form, change):
        """A form sent as it was shown is no new version; what hangs on the row may have changed."""
        if change and not form.has_changed():
            obj.save_without_historical_record()
        else:
            super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        request.added_key = obj.pk
        return super().response_add(request, obj, post_url_continue)

    def get_search_results(self, request, queryset, search_term):
        # PostgreSQL refuses a NUL character in a text with an error of its own.
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    def view_on_site(self, obj):
        """The address of the public page that shows the thing; None while there is none."""


class ExampleAdmin(EditingAdmin):
    form = ExampleForm

    def get_fieldsets(self, request, obj=None):
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj and obj.example_fields and self.has_change_permission(request, obj):
            fieldsets.insert(
                1, (_("Examples"), {"fields": ["still_examples"], "classes": ["collapse"]})
            )
        return fieldsets

    def save_model(self, request, obj, form, change):
        if obj.example_fields:
            obj.example_fields = form.remaining_examples()
        super().save_model(request, obj, form, change)
