"""Previews in the admin: links for colleagues, and the public page before anything is saved."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.messages.storage import default_storage
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue.admin.base.choice_fields import is_key
from catalogue.models import Course, CourseRun, FormerAddress, Programme, Question, TextPage
from catalogue.public import preview_links, preview_pages
from catalogue.text.translation import LANGUAGES

SHOWN_BY = {Programme: "programme", Course: "course", Question: "question", TextPage: "text_page"}


def _days():
    return [
        (days, ngettext("%(days)s day", "%(days)s days", days) % {"days": days})
        for days in preview_links.DAYS_OFFERED
    ]


class LinkForm(forms.Form):
    days = forms.TypedChoiceField(
        label=_("Works for"),
        choices=_days,
        coerce=int,
        initial=preview_links.DAYS_USUAL,
        error_messages={"invalid_choice": _("Choose one of the times that are offered.")},
    )


class PreviewedAdmin(admin.ModelAdmin):
    """A page of links that show the row to a colleague before it is published."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.previews_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_previews"
        return [path("<path:object_id>/preview/", view, name=name), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["previews_url"] = previews_url(self.admin_site, request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def previews_view(self, request, object_id):
        """List the living links to the row; make another, or stop one."""
        thing = self.get_object(request, object_id) if is_key(object_id) else None
        if thing is None:
            raise Http404
        if not self.has_change_permission(request, thing):
            raise PermissionDenied
        name = SHOWN_BY[self.model]
        links = (
            preview_links.alive(timezone.now())
            .filter(**{name: thing})
            .select_related("made_by", name)
        )
        sent = request.POST if request.method == "POST" and "stop" not in request.POST else None
        form = LinkForm(sent)
        if "stop" in request.POST:
            return self._stop(request, thing, links)
        if sent is not None and form.is_valid():
            return self._make(request, thing, form.cleaned_data["days"])
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Preview of %(thing)s") % {"thing": thing},
            "opts": self.opts,
            "thing": thing,
            "form": form,
            "links": [(link, _address(link)) for link in _working(links)],
        }
        return render(request, "admin/previews.html", context)

    def _make(self, request, thing, days):
        preview_links.make(request.user, days=days, **{SHOWN_BY[self.model]: thing})
        words = ngettext(
            "A link to a preview was made. It works for %(days)s day.",
            "A link to a preview was made. It works for %(days)s days.",
            days,
        ) % {"days": days}
        return self._done(request, thing, words)

    def _stop(self, request, thing, links):
        key = request.POST["stop"]
        stopped = preview_links.stop(links.filter(pk=key)) if is_key(key) else 0
        if stopped:
            return self._done(
                request, thing, gettext("The link was stopped. Whoever opens it is told so.")
            )
        self.message_user(request, gettext("That link had ended already."), messages.WARNING)
        return HttpResponseRedirect(request.path)

    def _done(self, request, thing, words):
        self.log_change(request, thing, words)
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(request.path)


class UnsavedAdmin(PreviewedAdmin):
    """Besides, the public page as it would be after saving.

    Also a word when a new address was another thing's.
    """

    def save_model(self, request, obj, form, change):
        if "slug" in form.changed_data:
            self._tell_of_address(request, obj)
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        return self._unsaved(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._unsaved(request, obj) or super().response_change(request, obj)

    def _unsaved(self, request, obj):
        """The page as it would be, when asked for; everything saved for it is rolled back."""
        language = next((code for code in LANGUAGES if f"_unsaved_{code}" in request.POST), None)
        if language is None:
            return None
        page = preview_pages.unsaved(request, obj, language)
        transaction.set_rollback(True)
        # What saving had to say is not true; messages that wait for
        # another page stay in the session.
        request._messages = default_storage(request)
        return page

    def _tell_of_address(self, request, obj):
        column = SHOWN_BY[self.model]
        former = (
            FormerAddress.objects.filter(slug=obj.slug)
            .exclude(**{column: None})
            .exclude(**{column: obj.pk})
        )
        for address in former.select_related(column):
            words = gettext("The address “%(slug)s” used to lead to %(thing)s. Now it leads here.")
            thing = getattr(address, column)
            self.message_user(request, words % {"slug": obj.slug, "thing": thing}, messages.WARNING)


def _working(links):
    """Those whose makers may still change the thing; each maker's roles are asked once."""
    makers = {}
    for link in links:
        link.made_by = makers.setdefault(link.made_by_id, link.made_by)
    return [link for link in links if preview_links.may_show(link)]


def _address(link):
    return settings.SITE_URL + reverse("preview", args=[preview_links.key_of(link)])


def previews_url(site, request, obj):
    """The page of links to the row, or to the run's course; None for whoever may not change it."""
    thing = obj.course if isinstance(obj, CourseRun) else obj
    if (
        thing is None
        or not thing.pk
        or not site.get_model_admin(type(thing)).has_change_permission(request, thing)
    ):
        return None
    return reverse(f"admin:catalogue_{thing._meta.model_name}_previews", args=[thing.pk])
