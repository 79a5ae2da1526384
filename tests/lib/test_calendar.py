"""Working days: the calendar of China day by day, and what holds for any calendar."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingbai.lib.calendar import Deadline, Reason, WorkingCalendar
from mingbai.lib.calendar_file import read_calendar_csv, working_calendar

SHIPPED = Path(__file__).parents[2] / "mingbai/places/calendars/cn.csv"
DAY = timedelta(days=1)
EMPTY = WorkingCalendar(frozenset(), frozenset(), frozenset())


@cache
def china() -> WorkingCalendar:
    with SHIPPED.open(encoding="utf-8", newline="") as lines:
        return working_calendar(read_calendar_csv(lines))


days = st.dates(date(2003, 1, 1), date(2028, 12, 31))
near = st.dates(date(2026, 1, 1), date(2026, 3, 31))


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    off = draw(st.frozensets(near, max_size=40))
    worked = draw(st.frozensets(near, max_size=40)) - off
    years = draw(st.frozensets(st.sampled_from([2025, 2026, 2027])))
    return WorkingCalendar(off, worked, years)


@pytest.mark.parametrize("n", [0, -1])
def test_a_deadline_that_does_not_lie_ahead_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="ahead"):
        china().add_working_days(date(2026, 9, 30), n)
    with pytest.raises(ValueError, match="ahead"):
        china().steps(date(2026, 9, 30), n)


def test_a_day_that_is_both_off_and_worked_is_refused() -> None:
    both = frozenset({date(2026, 10, 10)})
    with pytest.raises(ValueError, match="2026-10-10"):
        WorkingCalendar(both, both, frozenset())


def test_five_working_days_from_30_september_2026_end_on_13_october() -> None:
    deadline = china().add_working_days(date(2026, 9, 30), 5)
    assert deadline == Deadline(date(2026, 10, 13), provisional=False)


def test_every_day_of_china_is_as_the_published_package_has_it() -> None:
    day, last = date(2004, 1, 1), date(2026, 12, 31)
    while day <= last:
        assert china().is_working(day) == chinese_calendar.is_workday(day), day
        day += DAY


def test_each_step_to_the_thirteenth_of_october_has_its_reason() -> None:
    steps = china().steps(date(2026, 9, 30), 5)
    holiday = [date(2026, 10, 1) + offset * DAY for offset in range(7)]
    assert [step.day for step in steps if step.reason is Reason.HOLIDAY] == holiday
    assert [(step.day.day, step.reason) for step in steps if step.counts] == [
        (8, Reason.ORDINARY),
        (9, Reason.ORDINARY),
        (10, Reason.MAKE_UP),
        (12, Reason.ORDINARY),
        (13, Reason.ORDINARY),
    ]
    assert [step.day.day for step in steps if step.reason is Reason.WEEKEND] == [11]


def test_a_letter_on_a_rest_day_counts_from_the_next_working_day() -> None:
    for received in (date(2026, 10, 1), date(2026, 10, 7)):
        assert china().add_working_days(received, 1).day == date(2026, 10, 8)


def test_a_letter_on_a_make_up_day_counts_from_the_day_after() -> None:
    assert china().add_working_days(date(2026, 10, 10), 1).day == date(2026, 10, 12)


def test_a_deadline_within_loaded_years_is_final() -> None:
    deadline = china().add_working_days(date(2026, 12, 1), 22)
    assert deadline == Deadline(date(2026, 12, 31), provisional=False)


def test_a_deadline_that_reaches_a_year_not_loaded_is_provisional() -> None:
    deadline = china().add_working_days(date(2026, 12, 30), 2)
    assert deadline == Deadline(date(2027, 1, 1), provisional=True)


def test_a_deadline_that_crosses_a_year_not_loaded_is_provisional() -> None:
    gap = WorkingCalendar(frozenset(), frozenset(), frozenset({2025, 2027}))
    assert gap.add_working_days(date(2025, 12, 31), 262).day == date(2027, 1, 1)
    assert gap.add_working_days(date(2025, 12, 31), 262).provisional
    assert gap.add_working_days(date(2025, 12, 30), 1).provisional is False


def test_in_a_year_not_loaded_monday_to_friday_count() -> None:
    assert EMPTY.add_working_days(date(2026, 9, 30), 5).day == date(2026, 10, 7)


def test_a_holiday_on_a_weekend_is_called_a_holiday() -> None:
    steps = china().steps(date(2026, 10, 2), 1)
    assert steps[0].day == date(2026, 10, 3)
    assert steps[0].reason is Reason.HOLIDAY


def test_a_make_up_day_on_a_weekday_is_an_ordinary_day() -> None:
    monday = date(2026, 10, 12)
    calendar = WorkingCalendar(frozenset(), frozenset({monday}), frozenset({2026}))
    assert calendar.steps(monday - DAY, 1)[0].reason is Reason.ORDINARY
    assert calendar.working_days_between(monday - DAY, monday) == 1


def test_days_left_fall_to_nothing_and_below() -> None:
    due = date(2026, 10, 13)
    assert china().working_days_left(date(2026, 9, 30), due) == 5
    assert china().working_days_left(date(2026, 10, 7), due) == 5
    assert china().working_days_left(date(2026, 10, 12), due) == 1
    assert china().working_days_left(due, due) == 0
    assert china().working_days_left(date(2026, 10, 15), due) == -2


@given(calendars(), near, st.integers(1, 60))
def test_as_many_days_lie_between_as_were_added(
    calendar: WorkingCalendar, start: date, n: int
) -> None:
    deadline = calendar.add_working_days(start, n)
    assert calendar.working_days_between(start, deadline.day) == n
    assert calendar.working_days_left(deadline.day, start) == -n
    assert calendar.is_working(deadline.day)


@given(calendars(), near, near)
def test_days_between_are_those_one_counts(
    calendar: WorkingCalendar, start: date, end: date
) -> None:
    first, last = min(start, end), max(start, end)
    reached = (first + offset * DAY for offset in range(1, (last - first).days + 1))
    counted = sum(calendar.is_working(day) for day in reached)
    sign = 1 if start <= end else -1
    assert calendar.working_days_between(start, end) == sign * counted


@given(days, days, days)
def test_stretches_add_up_in_any_order(one: date, other: date, third: date) -> None:
    between = china().working_days_between
    assert between(one, other) + between(other, third) == between(one, third)


@given(calendars(), near, st.integers(1, 40), st.integers(0, 20))
def test_more_days_or_a_later_start_never_end_earlier(
    calendar: WorkingCalendar, start: date, n: int, later: int
) -> None:
    end = calendar.add_working_days(start, n).day
    assert calendar.add_working_days(start, n + 1).day > end
    assert calendar.add_working_days(start + later * DAY, n).day >= end


@given(calendars(), near, st.integers(1, 40))
def test_steps_are_every_day_up_to_the_deadline(
    calendar: WorkingCalendar, start: date, n: int
) -> None:
    steps = calendar.steps(start, n)
    assert [step.day for step in steps] == [
        start + offset * DAY for offset in range(1, len(steps) + 1)
    ]
    assert sum(step.counts for step in steps) == n
    assert steps[-1].counts
    assert all(step.counts == calendar.is_working(step.day) for step in steps)
