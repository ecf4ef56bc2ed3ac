from datetime import date
from fractions import Fraction

import pytest

from admissions.domain.work import WorkCount, WorkCounting, WorkPeriod, counted_work, qualifying_day
from tests.admissions.domain.makers import FEBRUARY_TRAP, HALF, LATE


@pytest.mark.parametrize(
    ("first_day", "last_day", "months", "days"),
    [
        pytest.param(date(2025, 5, 1), date(2027, 4, 29), 23, 29, id="a day short of 24 months"),
        pytest.param(date(2025, 5, 1), date(2027, 4, 30), 24, 0, id="24 months to the day"),
        pytest.param(date(2025, 5, 1), date(2027, 5, 1), 24, 1, id="a day over 24 months"),
        pytest.param(
            date(2025, 5, 17), date(2027, 5, 15), 23, 29, id="a day short, begun amid a month"
        ),
        pytest.param(
            date(2025, 5, 17), date(2027, 5, 16), 24, 0, id="24 months, begun amid a month"
        ),
        pytest.param(date(2025, 5, 1), date(2025, 5, 1), 0, 1, id="one day"),
        pytest.param(
            date(2029, 12, 31), None, 0, 1, id="begun on the day before the reference day"
        ),
        pytest.param(
            date(2025, 1, 1), date(2025, 1, 30), 0, 29, id="30 days of January are no month"
        ),
        pytest.param(date(2025, 1, 1), date(2025, 1, 31), 1, 0, id="the whole of January"),
        pytest.param(date(2025, 2, 1), date(2025, 2, 28), 1, 0, id="the whole of February"),
        pytest.param(
            date(2024, 2, 1), date(2024, 2, 28), 0, 28, id="a day short of a leap February"
        ),
        pytest.param(date(2024, 2, 1), date(2024, 2, 29), 1, 0, id="the whole of a leap February"),
        pytest.param(
            date(2025, 1, 31), date(2025, 2, 26), 0, 27, id="a day short of a month from 31 January"
        ),
        pytest.param(date(2025, 1, 31), date(2025, 2, 27), 1, 0, id="a month from 31 January"),
        pytest.param(
            date(2024, 1, 31), date(2024, 2, 27), 0, 28, id="a day short of one in a leap year"
        ),
        pytest.param(
            date(2024, 1, 31), date(2024, 2, 28), 1, 0, id="a month from 31 January in a leap year"
        ),
        pytest.param(
            date(2025, 1, 31), date(2025, 3, 29), 1, 29, id="30 days after such a month count as 29"
        ),
        pytest.param(date(2025, 1, 31), date(2025, 3, 30), 2, 0, id="two months from 31 January"),
        pytest.param(
            date(2024, 2, 29),
            date(2026, 2, 26),
            23,
            29,
            id="a day short of two years from a leap day",
        ),
        pytest.param(date(2024, 2, 29), date(2026, 2, 27), 24, 0, id="two years from a leap day"),
        pytest.param(
            date(2024, 2, 29), date(2028, 2, 27), 47, 29, id="a day short of four from a leap day"
        ),
        pytest.param(date(2024, 2, 29), date(2028, 2, 28), 48, 0, id="four years from a leap day"),
    ],
)
def test_a_stretch_counts_in_calendar_months_from_its_first_day(first_day, last_day, months, days):
    count = counted_work((WorkPeriod(first_day, last_day),), LATE)

    assert count == WorkCount(months, days)


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        pytest.param((), WorkCount(0, 0), id="no work"),
        pytest.param(
            (
                WorkPeriod(date(2024, 1, 1), date(2024, 6, 30)),
                WorkPeriod(date(2024, 4, 1), date(2024, 12, 31)),
            ),
            WorkCount(12, 0),
            id="an overlap counts once",
        ),
        pytest.param(
            (
                WorkPeriod(date(2024, 1, 1), date(2024, 12, 31)),
                WorkPeriod(date(2024, 4, 1), date(2024, 5, 31)),
            ),
            WorkCount(12, 0),
            id="one period inside another",
        ),
        pytest.param(
            (
                WorkPeriod(date(2024, 1, 1), date(2024, 1, 20)),
                WorkPeriod(date(2024, 1, 21), date(2024, 1, 31)),
            ),
            WorkCount(1, 0),
            id="adjacent days join",
        ),
        pytest.param(
            (
                WorkPeriod(date(2024, 1, 1), date(2024, 1, 20)),
                WorkPeriod(date(2024, 1, 22), date(2024, 1, 31)),
            ),
            WorkCount(1, 0),
            id="the days on both sides of a gap make a month at 30",
        ),
        pytest.param(
            (
                WorkPeriod(date(2024, 1, 1), date(2024, 1, 20)),
                WorkPeriod(date(2024, 1, 22), date(2024, 1, 30)),
            ),
            WorkCount(0, 29),
            id="and not at 29",
        ),
        pytest.param(
            (
                WorkPeriod(date(2023, 1, 1), date(2023, 12, 31)),
                WorkPeriod(date(2024, 1, 2), date(2024, 12, 31)),
            ),
            WorkCount(23, 29),
            id="a gap of one day in 24 months",
        ),
        pytest.param(
            (
                WorkPeriod(date(2024, 1, 1), date(2024, 1, 30)),
                WorkPeriod(date(2024, 3, 1), date(2024, 3, 30)),
            ),
            WorkCount(1, 28),
            id="30 days count as 29 in each stretch",
        ),
        pytest.param(
            (WorkPeriod(date(2024, 5, 1), None, share=Fraction(1, 10)),),
            WorkCount(68, 0),
            id="part time counts whole",
        ),
        pytest.param(FEBRUARY_TRAP, WorkCount(1, 29), id="a gap never helps"),
    ],
)
def test_stretches_add_up_and_days_are_counted_once(periods, expected):
    assert counted_work(periods, LATE) == expected


@pytest.mark.parametrize(
    ("ends_on", "reference_on", "expected"),
    [
        pytest.param(None, date(2027, 4, 30), WorkCount(23, 29), id="ongoing, a day short"),
        pytest.param(None, date(2027, 5, 1), WorkCount(24, 0), id="ongoing, to the day before"),
        pytest.param(None, date(2025, 5, 1), WorkCount(0, 0), id="begun on the reference day"),
        pytest.param(None, date(2025, 6, 1), WorkCount(1, 0), id="begun a month before"),
        pytest.param(None, date(2025, 4, 1), WorkCount(0, 0), id="not begun"),
        pytest.param(
            date(2027, 4, 30), date(2027, 4, 30), WorkCount(23, 29), id="ends on the reference day"
        ),
        pytest.param(
            date(2027, 4, 30), date(2027, 5, 1), WorkCount(24, 0), id="ends on the day before"
        ),
        pytest.param(date(2029, 4, 30), date(2027, 5, 1), WorkCount(24, 0), id="ends years later"),
        pytest.param(date.max, date(2027, 5, 1), WorkCount(24, 0), id="ends with the calendar"),
    ],
)
@pytest.mark.parametrize("counting", [WorkCounting.WHOLE, WorkCounting.SHARE])
def test_work_counts_up_to_the_day_before_the_reference_day(
    ends_on, reference_on, expected, counting
):
    count = counted_work((WorkPeriod(date(2025, 5, 1), ends_on),), reference_on, counting)

    assert count == expected


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        pytest.param((), WorkCount(0, 0), id="no work"),
        pytest.param(
            (WorkPeriod(date(2024, 1, 1), date(2025, 12, 31), share=HALF),),
            WorkCount(12, 0),
            id="half time for two years",
        ),
        pytest.param(
            (
                WorkPeriod(date(2024, 1, 1), date(2024, 6, 30), share=HALF),
                WorkPeriod(date(2024, 1, 1), date(2024, 6, 30), share=HALF),
            ),
            WorkCount(6, 0),
            id="two halves at once make a whole",
        ),
        pytest.param(
            (
                WorkPeriod(date(2024, 1, 1), date(2024, 6, 30)),
                WorkPeriod(date(2024, 4, 1), date(2024, 9, 30), share=HALF),
            ),
            WorkCount(7, 15),
            id="never more than full time on one day",
        ),
        pytest.param(
            (
                WorkPeriod(date(2024, 1, 1), date(2024, 1, 31), share=Fraction(1, 3)),
                WorkPeriod(date(2024, 6, 1), date(2024, 6, 30), share=Fraction(2, 3)),
            ),
            WorkCount(1, 0),
            id="thirds add up exactly",
        ),
        pytest.param(
            (WorkPeriod(date(2025, 2, 1), date(2025, 2, 27)),),
            WorkCount(0, 28),
            id="27 days of February",
        ),
        pytest.param(
            (WorkPeriod(date(2025, 1, 1), date(2025, 1, 30)),), WorkCount(0, 29), id="30 of January"
        ),
        pytest.param(
            (WorkPeriod(date(2025, 1, 15), date(2025, 2, 13)),),
            WorkCount(1, 0),
            id="two half months",
        ),
    ],
)
def test_by_share_each_day_counts_its_share_of_its_calendar_month(periods, expected):
    assert counted_work(periods, LATE, WorkCounting.SHARE) == expected


@pytest.mark.parametrize(
    ("periods", "counting", "expected"),
    [
        pytest.param((), WorkCounting.WHOLE, None, id="no work"),
        pytest.param((), WorkCounting.SHARE, None, id="no work by share"),
        pytest.param(
            (WorkPeriod(date(2025, 5, 1), None),),
            WorkCounting.WHOLE,
            date(2027, 5, 1),
            id="work that goes on",
        ),
        pytest.param(
            (WorkPeriod(date(2020, 5, 1), None),),
            WorkCounting.WHOLE,
            date(2022, 5, 1),
            id="worked long ago",
        ),
        pytest.param(
            (WorkPeriod(date(2025, 5, 1), date(2027, 4, 29)),),
            WorkCounting.WHOLE,
            None,
            id="ends a day too soon",
        ),
        pytest.param(
            (WorkPeriod(date(2025, 5, 1), date(2027, 4, 30)),),
            WorkCounting.WHOLE,
            date(2027, 5, 1),
            id="ends just in time",
        ),
        pytest.param(
            (WorkPeriod(date(2024, 2, 29), None),),
            WorkCounting.WHOLE,
            date(2026, 2, 28),
            id="from a leap day",
        ),
        pytest.param(
            (WorkPeriod(date(2023, 1, 1), date(2023, 12, 31)), WorkPeriod(date(2025, 1, 31), None)),
            WorkCounting.WHOLE,
            date(2026, 1, 31),
            id="half before a gap and half after",
        ),
        pytest.param(
            (WorkPeriod(date(2024, 1, 1), None, share=HALF),),
            WorkCounting.WHOLE,
            date(2026, 1, 1),
            id="half time counts whole",
        ),
        pytest.param(
            (WorkPeriod(date(2024, 1, 1), None, share=HALF),),
            WorkCounting.SHARE,
            date(2028, 1, 1),
            id="half time by share",
        ),
        pytest.param(
            (
                WorkPeriod(date(2024, 1, 1), date(2025, 1, 15)),
                WorkPeriod(date(2025, 1, 16), None, share=HALF),
            ),
            WorkCounting.SHARE,
            date(2026, 12, 17),
            id="full time and then half",
        ),
        pytest.param(
            (WorkPeriod(date(2024, 1, 1), date(2027, 12, 30), share=HALF),),
            WorkCounting.SHARE,
            None,
            id="half time ends a day too soon",
        ),
        pytest.param(
            (WorkPeriod(date(9998, 1, 1), None),),
            WorkCounting.WHOLE,
            None,
            id="beyond the end of the calendar",
        ),
        pytest.param(
            (WorkPeriod(date(9998, 1, 1), None),),
            WorkCounting.SHARE,
            None,
            id="beyond the end by share",
        ),
        pytest.param(
            (WorkPeriod(date(9997, 12, 31), date.max),),
            WorkCounting.WHOLE,
            date.max,
            id="on the last day of the calendar",
        ),
        pytest.param(
            (WorkPeriod(date(9997, 12, 31), None),),
            WorkCounting.SHARE,
            date.max,
            id="on the last day of the calendar by share",
        ),
        pytest.param(
            (WorkPeriod(date.max, None),),
            WorkCounting.WHOLE,
            None,
            id="begun on the last day of all",
        ),
    ],
)
def test_the_qualifying_day_is_the_first_by_which_24_months_have_been_worked(
    periods, counting, expected
):
    assert qualifying_day(periods, 24, date(2026, 3, 2), counting) == expected


@pytest.mark.parametrize("months_needed", [0, -1])
def test_where_no_month_is_needed_the_reference_day_will_do(months_needed):
    assert qualifying_day((), months_needed, date(2026, 3, 2)) == date(2026, 3, 2)


def test_a_period_may_last_one_day_and_not_end_before_it_starts():
    WorkPeriod(date(2026, 3, 2), date(2026, 3, 2))

    with pytest.raises(ValueError, match="ends before it starts"):
        WorkPeriod(date(2026, 3, 2), date(2026, 3, 1))


@pytest.mark.parametrize("share", [Fraction(0), Fraction(-1, 2), Fraction(38, 37)], ids=str)
def test_a_share_is_above_nothing_and_at_most_full_time(share):
    with pytest.raises(ValueError, match="share of full time"):
        WorkPeriod(date(2026, 3, 2), None, share=share)


@pytest.mark.parametrize("counting", [WorkCounting.WHOLE, WorkCounting.SHARE])
def test_forty_periods_with_gaps_are_counted_as_exactly_as_two(counting):
    periods = tuple(
        WorkPeriod(date(1980 + year, 2, 1), date(1980 + year, 3, 10)) for year in range(40)
    )

    count = counted_work(periods, LATE, counting)

    assert count == (WorkCount(53, 10) if counting is WorkCounting.WHOLE else WorkCount(52, 27))
