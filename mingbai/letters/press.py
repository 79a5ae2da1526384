"""`press`: a supervisor presses whoever has a letter for the answer."""

from datetime import datetime

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, Letter, LetterEvent, Notice
from mingbai.letters.notices import tell
from mingbai.letters.standing import facts_of
from mingbai.letters.who_has import heads_over, who_has
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require


class NoWords(Exception):
    """Whoever presses or instructs says what is wanted."""


def press(
    *, by: Officer, at: datetime, letter: Letter, text: str, seen: int | None = None
) -> LetterEvent:
    """Press for it: officer and heads are told, and the writer sees that it was done.

    The words stay inside. It may be pressed for again. Raises NoWords, NotNow once the
    letter is closed, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_SUPERVISE, facts_of(letter, by, handling=handling))
    if not text.strip():
        raise NoWords
    event = change(
        handling,
        Change(
            kind=EventKind.PRESSED,
            tells={"to_body": handling.body, "to_officer": handling.officer},
            facts={"body": handling.body.slug if handling.body else ""},
            note=text,
        ),
        by=by,
        at=at,
    )
    day = local_day(at)
    told = [*who_has(handling, on=day), *heads_over(handling, on=day)]
    tell(told, Notice.Kind.PRESSED, letter, at=at)
    return event
