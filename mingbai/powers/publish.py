"""The verb that puts a power, or what it says from a day on, before the public."""

from datetime import date, datetime, timedelta

from mingbai.ledger.models import Leaf
from mingbai.ledger.record import JSON, record
from mingbai.places.actors import Actor
from mingbai.places.days import local_day
from mingbai.places.models import Post
from mingbai.places.naming import acting
from mingbai.places.policy import Act, Facts, require
from mingbai.places.scoping import current_place_id
from mingbai.powers.models import Draft, Power, PowerVersion
from mingbai.powers.said import Statement


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
    statement: Statement,
    since: date,
    is_imported: bool = False,
    draft: Draft | None = None,
) -> PowerVersion:
    """The version that says just this: a new one, or the newest when nothing changed.

    Two ways lead here: an import by the system, and the approval of a draft by
    somebody other than its writer. The version before ends on the day before
    `since`. A power's first version may begin in the past, because powers are older
    than this site; a change may not (BackDated), and two versions of one power never
    begin on the same day (ChangedToday): `earliest_change` gives the first day that
    is free. Refuses with NotExplained, ChangedElsewhere. Recorded as
    `power.published`, with all it says.
    """
    _require(by, draft)
    if not statement.explanation and not is_imported:
        raise NotExplained(power_code)
    power = Power.objects.filter(code=power_code).first()
    newest = newest_version(power) if power else None
    if newest is not None and newest.until is None and newest.statement == statement:
        return newest
    if newest is not None:
        _end(newest, since, local_day(at))
    said = PowerVersion(**statement.columns(), since=since, is_imported=is_imported)
    said.power = power or Power.objects.create(code=power_code, created_at=at)
    said.number = _next_number(newest)
    said.leaf = record(
        log=current_place_id(),
        name="power.published",
        kind=Leaf.Kind.PUBLIC,
        facts=published_facts(said, by),
        at=at,
    )
    said.save(force_insert=True)
    return said


def _next_number(newest: PowerVersion | None) -> int:
    if newest is None:
        return 1
    # The leaf of a repeal has a number of its own: of two leaves with the same one,
    # shuffled in a tick, a manifest could not tell the newer.
    return newest.number + (2 if newest.until else 1)


def _require(by: Actor, draft: Draft | None) -> None:
    if draft is None:
        require(by, Act.POWER_IMPORT)
    else:
        require(by, Act.POWER_APPROVE, Facts(concerned=draft.written_by_id))


def earliest_change(newest: PowerVersion, today: date) -> date:
    """The first day on which a version after this one may begin."""
    return max(today, newest.since + timedelta(days=1))


def newest_version(power: Power) -> PowerVersion | None:
    """The newest version, locked until the transaction ends; None before the first."""
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
    if newest.until is not None:
        # Repealed: the new version may begin after the last day it held.
        if since <= newest.until:
            raise ChangedToday(newest.until)
        return
    end_version(newest, last_day=since - timedelta(days=1))


def end_version(newest: PowerVersion, *, last_day: date) -> None:
    """Let the version in force hold until that day; raises ChangedElsewhere."""
    ended = PowerVersion.objects.filter(pk=newest.pk, until__isnull=True).update(
        until=last_day
    )
    if not ended:
        raise ChangedElsewhere(newest.power_id)


def published_facts(said: PowerVersion, by: Actor) -> dict[str, JSON]:
    """All that a version says, as its leaf commits to it."""
    holder = said.holder
    return {
        "object": f"power/{said.power.code}",
        "version": said.number,
        "holder": {
            "kind": "post" if isinstance(holder, Post) else "body",
            "slug": holder.slug,
            "name": holder.name,
        },
        **said.statement.texts(),
        "since": said.since.isoformat(),
        "is_imported": said.is_imported,
        "by": acting(by),
    }
