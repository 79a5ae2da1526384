"""`ask_reopening`: the writer of an answer not solved asks to have it opened again."""

from datetime import datetime

from mingbai.accounts.models import DutyKind
from mingbai.accounts.officer import all_with
from mingbai.letters import tally
from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import (
    EventKind,
    Handling,
    Letter,
    Notice,
    Rating,
    Reopening,
)
from mingbai.letters.notices import tell
from mingbai.letters.set_urgent import tell_of_danger
from mingbai.letters.standing import facts_of
from mingbai.letters.who_has import not_barred
from mingbai.lib.danger import hint_of
from mingbai.places.actors import Citizen
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require


class ReopeningRefused(Exception):
    """It is asked for once, with a reason, and only of what is not solved."""


def ask_reopening(
    *, by: Citizen, at: datetime, letter: Letter, reason: str
) -> Reopening:
    """Bring a letter rated as not solved before the supervisors, with a reason.

    For whoever did not ask when rating it. Words that hint at danger to life are told
    at any hour. Raises ReopeningRefused unless the answer of this round is rated as not
    solved; NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter)
    require(by, Act.LETTER_RATE, facts_of(letter, by, handling=handling))
    rated = Rating.objects.filter(letter=letter, round=handling.round).first()
    if rated is None or not may_be_asked(letter, reason, is_solved=rated.is_solved):
        raise ReopeningRefused
    hint = hint_of(reason)
    # The event of the asking writes it, or leaves what stood there.
    handling.hint = hint or handling.hint
    asked = bring_up(handling, reason, by=by, at=at)
    if hint:
        tell_of_danger(handling, at=at)
    return asked


def may_be_asked(letter: Letter, reason: str, *, is_solved: bool) -> bool:
    """Whether it is not solved, has a reason, and nobody has asked before."""
    if is_solved or not reason.strip():
        return False
    return not Reopening.objects.filter(letter=letter).exists()


def bring_up(
    handling: Handling, reason: str, *, by: Citizen, at: datetime
) -> Reopening:
    """The asking: event, count, and the supervisors told who may see the letter."""
    change(
        handling,
        Change(
            kind=EventKind.REOPENING_ASKED,
            sets={"hint": handling.hint},
            facts={"body": handling.body.slug if handling.body else ""},
            note=reason,
            is_note_for_writer=True,
        ),
        by=by,
        at=at,
    )
    asked: Reopening = Reopening.objects.create(
        letter=handling.letter, body=handling.body, asked_at=at
    )
    day = local_day(at)
    tally.add(tally.Count.REOPENING, body=handling.body_id, day=day)
    supervisors = all_with(DutyKind.SUPERVISOR, on=day)
    told = not_barred(supervisors, handling.letter, on=day)
    tell(told, Notice.Kind.REOPEN_ASKED, handling.letter, at=at)
    return asked
