"""`hold`: a letter waits with the registrar's office; the clock runs on."""

from datetime import datetime

from mingbai.letters.ask_extension import NoReason
from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, Handling, Letter, State
from mingbai.letters.standing import facts_of
from mingbai.places.actors import Officer
from mingbai.places.policy import Act, require


def hold(
    *,
    by: Officer,
    at: datetime,
    letter: Letter,
    reason: str,
    seen: int | None = None,
) -> Handling:
    """Hold a letter until it is taken up again or decided upon; its due day stays.

    The writer reads the reason. Raises NoReason, NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_JUDGE, facts_of(letter, by, handling=handling))
    if not reason.strip():
        raise NoReason
    held = Change(
        kind=EventKind.HELD, to=State.HELD, note=reason, is_note_for_writer=True
    )
    change(handling, held, by=by, at=at)
    return handling
