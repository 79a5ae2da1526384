"""`change`: the one way by which anything about a letter's handling changes.

It checks the table of moves, refuses what somebody else changed meanwhile, moves the
counts, and writes the event with its leaf. Verbs decide; this keeps the books.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from mingbai.ledger.models import Leaf
from mingbai.ledger.record import JSON, record
from mingbai.letters import tally
from mingbai.letters.models import (
    CLOSED,
    EventKind,
    EventNote,
    Handling,
    Letter,
    LetterEvent,
    ReplyDraft,
    State,
)
from mingbai.letters.moves import may_move
from mingbai.places.actors import Actor, Citizen, Officer
from mingbai.places.days import local_day
from mingbai.places.models import Body
from mingbai.places.scoping import current_place_id


class NotNow(Exception):
    """A letter in this state does not allow this; `state` is where it stands."""

    def __init__(self, kind: EventKind, state: str) -> None:
        super().__init__(f"{kind} from {state}")
        self.kind, self.state = kind, State(state)


class ChangedMeanwhile(Exception):
    """Somebody else changed the letter since it was shown; nothing was written."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a verb wants to happen.

    `to` is None when the state stays. `sets` are columns of the handling, `tells`
    columns of the event. `note` is kept erasable, its digest in the leaf. An import
    writes no leaf.
    """

    kind: EventKind
    to: State | None = None
    sets: Mapping[str, object] = field(default_factory=dict)
    tells: Mapping[str, object] = field(default_factory=dict)
    facts: Mapping[str, JSON] = field(default_factory=dict)
    note: str = ""
    is_note_for_writer: bool = False
    is_recorded: bool = True


@dataclass(frozen=True)
class _Place:
    """Where an open letter is counted."""

    body: UUID | None
    officer: UUID | None
    clerk: UUID | None
    state: str
    day: date


FIGURES: Final = {
    EventKind.DECLINED: tally.Count.DECLINED,
    EventKind.MERGED: tally.Count.MERGED,
    EventKind.RETURNED: tally.Count.RETURNED,
    EventKind.EXTENDED: tally.Count.EXTENDED,
    EventKind.REOPENED: tally.Count.REOPENED,
    EventKind.WITHDRAWN: tally.Count.WITHDRAWN,
}

# These end a letter that nobody has answered.
UNANSWERED: Final = frozenset({EventKind.DECLINED, EventKind.WITHDRAWN})


def handling_of(letter: Letter, *, seen: int | None = None) -> Handling:
    """The handling as it stands now; ChangedMeanwhile when it isn't the one seen.

    `seen` is the version the page showed; None when nobody looked before.
    """
    handling = Handling.objects.select_related("letter", "body", "officer").get(
        letter=letter
    )
    if seen is not None and handling.version != seen:
        raise ChangedMeanwhile
    return handling


def change(handling: Handling, what: Change, *, by: Actor, at: datetime) -> LetterEvent:
    """Let it happen, once: handling, counts, event, note and leaf, all or nothing.

    `handling` is changed too. Raises NotNow when the table of moves forbids it and
    ChangedMeanwhile when somebody else was first.
    """
    before = State(handling.state)
    after = before if what.to is None else what.to
    if not may_move(what.kind, before, after):
        raise NotNow(what.kind, before)
    came_from, body_before = _place(handling), handling.body
    due_before = handling.due_on
    _set(handling, what, after, at)
    _forget_drafts(handling, body_before)
    _move_counts(came_from, _place(handling))
    if not handling.letter.is_imported:
        _count(what, body_before, due_before, local_day(at))
    tells = {"to_state": after, "from_state": before, "from_body": body_before}
    event = LetterEvent.objects.create(
        letter=handling.letter,
        kind=what.kind,
        at=at,
        actor=actor_kind(by),
        officer_id=by.user if isinstance(by, Officer) else None,
        leaf=_leaf(handling, what, by=by, at=at) if what.is_recorded else None,
        **{**tells, **what.tells},
    )
    if what.note:
        EventNote.objects.create(
            event=event, text=what.note, is_for_writer=what.is_note_for_writer
        )
    return event


def actor_kind(by: Actor) -> LetterEvent.Actor:
    """How an event names whoever acted."""
    if isinstance(by, Officer):
        return LetterEvent.Actor.OFFICER
    if isinstance(by, Citizen):
        return LetterEvent.Actor.WRITER
    return LetterEvent.Actor.SYSTEM


def _set(handling: Handling, what: Change, after: State, at: datetime) -> None:
    values: dict[str, object] = dict(what.sets)
    values["state"] = after
    values["version"] = handling.version + 1
    if after in CLOSED and handling.closed_at is None:
        values |= {"closed_at": at, "closed_on": local_day(at)}
    elif after not in CLOSED:
        values |= {"closed_at": None, "closed_on": None}
    changed = Handling.objects.filter(pk=handling.pk, version=handling.version).update(
        **values
    )
    if not changed:
        raise ChangedMeanwhile
    for name, value in values.items():
        setattr(handling, name, value)


def _forget_drafts(handling: Handling, before: Body | None) -> None:
    """What one body typed of an answer is not the next one's to read or to send."""
    if handling.body_id != (before.pk if before else None):
        ReplyDraft.objects.filter(letter=handling.letter).delete()


def _place(handling: Handling) -> _Place | None:
    if not handling.is_open:
        return None
    return _Place(
        body=handling.body_id,
        officer=handling.officer_id,
        clerk=handling.clerk_id,
        state=str(handling.state),
        day=handling.due_on,
    )


def _move_counts(before: _Place | None, after: _Place | None) -> None:
    if before == after:
        return
    for place, pieces in ((before, -1), (after, 1)):
        if place is not None:
            tally.add(
                tally.Count.OPEN,
                body=place.body,
                officer=place.officer,
                clerk=place.clerk,
                state=place.state,
                day=place.day,
                pieces=pieces,
            )


def _count(what: Change, body: Body | None, due: date, day: date) -> None:
    count = FIGURES.get(what.kind)
    if what.kind == EventKind.ANSWERED:
        count = tally.Count.IN_TIME if day <= due else tally.Count.LATE
    counts = [count] if count is not None else []
    if what.kind in UNANSWERED and day > due:
        counts.append(tally.Count.CLOSED_LATE)
    for count in counts:
        # Not accepted, merged, withdrawn: whoever had it until then.
        tally.add(count, body=body.pk if body else None, day=day)


def _leaf(handling: Handling, what: Change, *, by: Actor, at: datetime) -> Leaf:
    facts: dict[str, JSON] = {"letter": handling.letter.ref, "by": _name(by)}
    if what.note:
        facts["sha256"] = hashlib.sha256(what.note.encode()).hexdigest()
    return record(
        log=current_place_id(),
        name=f"letter.{what.kind.value}",
        facts={**facts, **what.facts},
        at=at,
    )


def _name(by: Actor) -> str:
    if isinstance(by, Officer):
        return str(by.user)
    return "writer" if isinstance(by, Citizen) else f"system:{by.task}"
