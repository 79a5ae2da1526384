"""The verb that drafts the transfer of a body's powers to another body."""

from dataclasses import replace
from datetime import datetime

from mingbai.places.actors import Actor
from mingbai.places.days import local_day
from mingbai.places.models import Body
from mingbai.powers.draft import OpenDraft, Wish, draft
from mingbai.powers.models import Draft, PowerVersion
from mingbai.powers.said import Statement


def move_powers(*, by: Actor, at: datetime, body: Body, into: Body) -> tuple[str, ...]:
    """Draft for each power in force of the body that `into` holds it; the codes.

    Nothing moves before two people have let each draft stand. A merger that is still
    ahead names its day as the first. What another draft waits about is left out. Each
    draft is asked of `draft`, which refuses who may not write for both bodies.
    """
    is_ahead = body.merged_on is not None and body.merged_on > local_day(at)
    since = body.merged_on if is_ahead else None
    return tuple(
        version.power.code
        for version in powers_to_move(body)
        if _move(by, at, version, Wish(version.power.code, _said(version, into), since))
    )


def powers_to_move(body: Body) -> list[PowerVersion]:
    """What the body has in force and no draft is about, by code; two queries."""
    drafted = Draft.objects.open().order_by().values_list("code", flat=True)
    waiting = set(drafted)
    held = (
        PowerVersion.objects.with_holder()
        .filter(holder_body=body, until__isnull=True)
        .order_by("power__code")
    )
    return [version for version in held if version.power.code not in waiting]


def _said(version: PowerVersion, into: Body) -> Statement:
    return replace(version.statement, holder=into)


def _move(by: Actor, at: datetime, version: PowerVersion, wish: Wish) -> bool:
    # A power that an import left unexplained moves as it is: it is explained apart.
    is_bare = version.is_imported and not version.explanation
    try:
        draft(by=by, at=at, wish=wish, is_imported=is_bare)
    except OpenDraft:
        return False
    return True
