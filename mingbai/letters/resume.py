"""`resume`: a letter that was held is taken up again."""

from datetime import datetime

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, Handling, Letter, State
from mingbai.letters.standing import facts_of
from mingbai.places.actors import Officer
from mingbai.places.policy import Act, require


def resume(
    *, by: Officer, at: datetime, letter: Letter, seen: int | None = None
) -> Handling:
    """Take up a held letter where it lay. Raises NotNow, ChangedMeanwhile."""
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_JUDGE, facts_of(letter, by, handling=handling))
    change(handling, Change(kind=EventKind.RESUMED, to=State.REGISTERED), by=by, at=at)
    return handling
