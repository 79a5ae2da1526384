"""Working days of a place: the only source of deadlines.

The State Council's order (全国年节及纪念日放假办法, 10 November 2024) names thirteen
public holidays a year; a yearly notice moves working days to weekends to bridge them.
Both are data here: days off, and weekend days on which people work (make-up days).
"""

import enum
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

_DAY = timedelta(days=1)
_SATURDAY = 5


class Reason(enum.StrEnum):
    """Why a day counts as a working day or does not."""

    ORDINARY = "ordinary"  # Monday to Friday: counts
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"  # a weekend day worked for a bridge day: counts


@dataclass(frozen=True)
class Deadline:
    """The last day, and whether a calendar not yet loaded may move it."""

    day: date
    provisional: bool


@dataclass(frozen=True)
class Step:
    """One day on the way to a deadline: does it count, and why."""

    day: date
    counts: bool
    reason: Reason


@dataclass(frozen=True)
class WorkingCalendar:
    """The days off and make-up days of one place, and the years they are known for.

    In a year not loaded Monday to Friday count as working. Days may lie outside the
    loaded years: a notice for one year sometimes names the last days of the year
    before. A day that is both off and worked is refused with ValueError.
    """

    off_days: frozenset[date]
    working_days: frozenset[date]
    loaded_years: frozenset[int]

    def __post_init__(self) -> None:
        both = self.off_days & self.working_days
        if both:
            raise ValueError(f"both off and worked: {min(both).isoformat()}")

    def is_working(self, day: date) -> bool:
        """Tell whether people work on `day`."""
        return self._step(day).counts

    def add_working_days(self, start: date, n: int) -> Deadline:
        """Return the n-th working day after `start`; `start` itself never counts.

        Provisional when a day after `start`, up to and with the result, lies in a
        year not loaded. Refuses n below 1 with ValueError.
        """
        steps = self.steps(start, n)
        unknown = any(step.day.year not in self.loaded_years for step in steps)
        return Deadline(steps[-1].day, provisional=unknown)

    def steps(self, start: date, n: int) -> list[Step]:
        """Return every day after `start` up to the n-th working day, with its reason.

        Refuses n below 1 with ValueError.
        """
        if n < 1:
            raise ValueError("a deadline lies at least one working day ahead")
        steps: list[Step] = []
        day, counted = start, 0
        while counted < n:
            day += _DAY
            step = self._step(day)
            counted += step.counts
            steps.append(step)
        return steps

    def working_days_between(self, start: date, end: date) -> int:
        """Return the working days after `start`, up to and with `end`.

        Negative when `end` comes first, so that stretches add up in any order. Takes
        the same time for a day as for ten years: queues count it for every letter.
        """
        return self._worked_until(end) - self._worked_until(start)

    def working_days_left(self, today: date, due: date) -> int:
        """Return the working days left: 0 on the due day, negative when overdue."""
        return self.working_days_between(today, due)

    def _step(self, day: date) -> Step:
        weekend = day.weekday() >= _SATURDAY
        if day in self.off_days:
            return Step(day, counts=False, reason=Reason.HOLIDAY)
        if not weekend:
            return Step(day, counts=True, reason=Reason.ORDINARY)
        if day in self.working_days:
            return Step(day, counts=True, reason=Reason.MAKE_UP)
        return Step(day, counts=False, reason=Reason.WEEKEND)

    def _worked_until(self, day: date) -> int:
        """Return the working days from 0001-01-01, a Monday, up to and with `day`."""
        ordinal = day.toordinal()
        weeks, rest = divmod(ordinal, 7)
        lost = bisect_right(self._lost_weekdays, ordinal)
        won = bisect_right(self._won_weekend_days, ordinal)
        return weeks * 5 + min(rest, 5) - lost + won

    @cached_property
    def _lost_weekdays(self) -> list[int]:
        return sorted(
            day.toordinal() for day in self.off_days if day.weekday() < _SATURDAY
        )

    @cached_property
    def _won_weekend_days(self) -> list[int]:
        return sorted(
            day.toordinal() for day in self.working_days if day.weekday() >= _SATURDAY
        )
