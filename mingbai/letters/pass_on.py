"""`pass_on`: the office told a writer what had happened (转告), or tried to."""

from datetime import datetime
from typing import Final

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, Letter, LetterEvent, Passing
from mingbai.letters.relay import end_relay, waiting
from mingbai.letters.standing import facts_of
from mingbai.places.actors import Officer
from mingbai.places.policy import Act, require

REACHED: Final = frozenset({Passing.CALLED, Passing.TEXTED, Passing.MAILED})


class NothingToPassOn(Exception):
    """The writer looks it up, or somebody else has passed it on already."""


def pass_on(
    *, by: Officer, at: datetime, letter: Letter, outcome: Passing, note: str = ""
) -> LetterEvent:
    """Put on record who called or wrote, how, and what came of it.

    The writer reads it, and the note. Where nobody answered it waits for another try;
    a number or address that does not work is tried no more: the answer stands on the
    site. Moves neither the letter nor its day. Raises NothingToPassOn.
    """
    handling = handling_of(letter)
    require(by, Act.LETTER_PASS_ON, facts_of(letter, by, handling=handling))
    if not waiting(letter):
        raise NothingToPassOn
    event = change(
        handling,
        Change(
            kind=EventKind.PASSED_ON,
            tells={"reason": outcome.value},
            facts={"outcome": outcome.value},
            note=note.strip() and note,
            is_note_for_writer=True,
        ),
        by=by,
        at=at,
    )
    if outcome != Passing.NO_ANSWER:
        end_relay(letter, at=at)
    return event
