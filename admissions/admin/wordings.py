"""Editing the words of the mails: what may stand in each, how it looks, the original words back."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.messages.storage import default_storage
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from admissions.mail import compose
from admissions.models import WORDS, Letter, Wording, original_wording
from admissions.text import mail_phrases
from catalogue.admin.base.choice_fields import is_key
from catalogue.admin.base.forms import FORM_FIELDS, EditingForm
from catalogue.admin.base.permissions import HiddenFromStrangers
from catalogue.admin.base.two_hands import TwoHands
from catalogue.text import phrases
from catalogue.text.translation import LANGUAGES

ABOUT_INTERESTS = {
    Letter.Kind.CONFIRM_INTEREST,
    Letter.Kind.CONFIRM_INTEREST_AGAIN,
    Letter.Kind.INTEREST_CONFIRMED,
    Letter.Kind.DATE_MOVED,
    Letter.Kind.RUN_OPENED,
}
PREVIEW = "_unsaved"


@admin.register(Wording)
class WordingAdmin(HiddenFromStrangers, TwoHands):
    form = EditingForm
    formfield_overrides = FORM_FIELDS
    list_display = ["kind", "purpose", "has_original_words", "changed_at"]
    list_per_page = 50
    search_fields = ["kind", *WORDS]
    actions = ["put_original_words_back"]
    fields = [
        "kind",
        "purpose",
        "placeholders",
        ("subject_da", "subject_en"),
        ("text_da", "text_en"),
    ]
    readonly_fields = ["kind", "purpose", "placeholders"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("<path:object_id>/preview/", view, name="admissions_wording_preview"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["previews_url"] = obj and reverse("admin:admissions_wording_preview", args=[obj.pk])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def preview_view(self, request, object_id):
        """The mail as it would go out now, with values made up."""
        wording = self.get_object(request, object_id) if is_key(object_id) else None
        if wording is None:
            raise Http404
        return self._preview(request, wording, is_saved=True)

    def response_change(self, request, obj):
        """Where a preview was asked for, all that was saved for it is rolled back."""
        if PREVIEW not in request.POST:
            return super().response_change(request, obj)
        transaction.set_rollback(True)
        # What saving had to say is not true; messages that wait for
        # another page stay in the session.
        request._messages = default_storage(request)
        return self._preview(request, obj, is_saved=False)

    def _preview(self, request, wording, *, is_saved):
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Preview of the mail: %(kind)s") % {"kind": wording},
            "opts": self.opts,
            "wording": wording,
            "is_saved": is_saved,
            "mails": [sample_mail(wording, language) for language in LANGUAGES],
        }
        return render(request, "admin/admissions/wording/preview.html", context)

    @admin.display(description=_("sent when"))
    def purpose(self, wording):
        return mail_phrases.purpose(wording.kind)

    @admin.display(description=_("original words"), boolean=True)
    def has_original_words(self, wording):
        return wording.is_original

    @admin.display(description=_("values"))
    def placeholders(self, wording):
        """What may stand in braces, what fills each in, and which of them the text must hold."""
        found = wording.placeholders
        lines = []
        for name in found.all:
            needed = gettext("(must stand in the text)") if name in found.required else ""
            barred = gettext("(not in the subject)") if name in found.long else ""
            words = mail_phrases.placeholder(name)
            lines.append((mail_phrases.braced(name), words, needed, barred))
        return format_html(
            "<ul>{}</ul>", format_html_join("", "<li><code>{}</code> {} {} {}</li>", lines)
        )

    @admin.action(description=_("Put the original words back"), permissions=["change"])
    def put_original_words_back(self, request, queryset):
        """The words that go are kept in the row's history, so that no slip loses them."""
        edited = [wording for wording in queryset if not wording.is_original]
        for wording in edited:
            gone = "\n\n".join(getattr(wording, name) for name in WORDS)
            original = original_wording(wording.kind)
            for name in WORDS:
                setattr(wording, name, getattr(original, name))
            wording.save()
            words = gettext("Put the original words back. Until then they were:")
            self.log_change(request, wording, f"{words}\n\n{gone}")
        words = ngettext(
            "%(number)d mail has its original words again.",
            "%(number)d mails have their original words again.",
            len(edited),
        )
        self.message_user(request, words % {"number": len(edited)}, messages.SUCCESS)


def sample_mail(wording, language):
    """The mail in one language with values made up, and what the language is called."""
    site, is_news = settings.SITE_URL, Letter.Kind(wording.kind) in ABOUT_INTERESTS
    with override(language):
        values = {name: mail_phrases.sample(name, site) for name in wording.placeholders.all}
        frame = {
            "title": mail_phrases.sample("title", site),
            "stop_url": mail_phrases.sample("stop_url", site) if is_news else "",
            "privacy_url": mail_phrases.sample("privacy_url", site),
            "office_email": "office@example.org",
        }
    return {
        "language": language,
        "name": phrases.language(language),
        "mail": compose.written(wording, language, values, frame),
    }
