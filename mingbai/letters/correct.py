"""`correct`: the office says which kind of letter it is; the writer's word stays."""

from datetime import datetime

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, Handling, Letter
from mingbai.letters.standing import facts_of
from mingbai.places.actors import Officer
from mingbai.places.policy import Act, require


class SameKind(Exception):
    """It counts as that kind already."""


def correct(
    *, by: Officer, at: datetime, letter: Letter, kind: str, seen: int | None = None
) -> Handling:
    """From now on it counts as that kind, and every limit set later is of that kind.

    The due day stays as it was promised: calling a letter something else gains nobody
    a day. `kind` is one of Letter.Kind. Raises SameKind, NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_JUDGE, facts_of(letter, by, handling=handling))
    wanted = Letter.Kind(kind)
    if wanted == handling.kind:
        raise SameKind
    change(
        handling,
        Change(
            kind=EventKind.CORRECTED,
            sets={"corrected_kind": "" if wanted == letter.kind else wanted.value},
            tells={"reason": wanted.value},
            facts={"kind": wanted.value},
        ),
        by=by,
        at=at,
    )
    return handling
