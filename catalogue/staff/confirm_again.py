"""Sensitive acts ask for a code again, unless one was given within the last ten minutes."""

from functools import wraps

from django.contrib import admin
from django.http import HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.staff import codes, rate_limits, session_marks
from catalogue.staff.audit_log import note
from catalogue.staff.forms import CodeForm
from catalogue.staff.kept_form import carried
from catalogue.text import sign_in_phrases

# What the page that asks adds to the form it carries along.
CODE, SHOWN = "again-code", "again-shown"


def staff_page(view):
    """Guard a page for staff outside the admin as the admin guards its own, by both factors."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return admin.site.admin_view(view)(request, *args, **kwargs)

    return guarded


def ask_again(view):
    """Let a view answer what is sent to it only after a recent code; looking needs none.

    What was sent is carried by the page that asks, and goes on to the view once the code is right.
    """
    asking = ask_before_showing(view)

    @wraps(view)
    def asked(request, *args, **kwargs):
        answer = asking if request.method == "POST" else view
        return answer(request, *args, **kwargs)

    return asked


def ask_before_showing(view):
    """The same for a page that takes a password, even to be looked at.

    No password is carried from page to page.
    """

    @wraps(view)
    def asked(request, *args, **kwargs):
        now = timezone.now()
        is_recent, is_answered = session_marks.is_recent(request, now), CODE in request.POST
        if not is_recent and not is_answered:
            return _ask(request, CodeForm(prefix="again"))
        # Of a double click the second comes with a code that the first has used up.
        if not is_recent:
            form = CodeForm(request.POST, prefix="again")
            checked = _checked(request, form, now)
            if not checked.by:
                return _ask(request, form, checked)
            session_marks.prove_again(request, checked.by, now)
        if SHOWN in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        request.POST = _without_the_code(request.POST)
        return view(request, *args, **kwargs)

    return asked


class AskingAgain:
    """A ModelAdmin some of whose acts ask again.

    "add", "change", "delete" and actions by name, in `asks_again`.
    """

    asks_again: frozenset[str] = frozenset()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        verb, asking = ("change", ask_again) if object_id else ("add", ask_before_showing)
        view = super().changeform_view
        if verb in self.asks_again:
            view = asking(view)
        return view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        view = super().delete_view
        if "delete" in self.asks_again:
            view = ask_again(view)
        return view(request, object_id, extra_context)

    def changelist_view(self, request, extra_context=None):
        view = super().changelist_view
        if self.asks_again.intersection(request.POST.getlist("action")):
            view = ask_again(view)
        return view(request, extra_context)


def _checked(request, form, now):
    if not form.is_valid():
        return codes.Checked(refusal="no_code")
    person = request.user
    checked = codes.check(
        person, form.cleaned_data["code"], network=rate_limits.network_of(request), now=now
    )
    if checked.by:
        facts = (
            {"left": codes.recovery_codes_left(person)}
            if checked.by == session_marks.RECOVERY_CODE
            else {}
        )
        note("second factor given again", person, by=checked.by, **facts)
    else:
        note("second factor refused", person, reason=checked.refusal)
    return checked


def _ask(request, form, checked=None):
    """The page that asks, with what was sent in it, to be sent to the same address."""
    now = timezone.now()
    if checked:
        form.refuse(sign_in_phrases.refusal(checked, now))
    fields = [] if request.method != "POST" else carried(_without_the_code(request.POST, SHOWN))
    context = {
        **admin.site.each_context(request),
        "title": _("Type a code to go on"),
        "form": form,
        "fields": fields,
        "is_only_shown": request.method != "POST" or SHOWN in request.POST,
        "had_files": bool(request.FILES),
        "has_password": any("password" in name.lower() for name in request.POST),
    }
    retry_at = checked.retry_at if checked else None
    response = TemplateResponse(request, "admin/signing_in/again.html", context)
    return wait_until(response, retry_at, now)


def wait_until(response, retry_at, now):
    """Say to machines too that there were too many tries, and when to try again."""
    if retry_at:
        response.status_code = 429
        response.headers["Retry-After"] = str(max(1, round((retry_at - now).total_seconds())))
    return response


def _without_the_code(sent, *also):
    rest = QueryDict(mutable=True)
    for name, values in sent.lists():
        if name not in (CODE, *also):
            rest.setlist(name, values)
    return rest
