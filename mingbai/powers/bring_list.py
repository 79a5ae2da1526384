"""The verb that imports a part of a list of powers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Final

from django.db.models import Max, Q

from mingbai.places.actors import Actor, System
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
from mingbai.powers.draft import (
    NotOpen,
    OpenDraft,
    Wish,
    draft,
    propose_repeal,
    rewrite,
)
from mingbai.powers.holders import Holders
from mingbai.powers.models import Draft, PowerVersion, PowerVersionQuerySet
from mingbai.powers.power_row import PowerRow, RowFault
from mingbai.powers.publish import publish

PRECEDENCE_STEP: Final = 10


class RowsRefused(Exception):
    """Rows whose holders the place does not know; nothing was imported."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__(f"{len(faults)} rows")
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Brought:
    """What an import did, in rows and bodies."""

    new: int = 0
    # Drafts written for what the list puts differently.
    changed: int = 0
    # Differences for which another draft waits that is being looked at already.
    waiting: int = 0
    unchanged: int = 0
    unexplained: int = 0
    # Drafts of repeal for what the list no longer has.
    vanished: int = 0
    bodies_added: tuple[str, ...] = ()

    def __add__(self, other: "Brought") -> "Brought":
        return Brought(
            *(
                getattr(self, one.name) + getattr(other, one.name)
                for one in fields(self)
            )
        )


def bring_list(
    *,
    by: Actor,
    at: datetime,
    rows: Sequence[PowerRow],
    since: date,
    may_add_bodies: bool = False,
    as_drafts: bool = False,
) -> Brought:
    """Publish what is new in these rows, draft what is changed, and say what that was.

    New powers hold from `since`; with `as_drafts` they are drafts too, as an upload in
    the desk needs. What stands in force is never changed by a list: two people decide
    on each draft. Refuses with RowsRefused, before anything is written.
    """
    require(by, Act.POWER_DRAFT if as_drafts else Act.POWER_IMPORT)
    holders = Holders()
    if faults := check_holders(rows, holders, may_add=may_add_bodies):
        raise RowsRefused(faults)
    names = missing_bodies(rows, holders)
    for name in names:
        assert isinstance(by, System), "only an import on the server adds bodies"
        holders.add(_add_body(by, at, name))
    found = compare(rows, holders)
    waiting = 0
    for one in found:
        if one.change is Change.NEW and not as_drafts:
            _publish(by, at, one, since)
        elif one.change is not Change.SAME:
            waiting += not _draft(by, at, one)
    counted = count(found)
    return counted + Brought(
        changed=-waiting, waiting=waiting, bodies_added=tuple(names)
    )


def propose_missing(
    *, by: Actor, at: datetime, rows: Sequence[PowerRow]
) -> tuple[str, ...]:
    """Propose the repeal of what the holders of these rows had and no row has.

    Nothing is repealed: each is a draft for two people. Returns the codes.
    """
    holders = Holders()
    found = {holders.find(row.holder) for row in rows}
    codes = {row.code for row in rows}
    vanished = []
    for version in _held_by(found - {None}):
        if version.power.code in codes:
            continue
        try:
            propose_repeal(by=by, at=at, power=version.power)
        except OpenDraft:
            continue
        vanished.append(version.power.code)
    return tuple(vanished)


def count(found: Sequence[Compared]) -> Brought:
    """How many rows would do what; for a dry run nothing more is needed."""
    changes = [one.change for one in found]
    return Brought(
        new=changes.count(Change.NEW),
        changed=changes.count(Change.CHANGED),
        unchanged=changes.count(Change.SAME),
        unexplained=sum(not one.row.explanation for one in found),
    )


def _held_by(holders: Iterable[Post | Body | None]) -> PowerVersionQuerySet:
    posts = [one.pk for one in holders if isinstance(one, Post)]
    bodies = [one.pk for one in holders if isinstance(one, Body)]
    return (
        PowerVersion.objects.with_holder()
        .filter(until__isnull=True)
        .filter(Q(holder_post__in=posts) | Q(holder_body__in=bodies))
        .order_by("power__code")
    )


def _publish(by: Actor, at: datetime, one: Compared, since: date) -> None:
    assert one.holder is not None, "holders were checked and added"
    publish(
        by=by,
        at=at,
        power_code=one.row.code,
        statement=one.row.statement(one.holder),
        since=since,
        is_imported=True,
    )


def _draft(by: Actor, at: datetime, one: Compared) -> bool:
    """Whether a draft now says what the row says; another may be under review."""
    assert one.holder is not None, "holders were checked and added"
    wish = Wish(one.row.code, one.row.statement(one.holder))
    open_one = Draft.objects.open().with_names().filter(code=wish.code).first()
    if open_one is None:
        draft(by=by, at=at, wish=wish, is_imported=True)
        return True
    if open_one.statement == wish.statement:
        return False
    try:
        rewrite(by=by, at=at, written=open_one, wish=wish)
    except NotOpen:
        return False
    return True


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
