"""`redate`: provisional due days are set anew when their year is loaded."""

from datetime import datetime

from mingbai.letters.change import Change, change
from mingbai.letters.models import EventKind, Handling
from mingbai.letters.why_due import due_by_events
from mingbai.lib.calendar import Deadline
from mingbai.places.actors import Actor
from mingbai.places.days import working_calendar
from mingbai.places.policy import Act, require

AT_ONCE = 500


def redate(*, by: Actor, at: datetime) -> int:
    """Recompute up to 500 open provisional deadlines; returns how many were seen.

    The day on the receipt and in the leaf stays; the new day is an event that
    the writer sees. A deadline that is still provisional stays as it is.
    """
    require(by, Act.LETTER_REDATE)
    provisional = list(
        Handling.objects.filter(is_provisional=True, closed_at__isnull=True)
        .select_related("letter", "body", "officer")
        .order_by("due_on", "id")[:AT_ONCE]
    )
    if not provisional:
        return 0
    calendar = working_calendar(
        since=min(one.letter.received_on for one in provisional)
    )
    settled = 0
    for handling in provisional:
        found = due_by_events(handling, calendar=calendar)
        if not found.provisional:
            _set_day(handling, found, by=by, at=at)
            settled += 1
    return settled


def _set_day(handling: Handling, found: Deadline, *, by: Actor, at: datetime) -> None:
    before = handling.due_on
    if found.day == before:
        Handling.objects.filter(pk=handling.pk).update(is_provisional=False)
        return
    change(
        handling,
        Change(
            kind=EventKind.REDATED,
            sets={"due_on": found.day, "is_provisional": False},
            tells={"due_on": found.day},
            facts={"from": before.isoformat(), "due": found.day.isoformat()},
        ),
        by=by,
        at=at,
    )
