"""What the site says in a language, found by the English words in its code; and how a day is written."""

from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext, override

MONTHS = {
    "da": "januar,februar,marts,april,maj,juni,juli,august,september,oktober,november,december",
    "en": "January,February,March,April,May,June,July,August,September,October,November,December",
}


class Words:
    """The words of one language: `words("Keep me posted")` is "Skriv mig op" in Danish."""

    def __init__(self, language):
        self.language = language

    def __call__(self, english, **values):
        with override(self.language):
            words = gettext(english)
        return words % values if values else words

    @property
    def locale(self):
        """What a browser of somebody who reads the language asks for."""
        return self.of("da-DK", "en-GB")

    def label(self, english):
        """The label of a field in the admin, which is called by the column's name."""
        return f"{capfirst(self(english))}:"

    def day(self, *numbers):
        day, months = date(*numbers), MONTHS[self.language].split(",")
        dot = "." if self.language == "da" else ""
        return f"{day.day}{dot} {months[day.month - 1]} {day.year}"

    def of(self, danish, english):
        """What editors wrote in both languages, such as a title."""
        return danish if self.language == "da" else english


def plain(text):
    """Without no-break spaces and line breaks."""
    return " ".join(text.split())
