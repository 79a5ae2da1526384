"""`set_urgent`: danger to life is due the same day; or a hint at it was none.

Danger in a letter that is merged into another is danger in that one: there it is seen.
"""

from datetime import date, datetime

from mingbai.accounts.models import DutyKind
from mingbai.accounts.officer import all_with
from mingbai.letters.change import Change, NotNow, change, handling_of
from mingbai.letters.models import EventKind, Handling, Letter, Notice
from mingbai.letters.notices import tell
from mingbai.letters.standing import facts_of, is_alarming
from mingbai.letters.who_has import heads_over, not_barred, who_has
from mingbai.places.actors import Actor, Citizen, Officer, System
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require


def set_urgent(
    *,
    by: Officer,
    at: datetime,
    letter: Letter,
    is_urgent: bool,
    seen: int | None = None,
) -> Handling:
    """Make it due today and tell all who can act; or say that nobody is in danger.

    The day never moves later: what was urgent by mistake stays due as it is. Whoever is
    on watch may do it while the letter hints at danger. Raises NotNow when it is urgent
    already, or when nothing hints at danger, and ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_ALARM, facts_of(letter, by, handling=handling))
    if is_urgent:
        if handling.is_urgent:
            raise NotNow(EventKind.URGENT, handling.state)
        _alarm(handling, by=by, at=at)
        carry_danger(handling, by=by, at=at)
    else:
        _calm(handling, by=by, at=at)
    return handling


def tell_of_danger(handling: Handling, *, at: datetime) -> None:
    """Tell the watch, the registrars, the officer and the heads, at any hour."""
    day, letter = local_day(at), handling.letter
    awake = [*all_with(DutyKind.WATCH, on=day), *all_with(DutyKind.REGISTRAR, on=day)]
    told = not_barred(awake, letter, on=day)
    if handling.body is not None:
        told += [*who_has(handling, on=day), *heads_over(handling, on=day)]
    tell(told, Notice.Kind.URGENT, letter, at=at)


def carry_danger(handling: Handling, *, by: Actor, at: datetime) -> None:
    """Give what is urgent, or hints at danger, to the open letter it is merged into.

    That one is due today too where this one is urgent, and all who can act are told of
    it. Nothing happens where there is no danger, or no such letter. The platform acts
    for a writer, who is no party to the other letter.
    """
    if handling.principal is None or not is_alarming(handling):
        return
    principal = handling_of(handling.principal)
    if not principal.is_open:
        return
    doer = System("letters.carry_danger") if isinstance(by, Citizen) else by
    if handling.is_urgent and not principal.is_urgent:
        _alarm(principal, by=doer, at=at, hint=handling.hint)
    else:
        _hint(principal, handling, by=doer, at=at)


def _hint(principal: Handling, merged: Handling, *, by: Actor, at: datetime) -> None:
    change(
        principal,
        Change(
            kind=EventKind.HINTED,
            sets={"hint": merged.hint or principal.hint},
            tells={"other": merged.letter},
            facts={"other": merged.letter.ref},
        ),
        by=by,
        at=at,
    )
    tell_of_danger(principal, at=at)


def _alarm(handling: Handling, *, by: Actor, at: datetime, hint: str = "") -> None:
    today = local_day(at)
    due, is_provisional = _soonest(handling, today)
    change(
        handling,
        Change(
            kind=EventKind.URGENT,
            sets={
                "is_urgent": True,
                "hint": hint or handling.hint,
                "due_on": due,
                "is_provisional": is_provisional,
            },
            tells={"due_on": due},
            facts={"from": handling.due_on.isoformat(), "due": due.isoformat()},
        ),
        by=by,
        at=at,
    )
    tell_of_danger(handling, at=at)


def _soonest(handling: Handling, today: date) -> tuple[date, bool]:
    if today < handling.due_on:
        return today, False
    return handling.due_on, handling.is_provisional


def _calm(handling: Handling, *, by: Officer, at: datetime) -> None:
    if not is_alarming(handling):
        raise NotNow(EventKind.CALMED, handling.state)
    change(
        handling,
        Change(
            kind=EventKind.CALMED,
            sets={"hint": "", "is_urgent": False},
            facts={"hint": handling.hint},
        ),
        by=by,
        at=at,
    )
