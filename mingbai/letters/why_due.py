"""`why_due`: why a letter is due on this day, step by step, from its events."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from mingbai.letters.limits import limits_of, receipt_days
from mingbai.letters.models import EventKind, Extension, Handling, LetterEvent, State
from mingbai.lib.calendar import Deadline, WorkingCalendar
from mingbai.places.days import local_day

# With these the due day is set, or set anew. A correction of the kind sets none: it
# says which limits the later ones go by.
SETTING = frozenset(
    {
        EventKind.REGISTERED,
        EventKind.CLAIMED,
        EventKind.ROUTED,
        EventKind.REASSIGNED,
        EventKind.SENT_AGAIN,
        EventKind.EXTENDED,
        EventKind.REOPENED,
        EventKind.URGENT,
    }
)


@dataclass(frozen=True)
class DueStep:
    """One step to the due day: `days` working days after `start` would be `counted`.

    `due` is what holds from then on: a limit never moves the day later than it was,
    save by an extension or a new round. `days` is 0 for the same day.
    """

    kind: EventKind
    start: date
    days: int
    counted: Deadline
    due: Deadline


def why_due(
    handling: Handling, events: Iterable[LetterEvent], *, calendar: WorkingCalendar
) -> list[DueStep]:
    """Every step that set the due day, in order; the last one's `due` is the day.

    Where limits were other ones at the time, the days are those that were given then.
    `calendar` reaches back to the day of receipt.
    """
    happened = list(events)
    # After that the days were counted anew by another calendar, and so they are here.
    is_redated = any(event.kind == EventKind.REDATED for event in happened)
    return _Count(handling, calendar, keeps_days=not is_redated).steps(happened)


def due_by_events(handling: Handling, *, calendar: WorkingCalendar) -> Deadline:
    """The due day recounted by this calendar; few queries more than the limits need."""
    kinds = {*SETTING, EventKind.CORRECTED}
    events = LetterEvent.objects.filter(letter=handling.letter, kind__in=kinds)
    return _Count(handling, calendar, keeps_days=False).steps(events)[-1].due


class _Count:
    """The due day while the events of a letter are gone through."""

    def __init__(
        self, handling: Handling, calendar: WorkingCalendar, *, keeps_days: bool
    ) -> None:
        self._letter = handling.letter
        self._calendar = calendar
        self._keeps_days = keeps_days
        # What it counted as at the time: a limit is that of the kind it had then.
        self._kind = handling.letter.kind
        self._round = 1
        self._held: Deadline | None = None
        self._extended_by = {
            one.round: one.days for one in Extension.objects.filter(letter=self._letter)
        }

    def steps(self, events: Iterable[LetterEvent]) -> list[DueStep]:
        """The steps of these events, in order."""
        found = []
        for event in events:
            if event.kind == EventKind.CORRECTED:
                self._kind = event.reason
            if event.kind == EventKind.REOPENED:
                self._round += 1
            if self._sets_day(event):
                step = self._as_told(self._step(event), event)
                self._held = step.due
                found.append(step)
        return found

    def _sets_day(self, event: LetterEvent) -> bool:
        # One merged into another goes along, and keeps its own day.
        goes_along = event.to_state == State.MERGED and event.kind != EventKind.URGENT
        return event.kind in SETTING and event.due_on is not None and not goes_along

    def _step(self, event: LetterEvent) -> DueStep:
        kind, day, held = EventKind(event.kind), local_day(event.at), self._held
        if held is None:
            start = self._letter.received_on
            return self._counted(kind, start, receipt_days(self._kind))
        if kind == EventKind.URGENT:
            now = Deadline(day, provisional=False)
            return DueStep(kind, day, 0, now, now if day < held.day else held)
        if kind == EventKind.EXTENDED:
            days = self._extended_by.get(self._round, 0)
            return self._counted(kind, held.day, days)
        limits = limits_of(self._kind)
        is_direct = kind == EventKind.CLAIMED
        days = limits.direct_days if is_direct else limits.body_days
        step = self._counted(kind, day, days)
        if kind == EventKind.REOPENED or step.due.day < held.day:
            return step
        return replace(step, due=held)

    def _counted(self, kind: EventKind, start: date, days: int) -> DueStep:
        due = self._calendar.add_working_days(start, days)
        return DueStep(kind, start, days, due, due)

    def _as_told(self, step: DueStep, event: LetterEvent) -> DueStep:
        """The step, unless another day was told then: limits have changed since."""
        told = event.due_on
        if not self._keeps_days or told is None or told == step.due.day:
            return step
        due = replace(step.due, day=told)
        days = self._calendar.working_days_between(step.start, told)
        return replace(step, days=days, counted=due, due=due)
