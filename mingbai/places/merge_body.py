"""The verb with which a body becomes part of another from a day."""

from datetime import date, datetime, timedelta

from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.models import Body, Portfolio
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id


class CannotMerge(Exception):
    """Into itself, into a part of itself, or for the second time."""


def merge_body(*, by: Actor, at: datetime, body: Body, into: Body, on: date) -> None:
    """Let the body be part of `into` from that day; its page stays and says so.

    Nobody leads it any more from then on. What powers it holds is decided by drafts.
    Refuses with CannotMerge.
    """
    require(by, Act.PLACE_CHANGE)
    if body == into or body.merged_into_id or _stands_in(into, body):
        raise CannotMerge(body.slug)
    merged = Body.objects.filter(pk=body.pk, merged_into__isnull=True).update(
        merged_into=into, merged_on=on
    )
    if not merged:
        raise CannotMerge(body.slug)
    last_day = on - timedelta(days=1)
    Portfolio.objects.filter(body=body, until__isnull=True, since__lte=last_day).update(
        until=last_day
    )
    body.refresh_from_db()
    record(
        log=current_place_id(),
        name="body.merged",
        facts={
            "body": body.slug,
            "into": into.slug,
            "on": on.isoformat(),
            "by": acting(by),
        },
        at=at,
    )


def _stands_in(inner: Body, outer: Body) -> bool:
    """Whether `inner` is somewhere below `outer`, or merged into it."""
    one: Body | None = inner
    while one is not None:
        if one == outer:
            return True
        one = one.merged_into or one.parent
    return False
