"""The verb that imports a part of a list of powers."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from mingbai.places.actors import Actor, System
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
    vanished,
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
from mingbai.powers.models import Draft
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
    # Differences about which another draft waits already, left as it is.
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
    if not as_drafts:
        # Each draft asks for itself: a responsible officer brings the own body's.
        require(by, Act.POWER_IMPORT)
    holders = Holders()
    if faults := check_holders(rows, holders, may_add=may_add_bodies):
        raise RowsRefused(faults)
    names = missing_bodies(rows, holders)
    for name in names:
        assert isinstance(by, System), "only an import on the server adds bodies"
        holders.add(_add_body(by, at, name))
    brought = Brought(bodies_added=tuple(names))
    found = compare(rows, holders, on=local_day(at))
    # One row that is not allowed takes the others back, whatever the door does then.
    with transaction.atomic():
        for one in found:
            brought += _apply(by, at, one, since, as_drafts)
    return brought


def _apply(
    by: Actor, at: datetime, one: Compared, since: date, as_drafts: bool
) -> Brought:
    if one.change is Change.NEW and not as_drafts:
        _publish(by, at, one, since)
    elif one.change is not Change.SAME and not _draft(by, at, one, since):
        return Brought(waiting=1, unexplained=int(not one.row.explanation))
    return _counted(one)


def propose_missing(
    *, by: Actor, at: datetime, rows: Sequence[PowerRow], at_most: int | None = None
) -> tuple[str, ...]:
    """Propose the repeal of what the holders of these rows have and no row has.

    Nothing is repealed: each is a draft for two people. Returns the codes, `at_most`
    so many; what a draft waits about is left out, so the next call goes on from there.
    """
    gone = vanished(rows, on=local_day(at))[:at_most]
    for power in gone:
        propose_repeal(by=by, at=at, power=power)
    return tuple(power.code for power in gone)


def count(found: Sequence[Compared]) -> Brought:
    """How many rows would do what: all that a dry run needs.

    What waits in a draft already counts as changed.
    """
    return sum((_counted(one) for one in found), Brought())


def _counted(one: Compared) -> Brought:
    return Brought(
        new=int(one.change is Change.NEW),
        changed=int(one.change is Change.CHANGED),
        unchanged=int(one.change is Change.SAME),
        unexplained=int(not one.row.explanation),
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


def _draft(by: Actor, at: datetime, one: Compared, since: date) -> bool:
    """Whether a draft was written; one that waits is left alone unless a list wrote it.

    Nobody's words are overwritten by a file, nor is a proposal to repeal.
    """
    assert one.holder is not None, "holders were checked and added"
    # What a change says holds from its approval, unless a later day was named.
    is_dated = one.change is Change.NEW or since > local_day(at)
    wish = Wish(
        one.row.code, one.row.statement(one.holder), since if is_dated else None
    )
    waiting = Draft.objects.open().with_names().filter(code=wish.code).first()
    if waiting is None:
        try:
            draft(by=by, at=at, wish=wish, is_imported=True)
        except OpenDraft:
            return False
        return True
    if not waiting.is_imported or waiting.statement == wish.statement:
        return False
    try:
        rewrite(by=by, at=at, written=waiting, wish=wish, is_imported=True)
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
