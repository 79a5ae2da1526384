"""The verb that gives a seat its place in the order of a leading group."""

from datetime import datetime

from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.days import local_day
from mingbai.places.leave_post import EndedAlready
from mingbai.places.models import Seat
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id


def rank_seat(*, by: Actor, at: datetime, seat: Seat, rank: int) -> None:
    """Give the seat that rank, 1 first; whoever has it takes the one that gets free.

    So the order has no ties at any moment, and two change places in one step.
    Refuses with `leave_post.EndedAlready` a seat that has been left.
    """
    require(by, Act.PLACE_CHANGE)
    sitting = Seat.objects.on(local_day(at)).filter(body=seat.body_id)
    # Locked whole: two who rank at once would otherwise leave a tie behind.
    seats = {one.pk: one for one in sitting.select_for_update().order_by("pk")}
    if seat.pk not in seats:
        raise EndedAlready
    before = seats[seat.pk].rank
    for other in seats.values():
        if other.rank == rank:
            Seat.objects.filter(pk=other.pk).update(rank=before)
    Seat.objects.filter(pk=seat.pk).update(rank=rank)
    seat.rank = rank
    record(
        log=current_place_id(),
        name="seat.ranked",
        facts={
            "body": seat.body.slug,
            "post": seat.post.slug,
            "before": before,
            "rank": rank,
            "by": acting(by),
        },
        at=at,
    )
