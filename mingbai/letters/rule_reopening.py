"""`rule_reopening`: a supervisor rules whether a letter is opened again."""

from datetime import datetime

from mingbai.letters import tally
from mingbai.letters.change import (
    Change,
    ChangedMeanwhile,
    NotNow,
    change,
    handling_of,
)
from mingbai.letters.in_charge import InCharge, NobodyInCharge, in_charge
from mingbai.letters.limits import limits_of
from mingbai.letters.models import (
    EventKind,
    EventNote,
    Handling,
    Letter,
    LetterEvent,
    Notice,
    Rating,
    Reopening,
    Ruling,
    State,
)
from mingbai.letters.notices import tell
from mingbai.letters.set_urgent import tell_of_danger
from mingbai.letters.standing import facts_of
from mingbai.lib.danger import hint_of
from mingbai.places.actors import Officer
from mingbai.places.days import local_day, working_calendar
from mingbai.places.policy import Act, require


class ReasonWanted(Exception):
    """The writer is told why, granted or not."""


def rule_reopening(
    *, by: Officer, at: datetime, letter: Letter, granted: bool, reason: str
) -> Handling:
    """Open the letter again with the body that answered it, or not; for good.

    A new round begins, with the whole time of the body from today and the right to
    return it anew. With the registrar's office it begins where the office answered, or
    where the body has nobody now. An earlier danger is over; one that the writer told
    of since the answer is told again at any hour. Raises ReasonWanted, NotNow,
    ChangedMeanwhile.
    """
    handling = handling_of(letter)
    require(by, Act.LETTER_REOPENING_RULE, facts_of(letter, by, handling=handling))
    if not reason.strip():
        raise ReasonWanted
    kind = EventKind.REOPENED if granted else EventKind.REOPENING_REFUSED
    _settle(handling, kind, granted=granted, by=by, at=at)
    if granted:
        _open_again(handling, reason, by=by, at=at)
    else:
        refusal = Change(kind=kind, note=reason, is_note_for_writer=True)
        change(handling, refusal, by=by, at=at)
    return handling


def _settle(
    handling: Handling,
    kind: EventKind,
    *,
    granted: bool,
    by: Officer,
    at: datetime,
) -> None:
    asked = Reopening.objects.filter(letter=handling.letter, ruling="").first()
    if asked is None:
        raise NotNow(kind, handling.state)
    changed = Reopening.objects.filter(pk=asked.pk, ruling="").update(
        ruling=Ruling.GRANTED if granted else Ruling.REFUSED,
        ruled_by=by.user,
        ruled_at=at,
    )
    if not changed:
        raise ChangedMeanwhile
    tally.add(
        tally.Count.REOPENING,
        body=asked.body_id,
        day=local_day(asked.asked_at),
        pieces=-1,
    )


def _open_again(handling: Handling, reason: str, *, by: Officer, at: datetime) -> None:
    today = local_day(at)
    taker = _taker(handling, at)
    days = limits_of(handling.kind).body_days
    due = working_calendar(since=today).add_working_days(today, days)
    body, officer = (taker.body, taker.officer) if taker else (None, None)
    hint = hint_of(_said_since(handling)) or ""
    change(
        handling,
        Change(
            kind=EventKind.REOPENED,
            to=State.ROUTED if taker else State.REGISTERED,
            sets={
                "body": body,
                "officer": officer,
                "round": handling.round + 1,
                "due_on": due.day,
                "is_provisional": due.provisional,
                "is_ruled": False,
                "hint": hint,
                "is_urgent": False,
                # Its own letter from now on, whatever it was merged into before.
                "principal": None,
                "section": "",
                "clerk": None,
                "inner_due_on": None,
            },
            tells={"to_body": body, "to_officer": officer, "due_on": due.day},
            facts={
                "body": body.slug if body else "",
                "officer": str(officer.pk) if officer else "",
                "due": due.day.isoformat(),
            },
            note=reason,
            is_note_for_writer=True,
        ),
        by=by,
        at=at,
    )
    if officer:
        tell([officer], Notice.Kind.REOPENED, handling.letter, at=at)
    if hint:
        tell_of_danger(handling, at=at)


def _said_since(handling: Handling) -> str:
    """What the writer has said since it was closed."""
    notes = EventNote.objects.filter(
        event__letter=handling.letter,
        event__actor=LetterEvent.Actor.WRITER,
        event__at__gte=handling.closed_at,
    )
    rated = Rating.objects.filter(letter=handling.letter, round=handling.round)
    said = [
        *rated.values_list("remark", flat=True),
        *notes.values_list("text", flat=True),
    ]
    return "。".join(filter(None, said))


def _taker(handling: Handling, at: datetime) -> InCharge | None:
    """Who takes it up again; None is the registrar's office, which may pass it on."""
    if handling.body is None:
        return None
    try:
        return in_charge(handling.body, letter=handling.letter, on=local_day(at))
    except NobodyInCharge:
        return None
