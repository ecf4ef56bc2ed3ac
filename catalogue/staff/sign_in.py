"""The way in: the password, then the second factor, then where one was going."""

from datetime import timedelta
from urllib.parse import quote

from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from catalogue.staff import audit_log, codes, kept_form, rate_limits, session_marks
from catalogue.staff.confirm_again import wait_until
from catalogue.staff.forms import CodeForm
from catalogue.text import sign_in_phrases

NEXT = "next"
# By name from one network and by network, of wrong attempts only: who guesses
# from elsewhere shuts nobody out.
PASSWORD_LIMIT = rate_limits.Limit(
    "password", per_asker=10, per_network=100, within=timedelta(minutes=15)
)


def way_in(request):
    """Lead somebody without both factors to their step, and remember where they were going."""
    step = (
        "admin:second_step" if session_marks.at_the_door(request, timezone.now()) else "admin:login"
    )
    return HttpResponseRedirect(with_next(reverse(step), request.get_full_path()))


@sensitive_post_parameters()
@csrf_protect
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_step(request):
    now, next_page = timezone.now(), next_page_of(request)
    if request.method != "POST":
        if admin.site.has_permission(request):
            return HttpResponseRedirect(next_page)
        if session_marks.at_the_door(request, now):
            return HttpResponseRedirect(with_next(reverse("admin:second_step"), next_page))
        return _password_page(request, AdminAuthenticationForm(request))
    name, network = request.POST.get("username", ""), rate_limits.network_of(request)
    asked = rate_limits.ask(PASSWORD_LIMIT, asker=f"{network} {name}", network=network, now=now)
    if asked.retry_at:
        audit_log.note("sign-in refused", None, reason="too_often")
        return _password_page(
            request, AdminAuthenticationForm(request, initial={"username": name}), asked.retry_at
        )
    form = AdminAuthenticationForm(request, request.POST)
    if not form.is_valid():
        audit_log.note_failed_password(name)
        return _password_page(request, form)
    rate_limits.forgive(asked)
    audit_log.note("password given", form.get_user())
    session_marks.let_to_the_door(request, form.get_user(), now)
    return HttpResponseRedirect(with_next(reverse("admin:second_step"), next_page))


@sensitive_post_parameters()
@csrf_protect
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request):
    now, next_page = timezone.now(), next_page_of(request)
    person = session_marks.at_the_door(request, now)
    if person is None or "leave" in request.POST:
        session_marks.leave_the_door(request)
        return HttpResponseRedirect(with_next(reverse("admin:login"), next_page))
    if codes.may_set_up_with_password_alone(person):
        return HttpResponseRedirect(with_next(reverse("admin:set_up_app"), next_page))
    if request.method != "POST":
        return _code_page(request, person, CodeForm())
    form = CodeForm(request.POST)
    checked = codes.Checked(refusal="no_code")
    if form.is_valid():
        checked = codes.check(
            person, form.cleaned_data["code"], network=rate_limits.network_of(request), now=now
        )
    if not checked.by:
        audit_log.note("second factor refused", person, reason=checked.refusal)
        return _code_page(request, person, form, checked)
    welcome(request, person, checked.by, now)
    return HttpResponseRedirect(after_signing_in(request, next_page))


def welcome(request, person, by, now):
    """Sign somebody in.

    Tell them what changed about their account, and what is left of their second factor.
    """
    before = person.last_login
    session_marks.let_in(request, person, by, now)
    facts = {"left": codes.recovery_codes_left(person)} if by == session_marks.RECOVERY_CODE else {}
    audit_log.note("signed in", person, by=by, **facts)
    for entry in audit_log.changes_since(person, before) if before else ():
        messages.info(request, sign_in_phrases.change(entry))
    if by != session_marks.RECOVERY_CODE:
        return
    messages.warning(request, sign_in_phrases.codes_left(facts["left"]))
    if not codes.has_app(person):
        told = format_html(
            '{} <a href="{}">{}</a>',
            _("You have no app for codes yet."),
            reverse("admin:set_up_app"),
            _("Set up an app"),
        )
        messages.warning(request, told)


def after_signing_in(request, next_page):
    """Where somebody goes who has just come in: to what they typed, else where they were going."""
    if kept_form.kept_for(request, request.user, timezone.now()):
        return reverse("admin:kept_form")
    return next_page


def _password_page(request, form, retry_at=None):
    now = timezone.now()
    left_off = request.session.get(session_marks.LEFT_OFF)
    context = {
        **admin.site.each_context(request),
        "title": _("Log in"),
        "subtitle": None,
        "form": form,
        "app_path": request.get_full_path(),
        "username": request.user.get_username(),
        NEXT: next_page_of(request),
        "left_off": sign_in_phrases.left_off(left_off["why"]) if left_off else "",
        "is_kept": kept_form.KEPT in request.session,
        "is_lost": bool(left_off and left_off.get("lost")),
        "refusal": sign_in_phrases.too_many_sign_ins(retry_at, now) if retry_at else "",
    }
    response = TemplateResponse(request, "admin/login.html", context)
    return wait_until(response, retry_at, now)


def _code_page(request, person, form, checked=None):
    now = timezone.now()
    if checked:
        form.refuse(sign_in_phrases.refusal(checked, now))
    context = {
        **admin.site.each_context(request),
        "title": _("Second step: a code"),
        "form": form,
        "person": person,
        "has_app": codes.has_app(person),
        "left": codes.recovery_codes_left(person),
        NEXT: next_page_of(request),
    }
    retry_at = checked.retry_at if checked else None
    response = TemplateResponse(request, "admin/signing_in/second_step.html", context)
    return wait_until(response, retry_at, now)


def next_page_of(request):
    """Where somebody was going, if that is on this site; the admin's first page otherwise."""
    wanted = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("admin:index")


def with_next(address, next_page):
    if next_page == reverse("admin:index"):
        return address
    return f"{address}?{NEXT}={quote(next_page)}"
