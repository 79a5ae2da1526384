"""`set_practice`: whether a body's answers go to its head first."""

from datetime import datetime

from mingbai.ledger.record import record
from mingbai.letters.models import Practice
from mingbai.letters.reply import wants_approval as wanted_before
from mingbai.places.actors import Actor
from mingbai.places.models import Body
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id


def set_practice(*, by: Actor, at: datetime, body: Body, wants_approval: bool) -> None:
    """Have the head approve the body's answers, or not, from now on.

    What is put up already still waits for its head. The same as before changes
    nothing.
    """
    require(by, Act.PRACTICE_CHANGE)
    if wanted_before(body) == wants_approval:
        return
    Practice.objects.update_or_create(
        body=body, defaults={"wants_approval": wants_approval}
    )
    record(
        log=current_place_id(),
        name="practice.set",
        facts={
            "body": body.slug,
            "wants_approval": wants_approval,
            "by": acting(by),
        },
        at=at,
    )
