"""The verb with which a post leaves the leading group of a body."""

from datetime import date, datetime

from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.leave_post import EndedAlready
from mingbai.places.models import Seat
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id


def leave_seat(*, by: Actor, at: datetime, seat: Seat, until: date) -> None:
    """Let the post sit in the group until that day, which still counts.

    The seat stays on record; the ranks of the others stay as they are. Refuses with
    `leave_post.EndedAlready`.
    """
    require(by, Act.PLACE_CHANGE)
    left = Seat.objects.filter(pk=seat.pk, until__isnull=True).update(until=until)
    if not left:
        raise EndedAlready
    record(
        log=current_place_id(),
        name="seat.left",
        facts={
            "body": seat.body.slug,
            "post": seat.post.slug,
            "until": until.isoformat(),
            "by": acting(by),
        },
        at=at,
    )
