"""How somebody sees the site: as the public does, or by a preview, with drafts shown or as of another day."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone


@dataclass(frozen=True)
class Viewing:
    """What a page is made for. `day` moves the clock; the sets hold the keys of drafts shown as if published.

    A programme or a course that is shown brings its own drafts along: a programme its courses, a course its runs.
    """

    day: date | None = None
    programmes: frozenset[int] = frozenset()
    courses: frozenset[int] = frozenset()
    questions: frozenset[int] = frozenset()
    text_pages: frozenset[int] = frozenset()

    @property
    def is_public(self) -> bool:
        return self == PUBLIC

    @property
    def has_drafts(self) -> bool:
        """Whether courses or runs are shown that the public does not see."""
        return bool(self.programmes or self.courses)

    def shows(self, course, programme_key: int | None = None) -> bool:
        """Whether a course, as it stands in a programme, is seen."""
        return course.is_published or course.pk in self.courses or programme_key in self.programmes


PUBLIC = Viewing()


def viewing_of(request) -> Viewing:
    """Return what the request's page is made for; the public, unless a preview says otherwise."""
    return getattr(request, "viewing", PUBLIC)


def today_of(request) -> date:
    """Return the day on which the request sees the site: today in Copenhagen, or the preview's day."""
    return viewing_of(request).day or timezone.localdate()
