"""`why_due`: why a letter is due on this day, step by step, from its events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mingbai.letters.limits import limits_of, no_later, receipt_days
from mingbai.letters.models import EventKind, Extension, Handling, LetterEvent
from mingbai.lib.calendar import Deadline, WorkingCalendar
from mingbai.places.days import local_day

# With these the due day is set, or set anew.
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

    `calendar` reaches back to the day of receipt.
    """
    steps: list[DueStep] = []
    extensions = {
        one.round: one.days for one in Extension.objects.filter(letter=handling.letter)
    }
    round_ = 1
    for event in events:
        if event.kind == EventKind.REOPENED:
            round_ += 1
        step = _step(handling, event, steps, extensions.get(round_, 0), calendar)
        if step is not None:
            steps.append(step)
    return steps


def due_by_events(handling: Handling, *, calendar: WorkingCalendar) -> Deadline:
    """The due day recounted by this calendar; one query more than the limits need."""
    events = LetterEvent.objects.filter(letter=handling.letter, kind__in=SETTING)
    return why_due(handling, events, calendar=calendar)[-1].due


def _step(
    handling: Handling,
    event: LetterEvent,
    before: list[DueStep],
    extended_by: int,
    calendar: WorkingCalendar,
) -> DueStep | None:
    kind, day = EventKind(event.kind), local_day(event.at)
    if kind not in SETTING or (kind != EventKind.REGISTERED and event.due_on is None):
        return None
    if kind == EventKind.REGISTERED:
        start = handling.letter.received_on
        days = receipt_days(handling.letter.kind)
        due = calendar.add_working_days(start, days)
        return DueStep(kind, start, days, due, due)
    held = before[-1].due
    if kind == EventKind.URGENT:
        now = Deadline(day, provisional=False)
        return DueStep(kind, day, 0, now, now if day < held.day else held)
    if kind == EventKind.EXTENDED:
        due = calendar.add_working_days(held.day, extended_by)
        return DueStep(kind, held.day, extended_by, due, due)
    limits = limits_of(handling.kind)
    days = limits.direct_days if kind == EventKind.CLAIMED else limits.body_days
    counted = calendar.add_working_days(day, days)
    if kind == EventKind.REOPENED:
        return DueStep(kind, day, days, counted, counted)
    due = no_later(held, today=day, days=days, calendar=calendar)
    return DueStep(kind, day, days, counted, due)
