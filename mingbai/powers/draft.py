"""Writing a draft of what a power shall say, or that it shall be repealed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mingbai.ledger.record import record
from mingbai.places.actors import Actor, Officer
from mingbai.places.models import Body, Post
from mingbai.places.naming import acting
from mingbai.places.policy import Act, Facts, require
from mingbai.places.scoping import current_place_id
from mingbai.powers.models import Draft, Power, PowerVersion
from mingbai.powers.said import Statement


class OpenDraft(Exception):
    """Another draft of this power is still to be decided."""


class NothingToRepeal(Exception):
    """The power has no version in force."""


class NotOpen(Exception):
    """The draft has been decided meanwhile, or reviewed and may not be changed."""


class NothingChanged(Exception):
    """The draft says the same as the version in force."""


@dataclass(frozen=True)
class Wish:
    """What shall be said of which power, from which day (None: when approved)."""

    code: str
    statement: Statement
    since: date | None = None


def draft(*, by: Actor, at: datetime, wish: Wish, is_imported: bool = False) -> Draft:
    """Write a draft of a new or changed power; nothing of it is public.

    By an editor, by an import, or by the responsible officer of the holder's body; of
    both bodies where the power goes from one to another. Refuses with OpenDraft,
    NothingChanged. Recorded as `power.drafted`, without what it says.
    """
    _may_write(by, wish.statement.holder)
    newest = _in_force(wish.code)
    if newest is not None:
        _may_write(by, newest.holder)
    _must_differ(wish, newest)
    return _write(
        Draft(
            **wish.statement.columns(),
            kind=Draft.Kind.CHANGE,
            code=wish.code,
            since=wish.since,
            is_imported=is_imported,
        ),
        by,
        at,
    )


def propose_repeal(
    *, by: Actor, at: datetime, power: Power, since: date | None = None
) -> Draft:
    """Write a draft that repeals the power from a day.

    Refuses with OpenDraft, NothingToRepeal.
    """
    newest = _in_force(power.code)
    if newest is None:
        raise NothingToRepeal(power.code)
    _may_write(by, newest.holder)
    return _write(
        Draft(
            **newest.statement.columns(),
            kind=Draft.Kind.REPEAL,
            code=power.code,
            since=since,
        ),
        by,
        at,
    )


def rewrite(
    *, by: Actor, at: datetime, written: Draft, wish: Wish, is_imported: bool = False
) -> Draft:
    """Change a draft that waits or was sent back; it is looked at from the start.

    Refuses with NothingChanged, and with NotOpen once it was reviewed or decided and
    for a repeal, which says nothing of its own: that one is withdrawn. Recorded as
    `power.drafted` again.
    """
    _may_write(by, written.holder)
    _may_write(by, wish.statement.holder)
    _must_differ(wish, _in_force(written.code))
    changed = Draft.objects.filter(
        pk=written.pk,
        kind=Draft.Kind.CHANGE,
        state__in=(Draft.State.WRITTEN, Draft.State.SENT_BACK),
    ).update(
        **wish.statement.columns(),
        since=wish.since,
        is_imported=is_imported,
        state=Draft.State.WRITTEN,
        written_by=writer_of(by),
        written_at=at,
        reviewed_by=None,
        reviewed_at=None,
        decided_by=None,
        decided_at=None,
        remark="",
    )
    if not changed:
        raise NotOpen(written.code)
    written.refresh_from_db()
    _record(written, by, at)
    return written


def writer_of(by: Actor) -> UUID | None:
    """The official who writes; None for an import on the server."""
    return by.user if isinstance(by, Officer) else None


def body_of(holder: Post | Body) -> UUID:
    """The body whose responsible officer may write drafts for this holder."""
    return holder.body_id if isinstance(holder, Post) else holder.pk


def _may_write(by: Actor, holder: Post | Body) -> None:
    require(by, Act.POWER_DRAFT, Facts(body=body_of(holder)))


def _must_differ(wish: Wish, newest: PowerVersion | None) -> None:
    if newest is not None and newest.statement == wish.statement:
        raise NothingChanged(wish.code)


def _in_force(code: str) -> PowerVersion | None:
    return (
        PowerVersion.objects.with_holder()
        .of_code(code)
        .filter(until__isnull=True)
        .first()
    )


def _write(written: Draft, by: Actor, at: datetime) -> Draft:
    if Draft.objects.open().filter(code=written.code).exists():
        raise OpenDraft(written.code)
    written.power = Power.objects.filter(code=written.code).first()
    written.state = Draft.State.WRITTEN
    written.written_by_id = writer_of(by)
    written.written_at = at
    try:
        with transaction.atomic():
            written.save(force_insert=True)
    except IntegrityError as error:
        # Somebody else was faster: a constraint lets one draft of a power be open.
        raise OpenDraft(written.code) from error
    _record(written, by, at)
    return written


def _record(written: Draft, by: Actor, at: datetime) -> None:
    record(
        log=current_place_id(),
        name="power.drafted",
        facts={
            "draft": str(written.pk),
            "power": written.code,
            "kind": str(written.kind),
            "by": acting(by),
        },
        at=at,
    )
