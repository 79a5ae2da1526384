"""`report_promise`: the body says that it has done what it promised."""

from dataclasses import replace
from datetime import datetime

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, LetterEvent, Promise
from mingbai.letters.promises import put
from mingbai.letters.standing import facts_of
from mingbai.places.actors import Officer
from mingbai.places.policy import Act, require

State = Promise.State
_OPEN = (State.AHEAD, State.ASKED, State.BROKEN)


class EmptyReport(Exception):
    """Whoever says that it is done says what was done."""


def report_promise(
    *, by: Officer, at: datetime, promise: Promise, text: str
) -> LetterEvent:
    """Say that it is done, and how; the writer reads it and has the last word.

    The officer of the body that promised says so, wherever the letter is today.
    Raises EmptyReport, PromiseSettled, ChangedMeanwhile.
    """
    handling = handling_of(promise.letter)
    facts = facts_of(promise.letter, by, handling=handling)
    require(by, Act.LETTER_PROMISE_REPORT, replace(facts, body=promise.body_id))
    if not text.strip():
        raise EmptyReport
    # The instant at which the writer called it undone stays: so it stays on the list.
    put(promise, State.REPORTED, after=_OPEN, settled_at=promise.settled_at)
    return change(
        handling,
        Change(
            kind=EventKind.PROMISE_REPORTED,
            facts={"promise": str(promise.pk)},
            note=text,
            is_note_for_writer=True,
        ),
        by=by,
        at=at,
    )
