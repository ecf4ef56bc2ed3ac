"""The one site every page stands in: its programmes, name, office, and whether it has examples."""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.conf import settings

from catalogue.models import Programme
from catalogue.models.viewing import PUBLIC, Viewing
from catalogue.public.index import CatalogueIndex, current_index
from catalogue.public.index_records import UniversityRecord
from catalogue.text.translation import LANGUAGES, LocalText, reader_language


@dataclass(frozen=True)
class Site:
    """What header and footer show, and the way to the programmes, perhaps a thousand."""

    index: CatalogueIndex
    viewing: Viewing = PUBLIC

    @property
    def count(self) -> int:
        """How many programmes the public sees."""
        return len(self.index.programmes)

    @cached_property
    def programme(self) -> Programme | None:
        """The one public programme; None when there are none or several."""
        return self.index.programme(self.index.programmes[0]) if self.count == 1 else None

    def find(self, slug: str | None) -> Programme | None:
        """Return the public programme with this address name."""
        record = self.index.by_slug.get(slug or "")
        return self.index.programme(record) if record else None

    def find_by_key(self, key: int) -> Programme | None:
        record = self.index.by_key.get(key)
        return self.index.programme(record) if record else None

    def having(self, course_key: int) -> list[Programme]:
        """Return the public programmes in which a course stands, in their order."""
        return self.index.rows(self.index.by_course.get(course_key, ()))

    @property
    def name(self) -> LocalText:
        return (
            self.programme.title
            if self.programme
            else LocalText(settings.SITE_NAME[reader_language()])
        )

    @cached_property
    def universities(self) -> list[UniversityRecord]:
        """Home universities first, then partners, each once, as records with a name."""
        keys = chain.from_iterable(programme.universities for programme in self.index.programmes)
        return [self.index.universities[key] for key in dict.fromkeys(keys)]

    @property
    def text_languages(self) -> list[str]:
        """The languages in which some programme has its texts."""
        return [code for code in LANGUAGES if self._has_texts_in(code)]

    def _has_texts_in(self, code: str) -> bool:
        return any(code in record.text_languages for record in self.index.programmes)

    @property
    def office(self):
        return self.programme.office if self.programme else None

    @property
    def email(self):
        """Where to write: the programme's office, else the site's address; empty while unknown."""
        return self.programme.office_email if self.programme else settings.CONTACT_EMAIL

    @property
    def telephone(self):
        return (self.office and self.office.telephone) or settings.CONTACT_TELEPHONE

    @property
    def has_examples(self):
        return any(programme.has_examples for programme in self.index.programmes)


def load_site(viewing=PUBLIC):
    """Return the site with its public programmes, which are published and add up.

    One query, however many.
    """
    return Site(current_index(viewing), viewing)
