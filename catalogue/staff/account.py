"""Somebody's own second factor: an app, recovery codes, what was typed as a session ended."""

from base64 import b32encode
from datetime import timedelta

import segno
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalogue.models.sessions import end_sessions
from catalogue.staff import audit_log, codes, session_marks, sign_in
from catalogue.staff.confirm_again import ask_again, ask_before_showing, wait_until
from catalogue.staff.forms import AppCodeForm
from catalogue.staff.kept_form import drop, kept_for
from catalogue.text import sign_in_phrases

SETTING_UP = "staff_setting_up"
UNCONFIRMED_LIVES = timedelta(hours=1)


@require_safe
def second_factor(request):
    person = request.user
    context = {
        "title": _("Your second factor"),
        "app": TOTPDevice.objects.filter(user=person, confirmed=True).first(),
        "left": sign_in_phrases.codes_left(codes.recovery_codes_left(person)),
        "is_few": codes.recovery_codes_left(person) < codes.FEW,
    }
    return _page(request, "second_factor", context)


@sensitive_post_parameters()
@csrf_protect
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_app(request):
    """Set up an app: at the first sign-in by password alone, later with a code given recently."""
    if admin.site.has_permission(request):
        return ask_before_showing(_set_up)(request)
    person = session_marks.at_the_door(request, timezone.now())
    if person and codes.may_set_up_with_password_alone(person):
        return _set_up(request, person)
    return sign_in.way_in(request)


def _set_up(request, newcomer=None):
    now, person = timezone.now(), newcomer or request.user
    device = _device_being_set_up(request, person, now)
    if request.method != "POST":
        return _set_up_page(request, device, AppCodeForm())
    form = AppCodeForm(request.POST)
    checked = codes.Checked(refusal="wrong")
    if form.is_valid():
        checked = _confirm(device, form.cleaned_data["code"])
    if not checked.by:
        audit_log.note("second factor refused", person, reason=checked.refusal)
        return _set_up_page(request, device, form, checked)
    del request.session[SETTING_UP]
    audit_log.note("second factor set up", person)
    audit_log.record_change(person, person, _("An app for codes was set up."))
    if newcomer:
        sign_in.welcome(request, person, checked.by, now)
    else:
        session_marks.prove_again(request, checked.by, now)
        _end_other_sessions(request)
    if codes.recovery_codes_left(person):
        messages.success(request, _("The app is set up. From now on it gives the code."))
        return HttpResponseRedirect(reverse("admin:second_factor"))
    return _codes_page(request, codes.make_recovery_codes(person))


@require_http_methods(["GET", "HEAD", "POST"])
def new_recovery_codes(request):
    return ask_again(_new_recovery_codes)(request)


def _new_recovery_codes(request):
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:second_factor"))
    made = codes.make_recovery_codes(request.user)
    audit_log.note("recovery codes made", request.user)
    audit_log.record_change(request.user, request.user, _("New recovery codes were made."))
    _end_other_sessions(request)
    return _codes_page(request, made)


@require_http_methods(["GET", "HEAD", "POST"])
def codes_are_kept(request):
    """Go on once the person says that they have kept the codes.

    Until then the same page with the same codes. The codes come back from the page itself, since
    the site has only their hashes.
    """
    shown = codes.unused_among(request.user, request.POST.get("codes", "")[:1000].split())
    if "kept" in request.POST or not shown:
        return HttpResponseRedirect(
            sign_in.after_signing_in(request, sign_in.next_page_of(request))
        )
    return _codes_page(request, shown, is_unticked=True)


@require_http_methods(["GET", "HEAD", "POST"])
def kept_form(request):
    """What was typed when the session had ended, to be sent again or thrown away."""
    kept = kept_for(request, request.user, timezone.now())
    if not kept or request.method == "POST":
        drop(request)
        return HttpResponseRedirect(reverse("admin:index"))
    return _page(request, "kept_form", {"title": _("You are signed in again"), "kept": kept})


def _device_being_set_up(request, person, now):
    """The device this very session is setting up.

    Another session, perhaps of another person, has its own secret.
    """
    unconfirmed = TOTPDevice.objects.filter(user=person, confirmed=False)
    device = unconfirmed.filter(pk=request.session.get(SETTING_UP)).first()
    if device is None:
        unconfirmed.filter(created_at__lt=now - UNCONFIRMED_LIVES).delete()
        device = TOTPDevice.objects.create(user=person, name="app", confirmed=False)
        request.session[SETTING_UP] = device.pk
    return device


@transaction.atomic
def _confirm(device, typed):
    """Let a device count once it has given a right code; the one before it counts no more."""
    digits = "".join(filter(str.isdigit, typed))
    if not digits.isascii() or len(digits) != codes.APP_DIGITS:
        return codes.Checked(refusal="wrong")
    checked = codes.check_app(TOTPDevice.objects.filter(pk=device.pk), digits)
    if checked.by:
        TOTPDevice.objects.filter(user=device.user).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    return checked


def _end_other_sessions(request):
    request.session.cycle_key()
    end_sessions(request.user, but=request.session.session_key)


def _set_up_page(request, device, form, checked=None):
    now = timezone.now()
    if checked:
        form.refuse(sign_in_phrases.wrong_at_set_up(checked, now))
    secret = b32encode(device.bin_key).decode()
    context = {
        "title": _("Set up an app for codes"),
        "form": form,
        "picture": _picture(device.config_url),
        "address": device.config_url,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "person": device.user,
        "next": sign_in.next_page_of(request),
    }
    retry_at = checked.retry_at if checked else None
    return wait_until(_page(request, "set_up_app", context), retry_at, now)


def _codes_page(request, made, *, is_unticked=False):
    context = {
        "title": _("Your recovery codes"),
        "codes": made,
        "is_unticked": is_unticked,
        "next": sign_in.next_page_of(request),
    }
    return _page(request, "recovery_codes", context)


def _page(request, name, context, status=200):
    context = {**admin.site.each_context(request), **context}
    return TemplateResponse(request, f"admin/signing_in/{name}.html", context, status=status)


def _picture(address):
    """The QR code as the side of a square and one path, a line for each run of dark squares."""
    runs, rows = [], list(segno.make(address, micro=False).matrix_iter(border=4))
    for down, row in enumerate(rows):
        for across, is_dark in enumerate(row):
            if is_dark and (not across or not row[across - 1]):
                length = next(
                    (at for at, dark in enumerate(row[across:]) if not dark), len(row) - across
                )
                runs.append(f"M{across} {down}.5h{length}")
    return {"side": len(rows), "path": "".join(runs)}
