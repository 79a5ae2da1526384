"""`withdraw`: the writer takes a letter back. Nothing of it is deleted."""

from datetime import datetime

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, Handling, Letter, Notice, State
from mingbai.letters.notices import tell
from mingbai.letters.relay import end_relay
from mingbai.letters.release import release_all
from mingbai.letters.set_urgent import tell_of_danger
from mingbai.letters.standing import facts_of
from mingbai.letters.tie_up import tie_up
from mingbai.letters.who_has import heads_over, who_works_on
from mingbai.lib.danger import hint_of
from mingbai.places.actors import Citizen
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require


def withdraw(
    *,
    by: Citizen,
    at: datetime,
    letter: Letter,
    reason: str = "",
    seen: int | None = None,
) -> Handling:
    """End the handling of an open letter; number, text and story stay.

    What still hangs on it ends, and letters merged into it go their own way again.
    Whoever worked on it is told, and the heads who were to approve its answer; words
    that hint at danger to life are told at any hour. A reason need not be given.
    Raises NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_WITHDRAW, facts_of(letter, by, handling=handling))
    day = local_day(at)
    told = who_works_on(handling, on=day)
    if handling.state == State.APPROVING:
        told += heads_over(handling, on=day)
    hint = hint_of(reason)
    tie_up(handling, by=by, at=at)
    end_relay(letter, at=at)
    change(
        handling,
        Change(
            kind=EventKind.WITHDRAWN,
            to=State.WITHDRAWN,
            sets={"hint": hint} if hint else {},
            facts={"body": handling.body.slug if handling.body else ""},
            note=reason.strip() and reason,
            is_note_for_writer=True,
        ),
        by=by,
        at=at,
    )
    tell(told, Notice.Kind.WITHDRAWN, letter, at=at)
    if hint:
        tell_of_danger(handling, at=at)
    release_all(handling, by=by, at=at)
    return handling
