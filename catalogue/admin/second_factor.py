"""A superuser resets somebody's second factor, when phone and recovery codes are gone."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.models.sessions import end_sessions
from catalogue.staff import audit_log, codes
from catalogue.staff.confirm_again import AskingAgain, ask_again, ask_before_showing
from catalogue.text import sign_in_phrases


class SecondFactorAdmin(AskingAgain):
    """What a user's page has of the second factor: its state and, for superusers, its reset."""

    asks_again = frozenset({"add", "change", "delete", "delete_selected"})

    def get_urls(self):
        reset = self.admin_site.admin_view(self.reset_second_factor)
        own = path(
            "<path:object_id>/reset-second-factor/", reset, name="auth_user_reset_second_factor"
        )
        return [own, *super().get_urls()]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "second_factor"]

    def get_fieldsets(self, request, obj=None):
        fieldsets = list(super().get_fieldsets(request, obj))
        return (
            [*fieldsets, (_("Second factor"), {"fields": ["second_factor"]})] if obj else fieldsets
        )

    @admin.display(description=_("state"))
    def second_factor(self, obj):
        if codes.may_set_up_with_password_alone(obj):
            return gettext("Not set up; the next sign-in asks for it.")
        state = gettext("App set up.") if codes.has_app(obj) else gettext("No app.")
        return format_html(
            '{} {} <a href="{}">{}</a>',
            state,
            sign_in_phrases.codes_left_of(codes.recovery_codes_left(obj)),
            reverse("admin:auth_user_reset_second_factor", args=[obj.pk]),
            gettext("Reset the second factor"),
        )

    def user_change_password(self, request, id, form_url=""):  # noqa: A002 - Django's own name
        return ask_before_showing(super().user_change_password)(request, id, form_url)

    def reset_second_factor(self, request, object_id):
        return ask_again(self._reset_second_factor)(request, object_id)

    def _reset_second_factor(self, request, object_id):
        person = self._somebody_else(request, object_id)
        if request.method != "POST":
            context = {
                **self.admin_site.each_context(request),
                "title": gettext("Reset the second factor"),
                "person": person,
                "opts": self.opts,
            }
            return TemplateResponse(request, "admin/signing_in/reset.html", context)
        codes.forget_second_factor(person)
        end_sessions(person)
        audit_log.note("second factor reset", request.user, whom=person.get_username())
        audit_log.record_change(person, request.user, gettext("The second factor was reset."))
        told = gettext(
            "The second factor of %(name)s is reset: the next sign-in sets up a new one."
        )
        self.message_user(request, told % {"name": person.get_username()}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[person.pk]))

    def _somebody_else(self, request, object_id):
        if not request.user.is_superuser:
            raise Http404
        person = self.get_object(request, object_id)
        if person is None:
            raise Http404
        return person
