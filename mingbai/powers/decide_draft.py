"""Deciding a draft: secrecy review, approval, sending back, withdrawing.

Whoever wrote it neither reviews nor approves it.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from mingbai.ledger.models import Leaf
from mingbai.ledger.record import JSON, record
from mingbai.places.actors import Actor, Officer
from mingbai.places.days import local_day
from mingbai.places.naming import acting
from mingbai.places.policy import Act, Facts, NotAllowed, require
from mingbai.places.scoping import current_place_id
from mingbai.powers.draft import NothingToRepeal, NotOpen
from mingbai.powers.models import Draft, Power, PowerVersion
from mingbai.powers.publish import (
    earliest_change,
    end_version,
    newest_version,
    publish,
)


class RemarkMissing(Exception):
    """Who sends a draft back says why."""


def review(*, by: Officer, at: datetime, draft: Draft) -> None:
    """Say that the draft holds no secret; by an editor who did not write it.

    Refuses with NotOpen. Recorded as `power.reviewed`.
    """
    require(by, Act.POWER_REVIEW, Facts(concerned=draft.written_by_id))
    _move(
        draft,
        (Draft.State.WRITTEN,),
        Draft.State.REVIEWED,
        reviewed_by=by.user,
        reviewed_at=at,
    )
    record(
        log=current_place_id(),
        name="power.reviewed",
        facts=_facts(draft, by),
        at=at,
    )


def approve(*, by: Officer, at: datetime, draft: Draft) -> PowerVersion:
    """Publish what a reviewed draft says, or repeal the power; by a second person.

    That is somebody other than its writer and, where an import on the server wrote it,
    other than its reviewer. It holds from the day the draft names, or from the first
    day that is free. Refuses with NotOpen and with what `publish` refuses; nothing is
    changed then. Returns the version that was published, or the one that was repealed.
    """
    first = draft.written_by_id or draft.reviewed_by_id
    require(by, Act.POWER_APPROVE, Facts(concerned=first))
    # A refusal of `publish` leaves the draft as it was, whatever the door does then.
    with transaction.atomic():
        return _approve(by, at, draft)


def _approve(by: Officer, at: datetime, draft: Draft) -> PowerVersion:
    _move(
        draft,
        (Draft.State.REVIEWED,),
        Draft.State.PUBLISHED,
        decided_by=by.user,
        decided_at=at,
    )
    if draft.kind == Draft.Kind.REPEAL:
        return _repeal(by, at, draft)
    version = publish(
        by=by,
        at=at,
        power_code=draft.code,
        statement=draft.statement,
        since=_first_day(draft, at),
        is_imported=draft.is_imported,
        draft=draft,
    )
    Draft.objects.filter(pk=draft.pk).update(version=version, power=version.power)
    return version


def send_back(*, by: Officer, at: datetime, draft: Draft, remark: str) -> None:
    """Give the draft back to its writer, and say why; by an editor who is not that.

    Refuses with RemarkMissing, NotOpen. Recorded as `power.sent_back`.
    """
    require(by, Act.POWER_REVIEW, Facts(concerned=draft.written_by_id))
    if not remark.strip():
        raise RemarkMissing
    _move(
        draft,
        (Draft.State.WRITTEN, Draft.State.REVIEWED),
        Draft.State.SENT_BACK,
        decided_by=by.user,
        decided_at=at,
        remark=remark.strip(),
    )
    record(
        log=current_place_id(),
        name="power.sent_back",
        facts=_facts(draft, by),
        at=at,
    )


def withdraw(*, by: Officer, at: datetime, draft: Draft) -> None:
    """Give the draft up; by its writer, or by an editor.

    Refuses with NotOpen. Recorded as `power.withdrawn`.
    """
    if by.user != draft.written_by_id and not by.has("editor"):
        raise NotAllowed(Act.POWER_DRAFT)
    _move(
        draft,
        Draft.OPEN,
        Draft.State.WITHDRAWN,
        decided_by=by.user,
        decided_at=at,
    )
    record(
        log=current_place_id(),
        name="power.withdrawn",
        facts=_facts(draft, by),
        at=at,
    )


def _first_day(draft: Draft, at: datetime) -> date:
    today = local_day(at)
    wanted = draft.since or today
    newest = _newest(draft)
    if newest is None:
        return wanted
    last = newest.until + timedelta(days=1) if newest.until else today
    return max(wanted, earliest_change(newest, today), last)


def _newest(draft: Draft) -> PowerVersion | None:
    # By code: an import may have published the power since the draft was written.
    power = Power.objects.filter(code=draft.code).first()
    return newest_version(power) if power else None


def _repeal(by: Officer, at: datetime, draft: Draft) -> PowerVersion:
    newest = _newest(draft)
    if newest is None or newest.until is not None:
        raise NothingToRepeal(draft.code)
    since = _first_day(draft, at)
    end_version(newest, last_day=since - timedelta(days=1))
    leaf = record(
        log=current_place_id(),
        name="power.repealed",
        kind=Leaf.Kind.PUBLIC,
        facts={
            "object": f"power/{draft.code}",
            "version": newest.number + 1,
            "since": since.isoformat(),
            "by": acting(by),
        },
        at=at,
    )
    Draft.objects.filter(pk=draft.pk).update(leaf=leaf)
    newest.refresh_from_db()
    return newest


def _move(
    draft: Draft, before: tuple[str, ...], after: Draft.State, **columns: object
) -> None:
    # Whoever decides has read these words: not what was written since by another.
    moved = Draft.objects.filter(
        pk=draft.pk, state__in=before, written_at=draft.written_at
    ).update(state=after, **columns)
    if not moved:
        raise NotOpen(draft.code)
    draft.refresh_from_db()


def _facts(draft: Draft, by: Actor) -> dict[str, JSON]:
    return {"draft": str(draft.pk), "power": draft.code, "by": acting(by)}
