"""`add`: the writer adds to a letter that is still open, by its receipt."""

import hashlib
from datetime import datetime

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import Addition, EventKind, Handling, Letter, Notice
from mingbai.letters.notices import tell
from mingbai.letters.set_urgent import carry_danger, tell_of_danger
from mingbai.letters.standing import facts_of
from mingbai.letters.who_has import who_works_on
from mingbai.lib.danger import hint_of
from mingbai.places.actors import Citizen
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require


class EmptyAddition(Exception):
    """An addition says something."""


def add(*, by: Citizen, at: datetime, letter: Letter, text: str) -> Addition:
    """Keep what the writer adds, byte for byte; its digest stands in the leaf.

    Whoever has the letter is told. Words that hint at danger to life are told at any
    hour, as those of a letter are, each time anew. Raises EmptyAddition, and NotNow
    once the letter is closed.
    """
    handling = handling_of(letter)
    require(by, Act.LETTER_ADD, facts_of(letter, by, handling=handling))
    if not text.strip():
        raise EmptyAddition
    hint = hint_of(text)
    verbatim = text.encode()
    event = change(
        handling,
        Change(
            kind=EventKind.ADDED,
            sets={"hint": hint} if hint else {},
            facts={"sha256": hashlib.sha256(verbatim).hexdigest()},
        ),
        by=by,
        at=at,
    )
    added = Addition.objects.create(
        letter=letter, event=event, at=at, verbatim=verbatim
    )
    _tell(handling, is_alarming=bool(hint), by=by, at=at)
    return added


def _tell(handling: Handling, *, is_alarming: bool, by: Citizen, at: datetime) -> None:
    told = who_works_on(handling, on=local_day(at))
    tell(told, Notice.Kind.ADDED, handling.letter, at=at)
    if is_alarming:
        tell_of_danger(handling, at=at)
        carry_danger(handling, by=by, at=at)
