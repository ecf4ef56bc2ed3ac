"""Letters, to be read and sent again: nobody edits a letter's words or its state."""

import re

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from admissions.domain.refusals import Refused
from admissions.mail import outbox
from admissions.models import Letter
from admissions.text import refusal_phrases
from catalogue.admin.base.columns import UNKNOWN
from catalogue.admin.base.permissions import HiddenFromStrangers

_TOKEN = re.compile(r"(https?://\S+/)[\w:-]{40,}/")


@admin.register(Letter)
class LetterAdmin(HiddenFromStrangers, admin.ModelAdmin):
    list_display = ["created_at", "to", "kind", "state", "sent_at", "attempts", "error"]
    list_filter = ["state", "kind", "language"]
    search_fields = ["to", "subject"]
    list_per_page = 50
    show_full_result_count = False
    actions = ["send_again"]
    fields = [
        "kind",
        "to",
        "language",
        "subject",
        "words",
        "state",
        "created_at",
        "send_after",
        "claimed_at",
        "sent_at",
        "attempts",
        "error",
    ]
    readonly_fields = fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_send_permission(self, request):
        """Whoever looks after the interests may have their letters sent again."""
        return request.user.has_perm("admissions.change_interest")

    @admin.display(description=_("text"))
    def words(self, letter):
        """The letter without its keys: their holder can confirm or stop in the person's place."""
        return _TOKEN.sub(r"\1…/", letter.text) or UNKNOWN

    @admin.action(description=_("Send again"), permissions=["send"])
    def send_again(self, request, queryset):
        sent, refused = 0, {}
        for letter in queryset.select_related("interest"):
            try:
                outbox.send_again(letter)
                sent += 1
            except Refused as refusal:
                refused[refusal.code] = refused.get(refusal.code, 0) + 1
        if sent:
            words = ngettext(
                "%(number)d letter is queued again.", "%(number)d letters are queued again.", sent
            )
            self.message_user(request, words % {"number": sent}, messages.SUCCESS)
        for code, number in refused.items():
            words = ngettext(
                "%(number)d letter is not sent again.",
                "%(number)d letters are not sent again.",
                number,
            )
            self.message_user(
                request,
                f"{words % {'number': number}} {refusal_phrases.refusal(code)}",
                messages.WARNING,
            )
