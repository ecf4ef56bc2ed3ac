"""Days and work that count in surprising ways."""

from datetime import date
from fractions import Fraction

from admissions.domain.work import WorkPeriod

HALF = Fraction(1, 2)
LATE = date(2030, 1, 1)
FEBRUARY_TRAP = (
    WorkPeriod(date(2024, 1, 10), date(2024, 2, 6)),
    WorkPeriod(date(2024, 2, 8), date(2024, 3, 8)),
    WorkPeriod(date(2024, 3, 10), date(2024, 3, 10)),
)
