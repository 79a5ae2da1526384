"""The verb that adds an organisation to the tree of a place."""

from datetime import datetime

from django.db.models import Q

from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.models import Body
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id


class BodyExists(Exception):
    """A body of this place has that slug or that short name already."""


def found_body(
    *,
    by: Actor,
    at: datetime,
    slug: str,
    name: str,
    short_name: str,
    kind: str,
    parent: Body | None = None,
    precedence: int = 0,
    telephone: str = "",
    address: str = "",
    duty: str = "",
) -> Body:
    """The new body, below `parent` or at a root of the tree.

    `kind` is one of Body.Kind; a lower `precedence` is named first. Refuses with
    BodyExists when the slug or the short name is taken.
    """
    require(by, Act.PLACE_CHANGE)
    if Body.objects.filter(Q(slug=slug) | Q(short_name=short_name)).exists():
        raise BodyExists(slug)
    body = Body.objects.create(
        slug=slug,
        name=name,
        short_name=short_name,
        kind=Body.Kind(kind),
        parent=parent,
        precedence=precedence,
        telephone=telephone,
        address=address,
        duty=duty,
    )
    record(
        log=current_place_id(),
        name="body.founded",
        facts={
            "body": slug,
            "name": name,
            "kind": kind,
            "parent": parent.slug if parent else "",
            "by": acting(by),
        },
        at=at,
    )
    return body
