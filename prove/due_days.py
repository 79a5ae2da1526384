"""Due days counted by hand: a day after the other, with nothing of `lib/calendar`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from mingbai.letters.limits import Limits
from mingbai.letters.models import EventKind, Letter, LetterEvent
from mingbai.places.days import local_day
from mingbai.places.models import CalendarDay

DAY: Final = timedelta(days=1)
SATURDAY: Final = 5
_AT_BODY: Final = frozenset(
    {EventKind.ROUTED, EventKind.REASSIGNED, EventKind.SENT_AGAIN}
)


@dataclass(frozen=True)
class Days:
    """The days off and the weekend days worked, as the calendar has them."""

    off: frozenset[date]
    worked: frozenset[date]

    def after(self, start: date, count: int) -> date:
        """The day on which `count` working days have passed since `start`."""
        day = start
        while count:
            day += DAY
            is_weekend = day.weekday() >= SATURDAY
            if day not in self.off and (not is_weekend or day in self.worked):
                count -= 1
        return day


def days_of_the_place() -> Days:
    """The calendar of the open place as it is loaded now; one query."""
    rows = list(CalendarDay.objects.values_list("day", "kind"))
    return Days(
        off=frozenset(day for day, kind in rows if kind == CalendarDay.Kind.HOLIDAY),
        worked=frozenset(day for day, kind in rows if kind == CalendarDay.Kind.WORKDAY),
    )


@dataclass(frozen=True)
class Rules:
    """What held at an instant: the limits of a kind of letter, and the calendar."""

    limits: Callable[[str, datetime], Limits]
    days: Callable[[datetime], Days]
    # On the receipt where the kind has no limit of its own.
    promised: int


@dataclass
class _Clock:
    """A letter's clock while its events are gone through."""

    letter: Letter
    rules: Rules
    # Working days granted, by round.
    granted: dict[int, int]
    kind: str
    round: int = 1
    due: date = date.min
    may_be_later: bool = False


def due_faults(
    letter: Letter,
    events: list[LetterEvent],
    granted: dict[int, int],
    due_on: date,
    rules: Rules,
) -> Iterator[str]:
    """What is wrong with the days of one letter; nothing when all are right.

    Every event that set a day, counted by hand from the day before it; the day that
    holds now; and that nothing but an extension, a new round or a newly loaded calendar
    has ever moved it later than the receipt says.
    """
    clock = _Clock(letter, rules, granted, letter.kind)
    for event in events:
        wanted = _wanted(clock, event)
        if event.kind == EventKind.REDATED:
            # Recounted as a whole by the new calendar: `why_due` answers for it.
            wanted = event.due_on
        if event.due_on is None or event.kind == EventKind.PROMISE_DUE:
            continue
        if wanted != event.due_on:
            yield f"{letter} {event.kind}: due {event.due_on}, by hand {wanted}"
        clock.due = event.due_on
    if clock.due != due_on:
        yield f"{letter}: due {due_on}, its events say {clock.due}"
    if due_on > letter.due_on and not clock.may_be_later:
        yield f"{letter}: due {due_on}, promised {letter.due_on}"


def _wanted(clock: _Clock, event: LetterEvent) -> date | None:
    kind, day = EventKind(event.kind), local_day(event.at)
    limits = clock.rules.limits(clock.kind, event.at)
    days = clock.rules.days(event.at)
    clock.may_be_later |= kind in {
        EventKind.EXTENDED,
        EventKind.REOPENED,
        EventKind.REDATED,
    }
    if kind == EventKind.REGISTERED:
        count = limits.receipt_days or clock.rules.promised
        return days.after(clock.letter.received_on, count)
    if kind in _AT_BODY:
        return min(clock.due, days.after(day, limits.body_days))
    if kind == EventKind.CLAIMED:
        return min(clock.due, days.after(day, limits.direct_days))
    if kind == EventKind.EXTENDED:
        return days.after(clock.due, clock.granted.get(clock.round, 0))
    if kind == EventKind.URGENT:
        return min(clock.due, day)
    return _of_another_kind(clock, event, day)


def _of_another_kind(clock: _Clock, event: LetterEvent, day: date) -> date | None:
    if event.kind == EventKind.REOPENED:
        clock.round += 1
        limits = clock.rules.limits(clock.kind, event.at)
        return clock.rules.days(event.at).after(day, limits.body_days)
    if event.kind == EventKind.CORRECTED:
        clock.kind = event.reason
    # No other event may set a day.
    return None
