"""The verb that creates an office which people will hold for a time."""

from datetime import datetime

from django.db.models import Q

from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.models import Body, Post
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id


class PostExists(Exception):
    """A post of this place has that slug or that short name already."""


def create_post(
    *,
    by: Actor,
    at: datetime,
    slug: str,
    name: str,
    short_name: str,
    body: Body,
    precedence: int = 0,
    duty: str = "",
) -> Post:
    """The new post of a body; nobody holds it yet.

    A lower `precedence` is named first. Refuses with PostExists when the slug or
    the short name is taken.
    """
    require(by, Act.PLACE_CHANGE)
    if Post.objects.filter(Q(slug=slug) | Q(short_name=short_name)).exists():
        raise PostExists(slug)
    post = Post.objects.create(
        slug=slug,
        name=name,
        short_name=short_name,
        body=body,
        precedence=precedence,
        duty=duty,
    )
    record(
        log=current_place_id(),
        name="post.created",
        facts={"post": slug, "name": name, "body": body.slug, "by": acting(by)},
        at=at,
    )
    return post
