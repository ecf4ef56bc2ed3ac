"""The history of a thing: its versions and its parts', any two compared, one brought back."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin import site
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext

from catalogue.admin.base.choice_fields import is_key
from catalogue.admin.history.lines import compared, lines_of, moment_words
from catalogue.admin.history.restore import BringingBack, is_gone
from catalogue.admin.history.story import Act, Story
from catalogue.admin.history.versions import names_of

ACTS_ON_A_PAGE = 25


@dataclass(frozen=True)
class Chosen:
    """A place in the story that is compared: the act it stands at, None before the first."""

    place: tuple
    act: Act | None

    @property
    def key(self):
        return self.act.key if self.act else ""

    @property
    def words(self):
        return moment_words(self.act.last.at) if self.act else gettext("before the first version")


class HistoryPages:
    """Gives an editing page its history, at Django's address, and the page that brings one back."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_bring_back"
        view = self.admin_site.admin_view(self.bring_back_view)
        return [
            path("<path:object_id>/history/<int:number>/", view, name=name),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """Every version, newest first, and the comparison of two; the address says which."""
        thing = self._thing(request, object_id)
        story = Story(
            self.model, thing.pk, hidden=lambda model, keys: hidden_from(request, model, keys)
        )
        acts = story.acts()
        page = Paginator(acts, ACTS_ON_A_PAGE).get_page(request.GET.get("p"))
        old, new = _chosen(story, acts, request.GET)
        keys = {act.key for act in page.object_list} | {
            chosen.key for chosen in (old, new) if chosen
        }
        shown = [act for act in acts if act.key in keys]
        context = {
            "title": gettext("History: %(thing)s") % {"thing": called(thing)},
            "lines": lines_of(shown, story),
            "page": page,
            "old": old,
            "new": new,
            "is_unknown": any(story.place_of(key) is None for key in _asked(request.GET).values()),
            "sections": compared(story, old.place, new.place) if old else [],
            "may_bring_back": self._may_bring_back(request, thing),
            **(extra_context or {}),
        }
        return self._page_about(request, thing, "admin/catalogue/history.html", context)

    def bring_back_view(self, request, object_id, number):
        """Say what would change back and what stands in the way; do it when asked by the button."""
        thing = self._thing(request, object_id)
        if not self._may_bring_back(request, thing):
            raise PermissionDenied
        bringing = BringingBack(self, request, thing, number)
        if bringing.version is None:
            raise Http404
        moment = moment_words(bringing.version.row.history_date)
        if request.method == "POST" and not bringing.obstacles:
            try:
                bringing.bring_back()
            except IntegrityError:
                bringing.obstacles = [
                    gettext("It clashes with what somebody else saved. Look again and retry.")
                ]
            else:
                words = gettext("%(thing)s was brought back as it was %(moment)s.")
                self.message_user(
                    request, words % {"thing": called(thing), "moment": moment}, messages.SUCCESS
                )
                address = reverse(
                    f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[thing.pk]
                )
                return HttpResponseRedirect(address)
        context = {
            "title": gettext("Bring back %(thing)s as it was %(moment)s")
            % {"thing": called(thing), "moment": moment},
            "bringing": bringing,
        }
        return self._page_about(request, thing, "admin/catalogue/bring_back.html", context)

    def _page_about(self, request, thing, template, context):
        request.current_app = self.admin_site.name
        around = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": thing,
            "called": called(thing),
        }
        around["is_gone"] = is_gone(thing)
        return TemplateResponse(request, template, {**around, **context})

    def _thing(self, request, object_id):
        """The row, or as it was last where it is gone; 404 where none was, or none to be seen."""
        key = unquote(object_id)
        if not is_key(key):
            raise Http404
        return self.get_queryset(request).filter(pk=key).first() or self._gone_thing(request, key)

    def _gone_thing(self, request, key):
        """What is gone is shown to those who might see it, and to the one who deleted it."""
        version = self.model.history.filter(id=key).first()
        if version is None or self.model._base_manager.filter(pk=key).exists():
            raise Http404
        thing = version.instance
        if version.history_user_id != request.user.pk and not self.has_view_permission(
            request, thing
        ):
            raise Http404
        return thing

    def _may_bring_back(self, request, thing):
        if is_gone(thing):
            return self.has_add_permission(request)
        return self.has_change_permission(request, thing)


def called(thing):
    """What a row is called; a gone one may have been called by what is gone too."""
    return (
        names_of(type(thing), {thing.pk}).get(thing.pk, thing._meta.verbose_name)
        if is_gone(thing)
        else str(thing)
    )


def hidden_from(request, model, keys):
    """The keys of rows with a page the reader may not open; rows that are gone hide nothing."""
    model_admin = site._registry.get(model)
    if model_admin is None or not keys:
        return set()
    if not model_admin.has_view_permission(request):
        return set(keys)
    there = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
    return there - set(
        model_admin.get_queryset(request).filter(pk__in=there).values_list("pk", flat=True)
    )


def _asked(query):
    return {name: query[name] for name in ("old", "new") if query.get(name)}


def _chosen(story, acts, query):
    """Return (old, new) as the address names them, the earlier one first.

    By itself the last two, None where there is but one.
    """
    places = {name: story.place_of(key) for name, key in _asked(query).items()}
    if not acts:
        return None, None
    new = places.get("new") or acts[0].last.place
    earlier = [act.last.place for act in acts if act.last.place < new]
    old = places.get("old") or (earlier[0] if earlier else None)
    if old is None:
        return None, None
    old, new = sorted([old, new])
    return _at(acts, old), _at(acts, new)


def _at(acts, place):
    return Chosen(place, next((act for act in acts if act.last.place <= place), None))
