"""Due days counted by hand: a day after the other, with nothing of `lib/calendar`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from mingbai.letters.limits import Limits
from mingbai.letters.models import EventKind, Letter, LetterEvent, State
from mingbai.places.days import local_day
from mingbai.places.models import CalendarDay

DAY: Final = timedelta(days=1)
SATURDAY: Final = 5
# Their day is that of a promise, or of another body's part.
OF_SOMETHING_ELSE: Final = frozenset({EventKind.PROMISE_DUE, EventKind.ASSIST_ASKED})
_AT_BODY: Final = frozenset(
    {EventKind.ROUTED, EventKind.REASSIGNED, EventKind.SENT_AGAIN}
)
_LATER: Final = frozenset({EventKind.EXTENDED, EventKind.REOPENED, EventKind.REDATED})


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
    granted: Mapping[int, int]
    kind: str
    round: int = 1
    due: date = date.min
    may_be_later: bool = False

    def go_on(self, event: LetterEvent) -> date:
        """The day that ought to hold after this event."""
        kind = EventKind(event.kind)
        self.may_be_later |= kind in _LATER
        if kind == EventKind.CORRECTED:
            self.kind = event.reason
        if kind == EventKind.REOPENED:
            self.round += 1
        # One merged into another goes along with it, and keeps its own day.
        goes_along = event.to_state == State.MERGED and kind in _AT_BODY
        return self.due if goes_along else self._due(kind, event.at)

    def _due(self, kind: EventKind, at: datetime) -> date:
        limits, days = self.rules.limits(self.kind, at), self.rules.days(at)
        today = local_day(at)
        if kind == EventKind.REGISTERED:
            count = limits.receipt_days or self.rules.promised
            return days.after(self.letter.received_on, count)
        if kind == EventKind.REOPENED:
            return days.after(today, limits.body_days)
        if kind == EventKind.EXTENDED:
            return days.after(self.due, self.granted.get(self.round, 0))
        if kind in _AT_BODY:
            return min(self.due, days.after(today, limits.body_days))
        if kind == EventKind.URGENT:
            return min(self.due, today)
        return self.due

    def claimed(self, event: LetterEvent) -> date:
        """The same for a claim, which sets a day when the office keeps the letter."""
        limits = self.rules.limits(self.kind, event.at)
        days = self.rules.days(event.at)
        return min(self.due, days.after(local_day(event.at), limits.direct_days))


def due_faults(
    letter: Letter,
    events: list[LetterEvent],
    granted: Mapping[int, int],
    due_on: date,
    rules: Rules,
) -> Iterator[str]:
    """What is wrong with the days of one letter; nothing when all are right.

    Every day that an event has set, counted by hand from the day before it; the day
    that holds now; and that nothing but an extension, a new round or a newly loaded
    calendar has ever moved it later than the receipt says.
    """
    clock = _Clock(letter, rules, granted, letter.kind)
    for number, event in enumerate(events):
        if event.kind in OF_SOMETHING_ELSE:
            continue
        wanted = clock.go_on(event)
        if event.kind == EventKind.CLAIMED and event.due_on is not None:
            wanted = clock.claimed(event)
        if event.kind == EventKind.REDATED:
            wanted = _counted_anew(letter, events[:number], granted, rules, event.at)
        told = event.due_on or clock.due
        if wanted != told:
            yield f"{letter} {event.kind}: due {told}, by hand {wanted}"
        clock.due = told
    if clock.due != due_on:
        yield f"{letter}: due {due_on}, its events say {clock.due}"
    if due_on > letter.due_on and not clock.may_be_later:
        yield f"{letter}: due {due_on}, promised {letter.due_on}"


def _counted_anew(
    letter: Letter,
    events: list[LetterEvent],
    granted: Mapping[int, int],
    rules: Rules,
    at: datetime,
) -> date:
    """By the calendar of that instant, and by the limits of the time of each event."""
    days = rules.days(at)
    clock = _Clock(letter, replace(rules, days=lambda _at: days), granted, letter.kind)
    for event in events:
        if event.kind in OF_SOMETHING_ELSE:
            continue
        is_kept = event.kind == EventKind.CLAIMED and event.due_on is not None
        clock.due = clock.claimed(event) if is_kept else clock.go_on(event)
    return clock.due
