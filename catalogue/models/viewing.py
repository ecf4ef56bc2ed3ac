"""How somebody sees the site: as the public, or by a preview, with drafts or on another day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Viewing:
    """What a page is made for.

    `day` moves the clock; the sets hold the keys of rows shown as if published. A course brings its
    runs along. A programme brings nothing: whoever may see its drafts has them named one by one, so
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
