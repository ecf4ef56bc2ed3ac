"""Answers a page as a preview shows it: the public view, asked below the preview's address."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import (
    Resolver404,
    get_resolver,
    get_script_prefix,
    resolve,
    reverse,
    set_script_prefix,
)
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import get_language_from_path, gettext
from django.views.decorators.csrf import csrf_exempt

from catalogue.domain.deadlines import months_before
from catalogue.models import Programme
from catalogue.public import preview_links
from catalogue.public.findings import finding_sentences
from catalogue.public.page import render_page
from catalogue.public.site import load_site
from catalogue.text import phrases
from catalogue.text.translation import reader_language


@dataclass(frozen=True)
class Banner:
    """What stands on top of every page of a preview. `steps` and `ways` are (words, address)."""

    heading: str
    text: str
    findings: tuple = ()
    steps: tuple = ()
    ways: tuple = ()


# A form sent inside a preview goes nowhere, so there is nothing for a forged one to do.
@csrf_exempt
def preview(request, key, inside=""):
    """Answer `/preview/<key>/<inside>` as the link's viewing has it; 410 once it has ended."""
    link = preview_links.opened(key, timezone.now())
    if link is None or (link.day and not admin.site.has_permission(request)):
        raise Http404
    # Two slashes at its head would make the address of another host of it.
    path = "/" + inside.lstrip("/")
    with translation.override(get_language_from_path(path) or reader_language()):
        if link.preview is None:
            return sealed(_ended(request, link))
        thing = preview_links.thing_of(link.preview)
        if not inside:
            return sealed(HttpResponseRedirect(_below(key, preview_links.landing(thing))))
        banner = (
            _day_banner(request, link, path) if link.day else _draft_banner(link.preview, thing)
        )
        viewing = preview_links.viewing_for(thing, link.day)
        answer = _page if request.method in ("GET", "HEAD") else _nothing_sent
        return answer_inside(
            request, path, viewing, banner, prefix=_below(key, get_script_prefix()), answer=answer
        )


def unsaved(request, thing, language):
    """Answer with the thing's page as it would be, for whoever rolls back what was saved of it."""
    with translation.override(language):
        words = gettext(
            "Nothing is saved. Close this page to go on editing. "
            "Its links lead to the site as it is now."
        )
        banner = Banner(
            gettext("As it will look once it is saved and published"), words, _findings(thing)
        )
        path = preview_links.landing(thing).removeprefix(get_script_prefix().rstrip("/"))
        viewing = preview_links.viewing_for(thing)
        return answer_inside(
            request, path, viewing, banner, prefix=get_script_prefix(), answer=_page
        )


def answer_inside(request, path, viewing, banner, *, prefix, answer):
    """Answer the page at the path in this viewing, every address on it below the prefix."""
    inner = _inner_request(request, path, prefix)
    inner.viewing, inner.preview = viewing, banner
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        return sealed(answer(inner))
    finally:
        set_script_prefix(before)


def sealed(response):
    """Keep an answer out of every cache, search engine and referrer: its address holds the key."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Content-Language", translation.get_language())
    return response


def _inner_request(request, path, prefix):
    """The same visitor's request for the page at the path.

    It has no cookies and nothing of what was posted elsewhere.
    """
    environ = {
        **request.environ,
        "SCRIPT_NAME": prefix.rstrip("/"),
        "PATH_INFO": path.encode().decode("latin-1"),
        "HTTP_COOKIE": "",
    }
    if request.method not in ("GET", "HEAD"):
        environ |= {"REQUEST_METHOD": "GET", "QUERY_STRING": "", "CONTENT_LENGTH": "0"}
    return type(request)(environ)


def _page(inner):
    try:
        match = resolve(inner.path_info)
        if not (
            getattr(match.func, "is_public", False)
            or getattr(match.func, "is_shown_in_previews", False)
        ):
            raise Http404
        inner.resolver_match = match
        return match.func(inner, *match.args, **match.kwargs)
    except (Http404, Resolver404) as missing:
        return get_resolver().resolve_error_handler(404)(inner, exception=missing)
    except PermissionDenied as refused:
        return get_resolver().resolve_error_handler(403)(inner, exception=refused)


def _nothing_sent(inner):
    answer = render_page(inner, "catalogue/preview_sends_nothing.html", load_site(inner.viewing))
    answer.status_code = 405
    answer.headers["Allow"] = "GET, HEAD"
    return answer


def _below(key, address):
    """The address as it is within the preview."""
    root = get_script_prefix()
    return reverse("preview", args=[key]) + address.removeprefix(root)


def _draft_banner(preview, thing):
    until = {"moment": date_format(timezone.localtime(preview.ends_at), "DATETIME_FORMAT")}
    ways = ((gettext("To the public site"), reverse("catalogue:programmes")),)
    return Banner(
        gettext("Preview: as the public will see it once it is published"),
        gettext("Nothing is sent from here. The link works until %(moment)s.") % until,
        _findings(thing),
        ways=ways,
    )


def _day_banner(request, link, path):
    query = request.META.get("QUERY_STRING", "")
    here = quote(path) + (f"?{query}" if query else "")
    day = link.day
    moves = [
        (gettext("A month back"), months_before(day, 1)),
        (gettext("A week back"), day - timedelta(days=7)),
        (gettext("A day back"), day - timedelta(days=1)),
        (gettext("A day on"), day + timedelta(days=1)),
        (gettext("A week on"), day + timedelta(days=7)),
        (gettext("A month on"), months_before(day, -1)),
    ]
    root = get_script_prefix()
    steps = tuple(
        (words, _below(preview_links.key_of(link.preview, to), root) + here[1:])
        for words, to in moves
        if preview_links.EARLIEST <= to <= preview_links.LATEST
    )
    return Banner(
        gettext("The site as of %(day)s") % {"day": phrases.day(day)},
        gettext("Only the clock is moved, not the content. Nothing is sent from here."),
        steps=steps,
        ways=(
            (gettext("Choose another day"), f"{reverse('staff:as_of')}?day={day.isoformat()}"),
            (gettext("Back to today"), root + here[1:]),
        ),
    )


def _findings(thing):
    """What keeps a programme from the public although it is shown here."""
    if not isinstance(thing, Programme):
        return ()
    whole = Programme.objects.with_curriculum().get(pk=thing.pk)
    return tuple(finding_sentences(whole.findings()))


def _ended(request, link):
    page = render_page(request, "catalogue/preview_ended.html", load_site(), is_day=bool(link.day))
    page.status_code = 410
    return page
