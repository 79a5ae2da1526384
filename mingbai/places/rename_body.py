"""The verb that gives a body another name from a day."""

from datetime import date, datetime, timedelta

from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.days import local_day
from mingbai.places.models import Body, FormerName
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id


class NameIsTaken(Exception):
    """Another body bears that short name."""


class NotYet(Exception):
    """A name is changed when its day has come, and after the last change."""


def rename_body(
    *, by: Actor, at: datetime, body: Body, name: str, short_name: str, since: date
) -> None:
    """Let the body bear a new name from that day, today or earlier.

    The old one is kept with its last day; addresses stay. Refuses with NameIsTaken,
    NotYet.
    """
    require(by, Act.PLACE_CHANGE)
    if Body.objects.filter(short_name=short_name).exclude(pk=body.pk).exists():
        raise NameIsTaken(short_name)
    until = since - timedelta(days=1)
    newest = body.former_names.order_by("-until").first()
    if since > local_day(at) or (newest is not None and until <= newest.until):
        raise NotYet(since.isoformat())
    before = {"name": body.name, "short_name": body.short_name}
    FormerName.objects.create(body=body, until=until, **before)
    Body.objects.filter(pk=body.pk).update(name=name, short_name=short_name)
    body.name, body.short_name = name, short_name
    record(
        log=current_place_id(),
        name="body.renamed",
        facts={
            "body": body.slug,
            "before": before,
            "name": name,
            "short_name": short_name,
            "since": since.isoformat(),
            "by": acting(by),
        },
        at=at,
    )
