"""The verb that seats a post in the leading group (领导班子) of a body."""

from datetime import datetime

from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.days import local_day
from mingbai.places.models import Body, Post, Seat
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id


class SeatIsTaken(Exception):
    """The post sits in that group already, or another has that rank."""


def seat(*, by: Actor, at: datetime, body: Body, post: Post, rank: int) -> Seat:
    """The seat of a post in a body's leading group; rank 1 is named first.

    Refuses with SeatIsTaken a post that sits there already and a rank that another
    post has: the order of a leading group is official and has no ties.
    """
    require(by, Act.PLACE_CHANGE)
    seats = Seat.objects.on(local_day(at)).filter(body=body)
    if seats.filter(post=post).exists() or seats.filter(rank=rank).exists():
        raise SeatIsTaken(f"{body.slug} {rank}: {post.slug}")
    given = Seat.objects.create(body=body, post=post, rank=rank)
    record(
        log=current_place_id(),
        name="seat.given",
        facts={"body": body.slug, "post": post.slug, "rank": rank, "by": acting(by)},
        at=at,
    )
    return given
