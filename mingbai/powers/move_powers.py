"""The verb that drafts what becomes of a merged body's powers."""

from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q

from mingbai.places.actors import Actor
from mingbai.places.days import local_day
from mingbai.places.models import Body, Post, Seat
from mingbai.powers.draft import (
    NothingToRepeal,
    OpenDraft,
    Wish,
    draft,
    propose_repeal,
)
from mingbai.powers.models import Draft, PowerVersion


def move_powers(*, by: Actor, at: datetime, body: Body, into: Body) -> tuple[str, ...]:
    """Draft that `into` holds the powers of the body, and the repeal of its posts'.

    What a post may do is nobody else's: it ends with the post, unless a draft gives it
    to another. Nothing moves before two people have let each draft stand. A merger
    that is still ahead names its day as the first. What another draft waits about is
    left out. Returns the codes. Each draft is asked of `draft` or `propose_repeal`,
    which refuse who may not write for these bodies.
    """
    today = local_day(at)
    is_ahead = body.merged_on is not None and body.merged_on > today
    since = body.merged_on if is_ahead else None
    return tuple(
        version.power.code
        for version in powers_to_move(body, on=today)
        if _move(by, at, version, into, since)
    )


def powers_to_move(body: Body, *, on: date) -> list[PowerVersion]:
    """What the body and its posts have in force and no draft is about; two queries.

    By code. A post that also has a seat in another leading group goes on, and keeps
    what it has.
    """
    drafted = Draft.objects.open().order_by().values_list("code", flat=True)
    waiting = set(drafted)
    elsewhere = Seat.objects.on(on).exclude(body=body).order_by()
    ending = Post.objects.filter(body=body).exclude(pk__in=elsewhere.values("post"))
    held = (
        PowerVersion.objects.with_holder()
        .filter(
            Q(holder_body=body) | Q(holder_post__in=ending.order_by().values("pk")),
            until__isnull=True,
        )
        .order_by("power__code")
    )
    return [version for version in held if version.power.code not in waiting]


def _move(
    by: Actor, at: datetime, version: PowerVersion, into: Body, since: date | None
) -> bool:
    try:
        if isinstance(version.holder, Post):
            propose_repeal(by=by, at=at, power=version.power, since=since)
        else:
            _give(by, at, version, into, since)
    except (OpenDraft, NothingToRepeal):
        return False
    return True


def _give(
    by: Actor, at: datetime, version: PowerVersion, into: Body, since: date | None
) -> None:
    wish = Wish(version.power.code, replace(version.statement, holder=into), since)
    # A power that an import left unexplained moves as it is: it is explained apart.
    is_bare = version.is_imported and not version.explanation
    draft(by=by, at=at, wish=wish, is_imported=is_bare)
