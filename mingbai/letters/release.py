"""`release`: a letter that was merged into another goes its own way again."""

from datetime import datetime

from mingbai.letters.change import Change, NotNow, change, handling_of
from mingbai.letters.models import EventKind, Handling, Letter, State
from mingbai.letters.route import merged_into
from mingbai.letters.standing import facts_of
from mingbai.places.actors import Actor, Citizen, System
from mingbai.places.policy import Act, require


def release(
    *, by: Actor, at: datetime, letter: Letter, seen: int | None = None
) -> Handling:
    """The letter lies with the registrar's office again; its due day has not moved.

    Raises NotNow when it isn't merged, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_JUDGE, facts_of(letter, by, handling=handling))
    _release(handling, by=by, at=at)
    return handling


def release_all(handling: Handling, *, by: Actor, at: datetime) -> int:
    """Release every letter merged into this one, whose handling ends without answer.

    Returns how many. Who withdrew it is no party to the others: there the platform
    acts.
    """
    doer = System("letters.release") if isinstance(by, Citizen) else by
    merged = merged_into(handling)
    for one in merged:
        _release(one, by=doer, at=at)
    return len(merged)


def _release(handling: Handling, *, by: Actor, at: datetime) -> None:
    principal = handling.principal
    if principal is None:
        raise NotNow(EventKind.RELEASED, handling.state)
    change(
        handling,
        Change(
            kind=EventKind.RELEASED,
            to=State.REGISTERED,
            sets={"principal": None, "body": None, "officer": None},
            tells={"other": principal},
            facts={"from": principal.ref},
        ),
        by=by,
        at=at,
    )
