"""`redate`: provisional due days are set anew when their year is loaded."""

from datetime import datetime

from mingbai.ledger.record import record
from mingbai.letters import tally
from mingbai.letters.models import Handling, LetterEvent
from mingbai.lib.calendar import Deadline
from mingbai.places.actors import Actor
from mingbai.places.days import working_calendar
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place

AT_ONCE = 500


def redate(*, by: Actor, at: datetime) -> int:
    """Recompute up to 500 open provisional deadlines; returns how many were seen.

    The day on the receipt and in the leaf stays; the new day is an event that
    the writer sees. A deadline that is still provisional stays as it is.
    """
    require(by, Act.LETTER_REDATE)
    calendar = working_calendar()
    days = current_place().reply_working_days
    provisional = (
        Handling.objects.filter(is_provisional=True, answered_at__isnull=True)
        .select_related("letter", "body")
        .order_by("due_on", "id")[:AT_ONCE]
    )
    settled = 0
    for handling in provisional:
        found = calendar.add_working_days(handling.letter.received_on, days)
        if not found.provisional:
            _set_day(handling, found, at)
            settled += 1
    return settled


def _set_day(handling: Handling, found: Deadline, at: datetime) -> None:
    before, letter = handling.due_on, handling.letter
    handling.due_on, handling.is_provisional = found.day, False
    handling.save(update_fields=["due_on", "is_provisional"])
    if found.day == before:
        return
    tally.add(tally.Count.OPEN, body=handling.body, day=before, pieces=-1)
    tally.add(tally.Count.OPEN, body=handling.body, day=found.day)
    LetterEvent.objects.create(
        letter=letter,
        kind=LetterEvent.Kind.REDATED,
        at=at,
        actor=LetterEvent.Actor.SYSTEM,
        due_on=found.day,
        leaf=record(
            log=current_place().pk,
            name="letter.redated",
            facts={
                "letter": letter.ref,
                "from": before.isoformat(),
                "due": found.day.isoformat(),
            },
            at=at,
        ),
    )
