"""The verb with which a tenure comes to its end."""

from datetime import date, datetime

from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.models import Tenure
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id
from mingbai.places.spans import check_span


class EndedAlready(Exception):
    """It has an end; what is past is not moved."""


def leave_post(*, by: Actor, at: datetime, tenure: Tenure, until: date) -> None:
    """Let a tenure end with that day, which still counts.

    Refuses with EndedAlready, and an end before the beginning with
    `spans.EndsBeforeItBegins`.
    """
    require(by, Act.PLACE_CHANGE)
    check_span(tenure.since, until)
    ended = Tenure.objects.filter(pk=tenure.pk, until__isnull=True).update(until=until)
    if not ended:
        raise EndedAlready
    record(
        log=current_place_id(),
        name="post.left",
        facts={
            "post": tenure.post.slug,
            "person": str(tenure.person_id),
            "until": until.isoformat(),
            "by": acting(by),
        },
        at=at,
    )
