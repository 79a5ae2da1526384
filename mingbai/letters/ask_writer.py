"""`ask_writer`: a question to the writer. It stops nothing, least of all the clock."""

from datetime import datetime

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, Letter, LetterEvent
from mingbai.letters.relay import have_passed_on
from mingbai.letters.standing import facts_of
from mingbai.places.actors import Officer
from mingbai.places.policy import Act, require


class EmptyQuestion(Exception):
    """A question asks something."""


def ask_writer(
    *, by: Officer, at: datetime, letter: Letter, text: str, seen: int | None = None
) -> LetterEvent:
    """Ask what the letter leaves open; the writer reads it and may add to the letter.

    Raises EmptyQuestion, NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_REPLY, facts_of(letter, by, handling=handling))
    if not text.strip():
        raise EmptyQuestion
    event = change(
        handling,
        Change(
            kind=EventKind.ASKED,
            facts={"body": handling.body.slug if handling.body else ""},
            note=text,
            is_note_for_writer=True,
        ),
        by=by,
        at=at,
    )
    have_passed_on(letter, at=at)
    return event
