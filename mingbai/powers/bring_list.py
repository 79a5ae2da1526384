"""The verb that imports a part of a list of powers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Max

from mingbai.places.actors import System
from mingbai.places.days import local_day
from mingbai.places.found_body import found_body
from mingbai.places.models import Body, Post
from mingbai.places.policy import Act, require
from mingbai.powers.compare import (
    Change,
    Compared,
    check_holders,
    compare,
    missing_bodies,
)
from mingbai.powers.holders import Holders
from mingbai.powers.power_row import PowerRow, RowFault
from mingbai.powers.publish import earliest_change, publish

PRECEDENCE_STEP: Final = 10


class RowsRefused(Exception):
    """Rows whose holders the place does not know; nothing was imported."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__(f"{len(faults)} rows")
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Brought:
    """What an import did, in rows, bodies and days."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    unexplained: int = 0
    bodies_added: tuple[str, ...] = ()
    # Changes that begin after the day asked for; the latest of their first days.
    postponed: int = 0
    postponed_to: date | None = None

    def __add__(self, other: "Brought") -> "Brought":
        days = [day for day in (self.postponed_to, other.postponed_to) if day]
        return Brought(
            new=self.new + other.new,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
            unexplained=self.unexplained + other.unexplained,
            bodies_added=self.bodies_added + other.bodies_added,
            postponed=self.postponed + other.postponed,
            postponed_to=max(days, default=None),
        )


def bring_list(
    *,
    by: System,
    at: datetime,
    rows: Sequence[PowerRow],
    since: date,
    may_add_bodies: bool = False,
) -> Brought:
    """Publish what is new or changed in these rows, and say what that was.

    New powers hold from `since`. A changed one too, unless its newest version began
    on that day or later, or the day is past: then from the first day that is free, so
    that a corrected list can be imported on the day of the first. Powers that the
    list lacks stay as they are. Refuses with RowsRefused, before anything is written.
    """
    require(by, Act.POWER_IMPORT)
    holders = Holders()
    if faults := check_holders(rows, holders, may_add=may_add_bodies):
        raise RowsRefused(faults)
    names = missing_bodies(rows, holders)
    for name in names:
        holders.add(_add_body(by, at, name))
    found = compare(rows, holders)
    days = [_publish(by, at, one, since) for one in found if one.change != Change.SAME]
    postponed = [day for day in days if day > since]
    return Brought(
        bodies_added=tuple(names),
        postponed=len(postponed),
        postponed_to=max(postponed, default=None),
    ) + count(found)


def count(found: Sequence[Compared]) -> Brought:
    """How many rows would do what; for a dry run nothing more is needed."""
    changes = [one.change for one in found]
    return Brought(
        new=changes.count(Change.NEW),
        changed=changes.count(Change.CHANGED),
        unchanged=changes.count(Change.SAME),
        unexplained=sum(not one.row.explanation for one in found),
    )


def _publish(by: System, at: datetime, one: Compared, since: date) -> date:
    row, holder = one.row, one.holder
    assert holder is not None, "holders were checked and added"
    if one.newest is not None:
        since = max(since, earliest_change(one.newest, local_day(at)))
    publish(
        by=by,
        at=at,
        power_code=row.code,
        name=row.name,
        holder=holder,
        category=row.category,
        explanation=row.explanation,
        basis=row.basis,
        since=since,
        is_imported=True,
    )
    return since


def _add_body(by: System, at: datetime, name: str) -> Body | Post:
    """A unit at a root of the tree, last in order, to be placed by hand later."""
    last = Body.objects.aggregate(last=Max("precedence"))["last"] or 0
    return found_body(
        by=by,
        at=at,
        slug=_free_slug(),
        name=name,
        short_name=name,
        kind=Body.Kind.UNIT,
        precedence=last + PRECEDENCE_STEP,
    )


def _free_slug() -> str:
    """`b1`, `b2` …: addresses are ASCII, and we spell no Chinese name in letters."""
    taken = set(
        Body.objects.filter(slug__startswith="b").values_list("slug", flat=True)
    )
    return next(
        slug for n in range(1, len(taken) + 2) if (slug := f"b{n}") not in taken
    )
