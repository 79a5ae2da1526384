"""`rate`: the writer's last word on an answer, and the asking to open it again."""

import hashlib
from datetime import datetime

from mingbai.letters import tally
from mingbai.letters.ask_reopening import (
    ReopeningRefused,
    bring_up,
    may_be_asked,
)
from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import (
    EventKind,
    Handling,
    Letter,
    Level,
    Rating,
)
from mingbai.letters.set_urgent import tell_of_danger
from mingbai.letters.standing import facts_of
from mingbai.lib.danger import hint_of
from mingbai.places.actors import Citizen
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require


class RatedBefore(Exception):
    """An answer is rated once; one given after a reopening is another."""


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
    if asks_reopening and not may_be_asked(letter, reason, is_solved=is_solved):
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
        bring_up(handling, reason, by=by, at=at)
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
