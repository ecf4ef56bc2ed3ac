"""The words of mails and letters, which staff may change: a row a kind, and the originals."""

import json
from dataclasses import replace
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from admissions.domain.wording import Placeholders, flaws_of_subject, flaws_of_text
from admissions.models.case_letter import CaseLetter
from admissions.models.letter import Letter
from admissions.text import mail_phrases

ORIGINAL_WORDS = settings.BASE_DIR / "fixtures" / "wordings.json"
WORDS = ("subject_da", "subject_en", "text_da", "text_en")
Kind = Letter.Kind
_CASE = ("number", "title")
_CONFIRM = Placeholders(("programme", "day", "clock"), ("confirm_url",), ("confirm_url",))
_OPEN = Placeholders((*_CASE, "day"), ("open_url",), ("day", "open_url"))
_BY_A_DAY = Placeholders((*_CASE, "day"), ("case_url",), ("day", "case_url"))
_AT_A_TIME = Placeholders((*_CASE, "day", "clock"), ("case_url",), ("case_url",))

_LETTER = Placeholders(("number", "title", "name", "day"), ("text",))
# The law asks for reasons, for the rules applied, and for where and until when one can complain.
_ADVERSE = replace(
    _LETTER,
    long=("text", "rules", "complaints_to"),
    required=("title", "text", "rules", "complaints_to"),
)
_LETTERS = CaseLetter.Kind
KINDS = [*Kind.choices, *CaseLetter.Kind.choices]

PLACEHOLDERS = {
    Kind.CONFIRM_INTEREST: _CONFIRM,
    Kind.CONFIRM_INTEREST_AGAIN: _CONFIRM,
    Kind.INTEREST_CONFIRMED: Placeholders(("programme", "day", "months"), (), ("day",)),
    Kind.DATE_MOVED: Placeholders(
        ("title", "day"), ("changes", "page_url"), ("changes", "page_url")
    ),
    Kind.RUN_OPENED: Placeholders(("title", "day"), ("runs", "page_url"), ("runs", "page_url")),
    Kind.APPLICATION_LINK: _OPEN,
    Kind.APPLICATION_RECEIVED: _AT_A_TIME,
    Kind.APPLICATION_WITHDRAWN: Placeholders(_CASE, ("case_url",), ("case_url",)),
    Kind.DRAFT_ENDS: _OPEN,
    Kind.DEADLINE_NEAR: _OPEN,
    Kind.INFORMATION_REQUESTED: _BY_A_DAY,
    Kind.ANSWER_AWAITED: _BY_A_DAY,
    Kind.ANSWER_RECEIVED: _AT_A_TIME,
    Kind.DECISION_MADE: Placeholders((*_CASE, "day"), ("case_url",), ("case_url",)),
    Kind.PLACE_ANSWERED: _AT_A_TIME,
    Kind.CONFIRM_ADDRESS: Placeholders((*_CASE, "day"), ("confirm_url",), ("day", "confirm_url")),
    # It goes to whom the case may no longer be any business of, so it leads nowhere.
    Kind.ADDRESS_CHANGED: Placeholders((*_CASE, "day", "clock"), (), ("number", "day", "clock")),
    Kind.DOCUMENT_RECEIVED: _AT_A_TIME,
    Kind.ERASURE_ASKED: _BY_A_DAY,
    Kind.CASE_DATE_MOVED: Placeholders(
        (*_CASE, "day"), ("changes", "case_url"), ("changes", "case_url")
    ),
    # The letters themselves, which stand on the case's page.
    _LETTERS.REQUEST: replace(_LETTER, required=("text", "day")),
    _LETTERS.OFFER: replace(_LETTER, required=("title", "day")),
    _LETTERS.CONDITIONAL_OFFER: replace(_ADVERSE, required=(*_ADVERSE.required, "day")),
    _LETTERS.WAITING_LIST: _ADVERSE,
    _LETTERS.REFUSAL: _ADVERSE,
}


class Wording(models.Model):
    """The words of one kind of mail in both languages.

    Paragraphs with an empty line between, values as {name}.
    """

    kind = models.CharField(_("mail"), max_length=40, choices=KINDS, unique=True)
    subject_da = models.CharField(_("subject in Danish"), max_length=200)
    subject_en = models.CharField(_("subject in English"), max_length=200)
    text_da = models.TextField(
        _("text in Danish"), help_text=_("An empty line begins a new paragraph.")
    )
    text_en = models.TextField(
        _("text in English"), help_text=_("An empty line begins a new paragraph.")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("words of a mail")
        verbose_name_plural = _("words of the mails")
        ordering = ["kind"]

    def __str__(self):
        return str(self.get_kind_display())

    @property
    def placeholders(self):
        return PLACEHOLDERS[self.kind]

    @property
    def is_original(self):
        """Whether the words are those that the site came with."""
        original = original_wording(self.kind)
        return all(getattr(self, name) == getattr(original, name) for name in WORDS)

    def flaws(self):
        """What keeps the words from being used, by column."""
        found = {}
        for name in WORDS:
            judge = flaws_of_subject if name.startswith("subject") else flaws_of_text
            flaws = judge(getattr(self, name), self.placeholders)
            if flaws:
                found[name] = flaws
        return found

    def clean(self):
        """Say at each column what is wrong, and which placeholders there are."""
        errors = {}
        for name, flaws in self.flaws().items():
            allowed = (
                self.placeholders.short if name.startswith("subject") else self.placeholders.all
            )
            errors[name] = [mail_phrases.flaw(found, allowed) for found in flaws]
        if errors:
            raise ValidationError(errors)


def original_wording(kind):
    """The words that the site came with, as a row that is not saved."""
    words = original_words()[str(kind)]
    texts = {name: "\n\n".join(words[name]) for name in ("text_da", "text_en")}
    return Wording(
        kind=str(kind), subject_da=words["subject_da"], subject_en=words["subject_en"], **texts
    )


@cache
def original_words():
    """The file's own shape: by kind the subjects, and the texts as lists of paragraphs."""
    return json.loads(ORIGINAL_WORDS.read_text(encoding="utf-8"))
