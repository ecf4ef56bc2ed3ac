"""Editing what stands around the facts: target groups, voices, questions, text pages."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.admin.base.columns import publication_mark
from catalogue.admin.base.filters import ShortFilter
from catalogue.admin.base.forms import EditingFormSet
from catalogue.admin.base.inlines import EditingStacked
from catalogue.admin.base.publish_at import TimedForm
from catalogue.admin.editing import EditingAdmin
from catalogue.admin.previews import PreviewedAdmin
from catalogue.models import Audience, Question, TextPage, Voice

QUESTION_FIELDS = [
    ("topic_da", "topic_en"),
    ("question_da", "question_en"),
    ("answer_da", "answer_en"),
    ("order", "is_published", "publish_at"),
]
VOICE_FIELDS = [
    "name",
    ("role_da", "role_en"),
    ("text_da", "text_en"),
    ("order", "is_quotation", "is_published", "publish_at"),
]
TEXT_PAGE_FIELDS = [("lead_da", "lead_en"), ("body_da", "body_en"), "reviewed_on"]
PAGES = {
    TextPage.Key.PRICES: "catalogue:prices",
    TextPage.Key.PRIVACY: "catalogue:privacy",
    TextPage.Key.ACCESSIBILITY: "catalogue:accessibility",
}


class AudienceInline(EditingStacked):
    model = Audience
    classes = ["collapse"]
    fields = [("heading_da", "heading_en"), ("text_da", "text_en"), "order"]


class VoiceInline(EditingStacked):
    model = Voice
    form = TimedForm
    classes = ["collapse"]
    fields = VOICE_FIELDS


class QuestionInline(EditingStacked):
    model = Question
    form = TimedForm
    classes = ["collapse"]
    fields = QUESTION_FIELDS


class TextPageFormSet(EditingFormSet):
    held_once = ("key",)


class TextPageInline(EditingStacked):
    model = TextPage
    formset = TextPageFormSet
    classes = ["collapse"]
    fields = ["key", *TEXT_PAGE_FIELDS]


@admin.register(Voice)
class VoiceAdmin(EditingAdmin):
    form = TimedForm
    list_display = ["name", "role", "programme", "is_quotation", "published", "order"]
    list_filter = [("programme", ShortFilter), "is_published", "is_quotation"]
    list_select_related = ["programme"]
    search_fields = ["name", "role_da", "role_en", "text_da", "text_en"]
    autocomplete_fields = ["programme"]
    fields = ["programme", *VOICE_FIELDS]

    @admin.display(description=_("published"), ordering="is_published")
    def published(self, voice):
        return publication_mark(voice)


@admin.register(Question)
class QuestionAdmin(PreviewedAdmin, EditingAdmin):
    form = TimedForm
    list_display = ["question", "topic", "programme", "published", "order", "changed_at"]
    list_filter = [("programme", ShortFilter), "is_published"]
    list_select_related = ["programme"]
    search_fields = ["question_da", "question_en", "answer_da", "answer_en", "topic_da", "topic_en"]
    autocomplete_fields = ["programme"]
    fields = ["programme", *QUESTION_FIELDS]

    def view_on_site(self, obj):
        return reverse("catalogue:questions") if obj.is_published else None

    @admin.display(description=_("published"), ordering="is_published")
    def published(self, question):
        return publication_mark(question)


@admin.register(TextPage)
class TextPageAdmin(PreviewedAdmin, EditingAdmin):
    list_display = ["key", "programme", "reviewed_on", "changed_at"]
    list_filter = ["key", ("programme", ShortFilter)]
    list_select_related = ["programme"]
    search_fields = ["lead_da", "lead_en", "body_da", "body_en"]
    autocomplete_fields = ["programme"]
    fields = [("key", "programme"), *TEXT_PAGE_FIELDS]

    def view_on_site(self, obj):
        return reverse(PAGES[obj.key]) if obj.key in PAGES else None
