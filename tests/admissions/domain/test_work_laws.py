"""What holds of every way of working: more never counts for less, and order never matters."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

from hypothesis import assume, example, given
from hypothesis import strategies as st

from admissions.domain.work import WorkCount, WorkCounting, WorkPeriod, counted_work, qualifying_day
from tests.admissions.domain.makers import FEBRUARY_TRAP, HALF, LATE

ONE_DAY = timedelta(days=1)
countings = st.sampled_from(WorkCounting)
shares = st.sampled_from([Fraction(1), HALF, Fraction(2, 3), Fraction(1, 37)])
reference_days = st.dates(date(2024, 3, 1), date(2025, 6, 30))


@st.composite
def february_periods(draw, may_go_on=True):
    starts_on = date(2023, 12, 15) + timedelta(days=draw(st.integers(0, 100)))
    length = draw(st.integers(0, 45) | st.integers(25, 33) | st.sampled_from([366, 730]))
    ends_on = starts_on + timedelta(days=length)
    if may_go_on and draw(st.integers(0, 4)) == 0:
        ends_on = None
    return WorkPeriod(starts_on, ends_on, share=draw(shares))


@st.composite
def stretches_a_few_days_apart(draw):
    starts_on = date(2024, 1, 1) + timedelta(days=draw(st.integers(0, 60)))
    periods = []
    for _ in range(draw(st.integers(1, 6))):
        ends_on = starts_on + timedelta(days=draw(st.integers(0, 3) | st.integers(25, 33)))
        periods.append(WorkPeriod(starts_on, ends_on, share=draw(shares)))
        starts_on = ends_on + timedelta(days=draw(st.integers(1, 4)))
    return tuple(periods)


work = st.lists(february_periods(), max_size=5).map(tuple) | stretches_a_few_days_apart()


def month_later(day, months):
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_of_a_stretch(first_day, last_day):
    months = 0
    while month_later(first_day, months + 1) <= last_day + ONE_DAY:
        months += 1
    return months * 30 + min(29, (last_day + ONE_DAY - month_later(first_day, months)).days)


def days_worked(periods, reference_on):
    days = set()
    for period in periods:
        day = period.starts_on
        while day < reference_on and (period.ends_on is None or day <= period.ends_on):
            days.add(day)
            day += ONE_DAY
    return days


def joined(days):
    stretches = []
    for day in sorted(days):
        if stretches and day == stretches[-1][1] + ONE_DAY:
            stretches[-1][1] = day
        else:
            stretches.append([day, day])
    return stretches


def counted_whole_the_slow_way(periods, reference_on):
    stretches = joined(days_worked(periods, reference_on))
    if not stretches:
        return WorkCount(0, 0)
    counts = []
    for choice in product([True, False], repeat=len(stretches) - 1):
        filled = [list(stretches[0])]
        for is_filled, (first_day, last_day) in zip(choice, stretches[1:], strict=True):
            if is_filled:
                filled[-1][1] = last_day
            else:
                filled.append([first_day, last_day])
        counts.append(sum(days_of_a_stretch(*stretch) for stretch in filled))
    return WorkCount(*divmod(min(counts), 30))


def counted_by_share_the_slow_way(periods, reference_on):
    total = Fraction(0)
    for day in days_worked(periods, reference_on):
        share = sum(
            period.share
            for period in periods
            if period.starts_on <= day and (period.ends_on is None or day <= period.ends_on)
        )
        total += min(share, Fraction(1)) / monthrange(day.year, day.month)[1]
    return WorkCount(int(total), int(total % 1 * 30))


@example(FEBRUARY_TRAP, LATE)
@given(work, reference_days)
def test_the_whole_count_is_the_least_over_every_choice_of_gaps_worked(periods, reference_on):
    count = counted_work(periods, reference_on)

    assert count == counted_whole_the_slow_way(periods, reference_on)


@given(work, reference_days)
def test_the_count_by_share_is_the_sum_over_the_days(periods, reference_on):
    count = counted_work(periods, reference_on, WorkCounting.SHARE)

    assert count == counted_by_share_the_slow_way(periods, reference_on)


@example(FEBRUARY_TRAP, WorkPeriod(date(2024, 2, 7), date(2024, 2, 7)), LATE, WorkCounting.WHOLE)
@given(work, february_periods(), reference_days, countings)
def test_one_period_more_never_counts_for_less(periods, added, reference_on, counting):
    before = counted_work(periods, reference_on, counting)

    assert counted_work((*periods, added), reference_on, counting) >= before


@given(stretches_a_few_days_apart(), st.data(), countings)
def test_a_day_worked_in_a_gap_never_counts_for_less(periods, data, counting):
    hull = periods[-1].ends_on - periods[0].starts_on
    day = periods[0].starts_on + timedelta(days=data.draw(st.integers(0, hull.days)))

    count = counted_work((*periods, WorkPeriod(day, day)), LATE, counting)

    assert count >= counted_work(periods, LATE, counting)


@given(
    work,
    february_periods(may_go_on=False),
    st.integers(0, 40),
    st.integers(0, 40),
    reference_days,
    countings,
)
def test_a_longer_period_never_counts_for_less(
    periods, period, earlier, later, reference_on, counting
):
    starts_on = period.starts_on - timedelta(days=earlier)
    longer = WorkPeriod(starts_on, period.ends_on + timedelta(days=later), share=period.share)
    ongoing = WorkPeriod(starts_on, None, share=period.share)

    counts = [
        counted_work((*periods, changed), reference_on, counting)
        for changed in (period, longer, ongoing)
    ]

    assert counts == sorted(counts)


@given(work, february_periods(), shares, reference_days, countings)
def test_a_higher_share_never_counts_for_less(periods, period, share, reference_on, counting):
    raised = WorkPeriod(period.starts_on, period.ends_on, share=max(share, period.share))

    count = counted_work((*periods, raised), reference_on, counting)

    assert count >= counted_work((*periods, period), reference_on, counting)


@given(work, reference_days, countings)
def test_a_later_reference_day_never_counts_for_less(periods, reference_on, counting):
    count = counted_work(periods, reference_on + ONE_DAY, counting)

    assert count >= counted_work(periods, reference_on, counting)


@given(
    work.flatmap(lambda periods: st.tuples(st.just(periods), st.permutations(periods))),
    reference_days,
    countings,
)
def test_the_order_of_periods_never_matters(orders, reference_on, counting):
    one, other = orders

    assert counted_work(one, reference_on, counting) == counted_work(other, reference_on, counting)
    assert qualifying_day(one, 2, reference_on, counting) == qualifying_day(
        other, 2, reference_on, counting
    )


@given(work, february_periods(), st.integers(1, 45), reference_days, countings)
def test_a_period_split_in_two_adjacent_ones_never_matters(
    periods, period, days, reference_on, counting
):
    second_starts_on = period.starts_on + timedelta(days=days)
    assume(period.ends_on is None or second_starts_on <= period.ends_on)
    first = WorkPeriod(period.starts_on, second_starts_on - ONE_DAY, share=period.share)
    second = WorkPeriod(second_starts_on, period.ends_on, share=period.share)

    split = (*periods, first, second)
    whole = (*periods, period)

    assert counted_work(split, reference_on, counting) == counted_work(
        whole, reference_on, counting
    )
    assert qualifying_day(split, 3, reference_on, counting) == qualifying_day(
        whole, 3, reference_on, counting
    )


@given(work, reference_days, countings)
def test_the_count_never_exceeds_the_time_from_the_first_day_to_the_last(
    periods, reference_on, counting
):
    days = days_worked(periods, reference_on)
    assume(days)

    count = counted_work(periods, reference_on, counting)

    assert count <= counted_work((WorkPeriod(min(days), max(days)),), reference_on, counting)
    assert 0 <= count.days < 30


@example(FEBRUARY_TRAP, 1, WorkCounting.WHOLE)
@given(work, st.integers(1, 30), countings)
def test_the_qualifying_day_is_the_very_first_with_the_months(periods, months_needed, counting):
    day = qualifying_day(periods, months_needed, LATE, counting)

    if day is None:
        assert counted_work(periods, date(2400, 1, 1), counting).months < months_needed
    else:
        assert counted_work(periods, day, counting).months == months_needed
        assert counted_work(periods, day - ONE_DAY, counting).months == months_needed - 1
