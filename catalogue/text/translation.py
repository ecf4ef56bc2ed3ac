"""The pair of columns title_da/title_en read as one attribute in the reader's language."""

from itertools import product

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGE_CHOICES = [("da", _("Danish")), ("en", _("English"))]
LANGUAGES = tuple(code for code, _name in LANGUAGE_CHOICES)


class LocalText(str):
    """A text that knows its language.

    `lang` is empty when it is the reader's own, else the code to mark it with.
    """

    lang: str

    def __new__(cls, text, lang=""):
        local = super().__new__(cls, text)
        local.lang = lang
        return local


class Translated:
    """Read `name_da` or `name_en` as `name`.

    The reader's language first, else the text that exists, marked as such.
    """

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return local_text(
            getattr(instance, f"{self.name}_da"), getattr(instance, f"{self.name}_en")
        )


def local_text(danish, english):
    """Return the text in the reader's language.

    When that is missing, the other one, marked with its language.
    """
    texts = {"da": danish, "en": english}
    language = reader_language()
    if texts[language]:
        return LocalText(texts[language])
    other = "en" if language == "da" else "da"
    mark = other if texts[other] else ""
    return LocalText(texts[other], mark)


def language_columns(names, languages=LANGUAGES):
    """Return the columns of texts, each in its languages: title_da, title_en, summary_da …"""
    return [f"{name}_{language}" for name, language in product(names, languages)]


def reader_language():
    """Return the reader's language, `da` or `en`."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return language if language in LANGUAGES else "da"
