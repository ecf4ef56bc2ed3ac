"""One thing with what its checks say, and by what it can be filtered."""

from dataclasses import dataclass

from django.db.models import Model

from catalogue.domain.publish_checks import Result


@dataclass(frozen=True, slots=True)
class Checked:
    """A row, or the site itself (no model). What is not public counts in no score."""

    model: type[Model] | None
    key: int
    result: Result
    programmes: tuple[int, ...] = ()
    university: int | None = None
    is_public: bool = True
