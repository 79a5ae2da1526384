"""`route`: the registrar transfers a letter to the body whose function it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from mingbai.accounts.models import User
from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.in_charge import InCharge, in_charge
from mingbai.letters.limits import limits_of, no_later
from mingbai.letters.models import EventKind, Handling, Letter, Notice, State
from mingbai.letters.notices import tell
from mingbai.letters.standing import facts_of
from mingbai.lib.calendar import Deadline
from mingbai.places.actors import Actor, System
from mingbai.places.days import local_day, working_calendar
from mingbai.places.models import Body
from mingbai.places.policy import Act, require


def route(
    *,
    by: Actor,
    at: datetime,
    letter: Letter,
    body: Body,
    note: str = "",
    seen: int | None = None,
) -> Handling:
    """Transfer a letter to the body's responsible officer, by the limit of its kind.

    The due day never moves later than promised. Where somebody must stay away from the
    letter, it goes to whoever may take it: the head, or the body above. Letters merged
    into it go along. Raises NobodyInCharge, NotNow, ChangedMeanwhile. An import brings
    its own officer, keeps the day, and writes no leaf.
    """
    handling = handling_of(letter, seen=seen)
    if isinstance(by, System):
        require(by, Act.LETTER_IMPORT)
        assert by.officer is not None, "an import names who answers for it"
        taker = InCharge(body, User.objects.get(pk=by.officer.user))
        return move(
            handling, taker, due_of(handling), EventKind.ROUTED, by=by, at=at, note=note
        )
    require(by, Act.LETTER_ROUTE, facts_of(letter, by, handling=handling))
    day = local_day(at)
    taker = in_charge(body, letter=letter, on=day)
    due = due_at_body(handling, at=at)
    return move(handling, taker, due, EventKind.ROUTED, by=by, at=at, note=note)


def due_of(handling: Handling) -> Deadline:
    """The due day as it stands."""
    return Deadline(handling.due_on, provisional=handling.is_provisional)


def due_at_body(handling: Handling, *, at: datetime) -> Deadline:
    """The due day of a letter that goes to a body now: never later than promised."""
    today = local_day(at)
    return no_later(
        due_of(handling),
        today=today,
        days=limits_of(handling.kind).body_days,
        calendar=working_calendar(since=today),
    )


def move(
    handling: Handling,
    taker: InCharge,
    due: Deadline,
    kind: EventKind,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    is_note_for_writer: bool = False,
    also: Mapping[str, object] | None = None,
) -> Handling:
    """Hand a letter to whoever takes it, and those merged into it; tell the officer.

    `also` are more columns of its handling.
    """
    moving = _moving(taker, due, kind)
    change(
        handling,
        replace(
            moving,
            sets={**moving.sets, **(also or {})},
            note=note,
            is_note_for_writer=is_note_for_writer,
            is_recorded=not isinstance(by, System),
        ),
        by=by,
        at=at,
    )
    if isinstance(by, System):
        return handling
    for merged in merged_into(handling):
        if (merged.body, merged.officer) != (taker.body, taker.officer):
            along = replace(_moving(taker, due_of(merged), kind), to=State.MERGED)
            change(merged, along, by=by, at=at)
    tell([taker.officer], Notice.Kind.ASSIGNED, handling.letter, at=at)
    return handling


def merged_into(handling: Handling) -> list[Handling]:
    """The letters that are merged into this one and wait for its answer."""
    merged = Handling.objects.filter(principal=handling.letter, state=State.MERGED)
    return list(merged.select_related("letter", "body", "officer"))


def _moving(taker: InCharge, due: Deadline, kind: EventKind) -> Change:
    return Change(
        kind=kind,
        to=State.ROUTED,
        sets={
            "body": taker.body,
            "officer": taker.officer,
            "due_on": due.day,
            "is_provisional": due.provisional,
            "section": "",
            "clerk": None,
            "inner_due_on": None,
        },
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
    )
