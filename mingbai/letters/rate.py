"""`rate`: the writer's last word on an answer, and the asking to open it again."""

import hashlib
from datetime import datetime

from mingbai.accounts.models import DutyKind
from mingbai.accounts.officer import all_with
from mingbai.letters import tally
from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import (
    EventKind,
    Handling,
    Letter,
    Level,
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


class RatedBefore(Exception):
    """An answer is rated once; one given after a reopening is another."""


class ReopeningRefused(Exception):
    """It is asked for once, with a reason, and only of what is not solved."""


def rate(
    *,
    by: Citizen,
    at: datetime,
    letter: Letter,
    level: int,
    is_solved: bool,
    remark: str = "",
    asks_reopening: bool = False,
    reason: str = "",
) -> Rating:
    """Keep the level from 5 to 1 and the remark; who answered gets it counted.

    `asks_reopening` brings the letter before the supervisors, with the writer's reason.
    Words that hint at danger to life are told at any hour. Raises RatedBefore,
    ReopeningRefused, NotNow, ChangedMeanwhile; ValueError for another level.
    """
    given = Level(level)
    handling = handling_of(letter)
    require(by, Act.LETTER_RATE, facts_of(letter, by, handling=handling))
    if Rating.objects.filter(letter=letter, round=handling.round).exists():
        raise RatedBefore
    if asks_reopening and not _may_ask(letter, reason, is_solved=is_solved):
        raise ReopeningRefused
    hint = hint_of(f"{remark}。{reason}")
    # The event of the rating writes it, or leaves what stood there.
    handling.hint = hint or handling.hint
    _tell(handling, given, remark, is_solved=is_solved, by=by, at=at)
    rating = Rating.objects.create(
        letter=letter,
        round=handling.round,
        level=given,
        is_solved=is_solved,
        at=at,
        remark=remark,
    )
    is_content = given >= Level.FAIRLY_SATISFIED
    count = tally.Count.SATISFIED if is_content else tally.Count.DISSATISFIED
    tally.add(count, body=handling.body_id, day=local_day(at))
    if asks_reopening:
        _ask_reopening(handling, reason, by=by, at=at)
    if hint:
        tell_of_danger(handling, at=at)
    return rating


def _tell(
    handling: Handling,
    given: Level,
    remark: str,
    *,
    is_solved: bool,
    by: Citizen,
    at: datetime,
) -> None:
    change(
        handling,
        Change(
            kind=EventKind.RATED,
            sets={"hint": handling.hint},
            tells={"reason": str(given.value)},
            facts={
                "round": handling.round,
                "level": given.value,
                "solved": is_solved,
                "sha256": hashlib.sha256(remark.encode()).hexdigest(),
            },
        ),
        by=by,
        at=at,
    )


def _may_ask(letter: Letter, reason: str, *, is_solved: bool) -> bool:
    if is_solved or not reason.strip():
        return False
    return not Reopening.objects.filter(letter=letter).exists()


def _ask_reopening(
    handling: Handling, reason: str, *, by: Citizen, at: datetime
) -> None:
    change(
        handling,
        Change(
            kind=EventKind.REOPENING_ASKED,
            facts={"body": handling.body.slug if handling.body else ""},
            note=reason,
            is_note_for_writer=True,
        ),
        by=by,
        at=at,
    )
    Reopening.objects.create(letter=handling.letter, body=handling.body, asked_at=at)
    day = local_day(at)
    tally.add(tally.Count.REOPENING, body=handling.body_id, day=day)
    supervisors = all_with(DutyKind.SUPERVISOR, on=day)
    told = not_barred(supervisors, handling.letter, on=day)
    tell(told, Notice.Kind.REOPEN_ASKED, handling.letter, at=at)
