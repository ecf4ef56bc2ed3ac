"""How somebody sees the site: as the public does, or by a preview, with drafts shown or as of another day."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone


@dataclass(frozen=True)
class Viewing:
    """What a page is made for. `day` moves the clock; the sets hold the keys of rows shown as if published.

    A course brings its runs along. A programme brings nothing: whoever may see its drafts has them named one by one, so
    that a course can be shown within its programme without that programme's other drafts.
    """

    day: date | None = None
    programmes: frozenset[int] = frozenset()
    courses: frozenset[int] = frozenset()
    questions: frozenset[int] = frozenset()
    text_pages: frozenset[int] = frozenset()

    @property
    def is_public(self) -> bool:
        return self == PUBLIC

    def shows(self, course) -> bool:
        return course.is_published or course.pk in self.courses


PUBLIC = Viewing()


def shown_in_previews(view):
    """Mark a view whose page a preview may show, though it is no public page: it only shows, and asks no cookie."""
    view.is_shown_in_previews = True
    return view


def viewing_of(request) -> Viewing:
    """Return what the request's page is made for; the public, unless a preview says otherwise."""
    return getattr(request, "viewing", PUBLIC)


def today_of(request) -> date:
    """Return the day on which the request sees the site: today in Copenhagen, or the preview's day."""
    return viewing_of(request).day or timezone.localdate()
