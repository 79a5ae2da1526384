"""`end_part`: a body need not assist any longer."""

from datetime import datetime

from mingbai.letters.change import handling_of
from mingbai.letters.models import Assist, Handling, Letter
from mingbai.letters.standing import facts_of
from mingbai.letters.tie_up import end_assist
from mingbai.places.actors import Officer
from mingbai.places.models import Body
from mingbai.places.policy import Act, require


class NoOpenPart(Exception):
    """That body has no open part in the letter."""


def end_part(
    *, by: Officer, at: datetime, letter: Letter, body: Body, seen: int | None = None
) -> Handling:
    """End the open part of a body. Raises NoOpenPart, ChangedMeanwhile."""
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_ASSIST_ASK, facts_of(letter, by, handling=handling))
    part = (
        Assist.objects.filter(letter=letter, body=body, state=Assist.State.OPEN)
        .select_related("body")
        .first()
    )
    if part is None:
        raise NoOpenPart
    end_assist(handling, part, by=by, at=at)
    return handling
