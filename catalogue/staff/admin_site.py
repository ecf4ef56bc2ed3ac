"""The admin site, whose every page asks for both factors."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from catalogue.models.sessions import end_sessions
from catalogue.staff import account, audit_log, kept_form, session_marks, sign_in
from catalogue.staff.confirm_again import ask_before_showing


class ChoicesView(AutocompleteJsonView):
    """What a field that searches offers: each row in the words that tell it from others."""

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        words = getattr(self.model_admin, "words_to_choose", str)
        return {**result, "text": words(obj)}


class StaffSite(AdminSite):
    def has_permission(self, request):
        return super().has_permission(request) and session_marks.has_both_factors(request)

    def admin_view(self, view, cacheable=False):
        """Guard a page by both factors; a form that meets an ended session is kept."""

        def guarded(request, *args, **kwargs):
            if self.has_permission(request):
                kept_form.settle(request)
                return view(request, *args, **kwargs)
            if request.path == reverse("admin:logout"):
                return HttpResponseRedirect(reverse("admin:login"))
            kept_form.keep(request, timezone.now())
            return sign_in.way_in(request)

        if not cacheable:
            guarded = never_cache(guarded)
        # Before the form is kept it has to be certain that it came from this site.
        if not getattr(view, "csrf_exempt", False):
            guarded = csrf_protect(guarded)
        return update_wrapper(guarded, view)

    def get_urls(self):
        steps = [
            path("login/code/", sign_in.second_step, name="second_step"),
            path("second-factor/", self.admin_view(account.second_factor), name="second_factor"),
            path("second-factor/app/", account.set_up_app, name="set_up_app"),
            path(
                "second-factor/codes/",
                self.admin_view(account.new_recovery_codes),
                name="recovery_codes",
            ),
            path(
                "second-factor/codes/kept/",
                self.admin_view(account.codes_are_kept),
                name="codes_are_kept",
            ),
            path("typed/", self.admin_view(account.kept_form), name="kept_form"),
        ]
        return steps + super().get_urls()

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        return sign_in.password_step(request)

    def autocomplete_view(self, request):
        return ChoicesView.as_view(admin_site=self)(request)

    def logout(self, request, extra_context=None):
        if request.method == "POST":
            audit_log.note("signed out", request.user)
        return super().logout(request, extra_context)

    def password_change(self, request, extra_context=None):
        """Ask for a code first.

        Afterwards end the person's other sessions and tell them at their next sign-in.
        """

        def change(request):
            person, response = (
                request.user,
                super(StaffSite, self).password_change(request, extra_context),
            )
            if request.method == "POST" and response.status_code == 302:
                end_sessions(person, but=request.session.session_key)
                audit_log.note("password changed", person)
                audit_log.record_change(person, person, gettext("The password was changed."))
            return response

        return ask_before_showing(change)(request)
