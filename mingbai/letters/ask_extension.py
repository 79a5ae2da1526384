"""`ask_extension`: the officer asks for more working days, before the due day."""

from collections.abc import Iterable
from datetime import datetime

from mingbai.letters import tally
from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.limits import limits_of
from mingbai.letters.models import EventKind, Extension, Letter, Ruling
from mingbai.letters.standing import facts_of
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require


class TooLate(Exception):
    """More time is asked for on or before the due day, never afterwards."""


class TooManyDays(Exception):
    """One extension adds at least one working day and at most `days`."""

    def __init__(self, days: int) -> None:
        super().__init__(str(days))
        self.days = days


class AskedBefore(Exception):
    """More time is asked for once a round, granted or not.

    An asking that nobody ruled upon before the letter went to another body is none.
    """


class NoReason(Exception):
    """Whoever asks for more time, or rules upon it, says why."""


def ask_extension(
    *,
    by: Officer,
    at: datetime,
    letter: Letter,
    days: int,
    reason: str,
    seen: int | None = None,
) -> Extension:
    """Ask for `days` working days beyond the due day; until the ruling it stays.

    The writer reads the reason. Raises NoReason, TooManyDays, TooLate, AskedBefore,
    NotNow, ChangedMeanwhile. The limit is that of the letter's kind.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_EXTENSION_ASK, facts_of(letter, by, handling=handling))
    if not reason.strip():
        raise NoReason
    most = limits_of(handling.kind).extension_days
    if not 1 <= days <= most:
        raise TooManyDays(most)
    today = local_day(at)
    if today > handling.due_on:
        raise TooLate
    if was_asked(Extension.objects.filter(letter=letter), handling.round):
        raise AskedBefore
    change(
        handling,
        Change(
            kind=EventKind.EXTENSION_ASKED,
            facts={"days": days},
            note=reason,
            is_note_for_writer=True,
        ),
        by=by,
        at=at,
    )
    tally.add(tally.Count.EXTENSION, body=handling.body_id, day=today)
    return Extension.objects.create(
        letter=letter,
        round=handling.round,
        body=handling.body,
        days=days,
        asked_by_id=by.user,
        asked_at=at,
    )


def was_asked(extensions: Iterable[Extension], round_number: int) -> bool:
    """Whether one of a letter's extensions was the one asking of that round."""
    return any(
        one.round == round_number and one.ruling != Ruling.DROPPED for one in extensions
    )
