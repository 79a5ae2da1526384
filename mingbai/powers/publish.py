"""The verb that puts a power, or what it says from a day on, before the public."""

from datetime import date, datetime, timedelta

from mingbai.ledger.models import Leaf
from mingbai.ledger.record import JSON, record
from mingbai.places.actors import Actor
from mingbai.places.days import local_day
from mingbai.places.models import Body, Post
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id
from mingbai.powers.models import Power, PowerVersion


class NotExplained(Exception):
    """Only an imported list may bring a power that does not say what it is."""


class ChangedToday(Exception):
    """The newest version begins on that day or later; a change begins after it."""


class BackDated(Exception):
    """A change can't begin in the past: what held on a day has held on it."""


class ChangedElsewhere(Exception):
    """Somebody else published another version of the power meanwhile."""


def publish(
    *,
    by: Actor,
    at: datetime,
    power_code: str,
    name: str,
    holder: Post | Body,
    category: str = "",
    explanation: str = "",
    basis: str = "",
    since: date,
    is_imported: bool = False,
) -> PowerVersion:
    """The version that says just this: a new one, or the newest when nothing changed.

    The version before ends on the day before `since`. A power's first version may
    begin in the past, because powers are older than this site; a change may not
    (BackDated), and two versions of one power never begin on the same day
    (ChangedToday): `earliest_change` gives the first day that is free. Refuses with
    NotExplained, ChangedElsewhere. Recorded as `power.published`, with all it says.
    """
    require(by, Act.POWER_IMPORT)
    if not explanation and not is_imported:
        raise NotExplained(power_code)
    said = PowerVersion(
        name=name,
        holder_post=holder if isinstance(holder, Post) else None,
        holder_body=holder if isinstance(holder, Body) else None,
        category=category,
        explanation=explanation,
        basis=basis,
        since=since,
        is_imported=is_imported,
    )
    power = Power.objects.filter(code=power_code).first()
    newest = _newest(power) if power else None
    if newest is not None and newest.says_the_same_as(said):
        return newest
    if newest is not None:
        _end(newest, since, local_day(at))
    said.power = power or Power.objects.create(code=power_code, created_at=at)
    said.number = newest.number + 1 if newest else 1
    _record(said, holder, by, at)
    said.save(force_insert=True)
    return said


def _record(said: PowerVersion, holder: Post | Body, by: Actor, at: datetime) -> None:
    said.leaf = record(
        log=current_place_id(),
        name="power.published",
        kind=Leaf.Kind.PUBLIC,
        facts=_facts(said, holder, by),
        at=at,
    )


def earliest_change(newest: PowerVersion, today: date) -> date:
    """The first day on which a version after this one may begin."""
    return max(today, newest.since + timedelta(days=1))


def _newest(power: Power) -> PowerVersion | None:
    return (
        PowerVersion.objects.select_for_update()
        .filter(power=power)
        .order_by("-number")
        .first()
    )


def _end(newest: PowerVersion, since: date, today: date) -> None:
    if since < today:
        raise BackDated(since)
    if since < earliest_change(newest, today):
        raise ChangedToday(newest.since)
    last_day = since - timedelta(days=1)
    ended = PowerVersion.objects.filter(pk=newest.pk, until__isnull=True).update(
        until=last_day
    )
    if not ended:
        raise ChangedElsewhere(newest.power_id)


def _facts(said: PowerVersion, holder: Post | Body, by: Actor) -> dict[str, JSON]:
    return {
        "object": f"power/{said.power.code}",
        "version": said.number,
        "name": said.name,
        "holder": {
            "kind": "post" if isinstance(holder, Post) else "body",
            "slug": holder.slug,
            "name": holder.name,
        },
        "category": said.category,
        "explanation": said.explanation,
        "basis": said.basis,
        "since": said.since.isoformat(),
        "is_imported": said.is_imported,
        "by": acting(by),
    }
