"""`rule_extension`: somebody else grants more working days, or does not."""

from dataclasses import replace
from datetime import datetime

from mingbai.letters.ask_extension import NoReason
from mingbai.letters.change import (
    Change,
    ChangedMeanwhile,
    NotNow,
    change,
    handling_of,
)
from mingbai.letters.models import (
    EventKind,
    Extension,
    Handling,
    Letter,
    Notice,
    Ruling,
)
from mingbai.letters.notices import tell
from mingbai.letters.standing import facts_of
from mingbai.letters.tie_up import settle_extension
from mingbai.letters.who_has import who_has
from mingbai.places.actors import Officer
from mingbai.places.days import local_day, working_calendar
from mingbai.places.policy import Act, require


def rule_extension(
    *,
    by: Officer,
    at: datetime,
    letter: Letter,
    granted: bool,
    reason: str,
    seen: int | None = None,
) -> Handling:
    """Grant what was asked for, counted from the day it was due, or refuse it.

    The writer reads why. Whoever asked does not rule. Raises NoReason, NotNow when
    nothing waits for a ruling, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    asked = Extension.objects.filter(letter=letter, ruling="").first()
    facts = facts_of(letter, by, handling=handling)
    asker = asked.asked_by_id if asked else None
    require(by, Act.LETTER_EXTENSION_RULE, replace(facts, asked_by=asker))
    if not reason.strip():
        raise NoReason
    kind = EventKind.EXTENDED if granted else EventKind.EXTENSION_REFUSED
    if asked is None:
        raise NotNow(kind, handling.state)
    _settle(asked, granted=granted, by=by, at=at)
    ruled = _extended(handling, asked, reason) if granted else _refused(reason)
    change(handling, ruled, by=by, at=at)
    told = who_has(handling, on=local_day(at))
    tell(told, Notice.Kind.RULED, letter, at=at)
    return handling


def _settle(asked: Extension, *, granted: bool, by: Officer, at: datetime) -> None:
    ruled = Extension.objects.filter(pk=asked.pk, ruling="").update(
        ruling=Ruling.GRANTED if granted else Ruling.REFUSED,
        ruled_by=by.user,
        ruled_at=at,
    )
    if not ruled:
        raise ChangedMeanwhile
    settle_extension(asked)


def _extended(handling: Handling, asked: Extension, reason: str) -> Change:
    before = handling.due_on
    due = working_calendar(since=before).add_working_days(before, asked.days)
    return Change(
        kind=EventKind.EXTENDED,
        sets={"due_on": due.day, "is_provisional": due.provisional},
        tells={"due_on": due.day},
        facts={
            "days": asked.days,
            "from": before.isoformat(),
            "due": due.day.isoformat(),
        },
        note=reason,
        is_note_for_writer=True,
    )


def _refused(reason: str) -> Change:
    return Change(
        kind=EventKind.EXTENSION_REFUSED, note=reason, is_note_for_writer=True
    )
