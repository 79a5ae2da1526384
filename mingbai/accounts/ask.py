"""Asking for a duty, for its end, or for a reset; another administrator decides."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from mingbai.accounts.end import EndsAlready
from mingbai.accounts.models import Asking, Duty, User
from mingbai.accounts.reset_factor import has_factor
from mingbai.accounts.terms import EndsBeforeItBegins, Terms
from mingbai.ledger.record import record
from mingbai.places.actors import Officer, System
from mingbai.places.days import local_day
from mingbai.places.naming import acting
from mingbai.places.policy import Act, Facts, require
from mingbai.places.scoping import current_place_id


class AskedAlready(Exception):
    """The same has been asked for this official and nobody has decided it yet."""


class BackDated(Exception):
    """A duty can't begin, nor have ended, in days that are past."""


class NoFactor(Exception):
    """The official has no second factor that could be reset."""


class NotTheirs(Exception):
    """The duty to be ended is another official's."""


@dataclass(frozen=True)
class Ending:
    """A duty that is to end, and its last day."""

    duty: Duty
    until: date


@dataclass(frozen=True)
class Reset:
    """The second factor is to be removed."""


# What may be asked: a grant on these terms, the end of a duty, a reset.
Wish: TypeAlias = Terms | Ending | Reset


def ask(*, by: Officer | System, at: datetime, concerned: User, wish: Wish) -> Asking:
    """Ask for something that concerns another official.

    Refuses whoever asks for themselves, what was asked already and is open, and what
    deciding could not carry out. Recorded as `duty.asked`.
    """
    require(by, Act.DUTY_ASK, Facts(concerned=concerned.pk))
    # One at a time for each official, so that nothing is asked twice at once.
    User.objects.select_for_update().get(pk=concerned.pk)
    _check(wish, concerned, local_day(at))
    asking = _drafted(wish)
    asking.concerned = concerned
    asking.asked_at = at
    asking.asked_by_id = by.user if isinstance(by, Officer) else None
    if _is_open_already(asking):
        raise AskedAlready
    asking.save(force_insert=True)
    record(
        log=current_place_id(),
        name="duty.asked",
        facts={
            "asking": str(asking.pk),
            "user": str(concerned.pk),
            "what": str(asking.kind),
            "kind": str(asking.duty_kind),
            "by": acting(by),
        },
        at=at,
    )
    return asking


def _check(wish: Wish, concerned: User, today: date) -> None:
    if isinstance(wish, Terms):
        if wish.since < today:
            raise BackDated
        wish.refuse_if_held(concerned)
    elif isinstance(wish, Ending):
        _check_ending(wish, concerned, today)
    elif not has_factor(concerned):
        raise NoFactor


def _check_ending(wish: Ending, concerned: User, today: date) -> None:
    if wish.duty.user_id != concerned.pk:
        raise NotTheirs
    if wish.until < today:
        raise BackDated
    if wish.until < wish.duty.since:
        raise EndsBeforeItBegins
    if wish.duty.until is not None and wish.duty.until <= wish.until:
        raise EndsAlready


def _drafted(wish: Wish) -> Asking:
    if isinstance(wish, Terms):
        return Asking(
            kind=Asking.Kind.GRANT,
            duty_kind=wish.kind,
            body=wish.body,
            post=wish.post,
            is_deputy=wish.is_deputy,
            since=wish.since,
            until=wish.until,
        )
    if isinstance(wish, Ending):
        return Asking(
            kind=Asking.Kind.END,
            duty_kind=wish.duty.kind,
            body=wish.duty.body,
            post=wish.duty.post,
            is_deputy=wish.duty.is_deputy,
            duty=wish.duty,
            until=wish.until,
        )
    return Asking(kind=Asking.Kind.RESET)


def _is_open_already(asking: Asking) -> bool:
    return Asking.objects.filter(
        outcome="",
        kind=asking.kind,
        concerned=asking.concerned,
        duty_kind=asking.duty_kind,
        body=asking.body,
        post=asking.post,
        is_deputy=asking.is_deputy,
        duty=asking.duty,
    ).exists()
