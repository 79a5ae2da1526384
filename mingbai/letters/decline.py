"""`decline`: a letter isn't accepted, for a lawful reason, and told where to go."""

from datetime import datetime

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, Handling, Letter, State
from mingbai.letters.reasons import GROUNDS, Reason
from mingbai.letters.relay import have_passed_on
from mingbai.letters.release import release_all
from mingbai.letters.standing import facts_of
from mingbai.letters.tie_up import tie_up
from mingbai.places.actors import Officer
from mingbai.places.policy import Act, require

__all__ = ["Reason", "WhereWanted", "decline"]


class WhereWanted(Exception):
    """The writer of a letter for somebody else is told for whom."""


def decline(
    *,
    by: Officer,
    at: datetime,
    letter: Letter,
    reason: Reason,
    where: str = "",
    seen: int | None = None,
) -> Handling:
    """End the handling of a letter with a lawful reason; number and story stay.

    `where` is what the writer is told of where to go instead, beside or in place of
    what `letters.reasons` says. Letters merged into it are released. Raises
    WhereWanted, NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_JUDGE, facts_of(letter, by, handling=handling))
    ground = Reason(reason)
    if not where.strip() and GROUNDS[ground].where is None:
        raise WhereWanted
    tie_up(handling, by=by, at=at)
    change(
        handling,
        Change(
            kind=EventKind.DECLINED,
            to=State.DECLINED,
            tells={"reason": ground.value},
            facts={
                "reason": ground.value,
                "body": handling.body.slug if handling.body else "",
            },
            note=where.strip(),
            is_note_for_writer=True,
        ),
        by=by,
        at=at,
    )
    have_passed_on(letter, at=at)
    release_all(handling, by=by, at=at)
    return handling
