"""What is still to happen, by time: a queue of acts, and the hours of offices."""

import heapq
import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mingbai.lib.calendar import WorkingCalendar

ZONE: Final = ZoneInfo("Asia/Shanghai")
OPENS: Final = 9
MINUTES_OPEN: Final = 8 * 60
MINUTES_A_DAY: Final = 24 * 60

Act = Callable[[datetime], object]


@dataclass
class Agenda:
    """Acts in the order of their time; one may put others on it."""

    calendar: WorkingCalendar
    chance: random.Random
    ends_at: datetime
    _waiting: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=itertools.count)

    def put(self, at: datetime, act: Act) -> None:
        """Have it happen then; nothing that would happen after the end."""
        if at <= self.ends_at:
            heapq.heappush(self._waiting, (at, next(self._order), act))

    def all(self) -> Iterator[tuple[datetime, Act]]:
        """Everything by its time, with what was put on meanwhile."""
        while self._waiting:
            at, _order, act = heapq.heappop(self._waiting)
            yield at, act

    def within_days(self, since: datetime, least: float, most: float) -> datetime:
        """Some instant so many days later, at any hour."""
        return since + timedelta(days=self.chance.uniform(least, most))

    def in_office(self, since: datetime, least: float, most: float) -> datetime:
        """Some instant so many days later, while offices are open; never before."""
        wished = self.within_days(since, least, most).astimezone(ZONE)
        if self._is_open(wished):
            return wished
        day = wished.date()
        if wished.hour >= OPENS or not self.calendar.is_working(day):
            day = self.calendar.add_working_days(day, 1).day
        opens = datetime.combine(day, time(OPENS), tzinfo=ZONE)
        return opens + timedelta(minutes=self.chance.randrange(MINUTES_OPEN))

    def at_any_hour(self, of: datetime) -> datetime:
        """Some instant of that local day."""
        midnight = datetime.combine(of.astimezone(ZONE).date(), time(0), tzinfo=ZONE)
        return midnight + timedelta(minutes=self.chance.randrange(1, MINUTES_A_DAY))

    def _is_open(self, at: datetime) -> bool:
        is_hour = OPENS <= at.hour < OPENS + MINUTES_OPEN // 60
        return is_hour and self.calendar.is_working(at.date())
