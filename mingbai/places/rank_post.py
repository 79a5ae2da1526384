"""The verb that gives a post its place in the official order."""

from datetime import datetime

from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.models import Post
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id


class RankIsTaken(Exception):
    """Another post has that precedence; the official order has no ties."""


def rank_post(*, by: Actor, at: datetime, post: Post, precedence: int) -> None:
    """Give the post a precedence, 1 first. Refuses with RankIsTaken."""
    require(by, Act.PLACE_CHANGE)
    if Post.objects.filter(precedence=precedence).exclude(pk=post.pk).exists():
        raise RankIsTaken(str(precedence))
    Post.objects.filter(pk=post.pk).update(precedence=precedence)
    post.precedence = precedence
    record(
        log=current_place_id(),
        name="post.ranked",
        facts={"post": post.slug, "precedence": precedence, "by": acting(by)},
        at=at,
    )
