"""`ask_assist`: another body is asked for a part, with a clock of its own."""

from datetime import datetime

from mingbai.letters import tally
from mingbai.letters.change import Change, NotNow, change, handling_of
from mingbai.letters.in_charge import InCharge, in_charge
from mingbai.letters.limits import limits_of, no_later
from mingbai.letters.models import Assist, EventKind, Letter, Notice
from mingbai.letters.notices import tell
from mingbai.letters.route import due_of
from mingbai.letters.standing import facts_of
from mingbai.lib.calendar import Deadline
from mingbai.places.actors import Officer
from mingbai.places.days import local_day, working_calendar
from mingbai.places.models import Body
from mingbai.places.policy import Act, require


class AssistsAlready(Exception):
    """That body has the letter, or an open part in it."""


def ask_assist(
    *,
    by: Officer,
    at: datetime,
    letter: Letter,
    body: Body,
    note: str = "",
    seen: int | None = None,
) -> Assist:
    """Ask a body for its part, by the limit of the kind, never after the answer is due.

    The body that has the letter still answers it. Where somebody must stay away, the
    part goes to whoever may take it: the head, or the body above. The note stays
    inside. Raises AssistsAlready, NobodyInCharge, NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_ASSIST_ASK, facts_of(letter, by, handling=handling))
    if handling.body is None:
        raise NotNow(EventKind.ASSIST_ASKED, handling.state)
    today = local_day(at)
    taker = in_charge(body, letter=letter, on=today)
    has_part = Assist.objects.filter(
        letter=letter, body=taker.body, state=Assist.State.OPEN
    )
    if taker.body.pk == handling.body_id or has_part.exists():
        raise AssistsAlready
    due = no_later(
        due_of(handling),
        today=today,
        days=limits_of(handling.kind).assist_days,
        calendar=working_calendar(since=today),
    )
    change(handling, _asking(taker, due, note), by=by, at=at)
    tally.add(tally.Count.ASSIST, body=taker.body.pk, day=due.day)
    tell([taker.officer], Notice.Kind.ASSIGNED, letter, at=at)
    return Assist.objects.create(
        letter=letter,
        body=taker.body,
        officer=taker.officer,
        asked_at=at,
        due_on=due.day,
        is_provisional=due.provisional,
    )


def _asking(taker: InCharge, due: Deadline, note: str) -> Change:
    return Change(
        kind=EventKind.ASSIST_ASKED,
        tells={
            "to_body": taker.body,
            "to_officer": taker.officer,
            "due_on": due.day,
        },
        facts={
            "body": taker.body.slug,
            "officer": str(taker.officer.pk),
            "due": due.day.isoformat(),
        },
        note=note.strip(),
    )
