"""Deciding what was asked: the second pair of eyes, which also carries it out."""

from datetime import date, datetime

from django.db import transaction

from mingbai.accounts.end import end
from mingbai.accounts.grant import grant
from mingbai.accounts.models import Asking, DutyKind
from mingbai.accounts.naming import asked_by
from mingbai.accounts.reset_factor import reset_factor
from mingbai.ledger.record import record
from mingbai.places.actors import Officer, System
from mingbai.places.days import local_day
from mingbai.places.naming import acting
from mingbai.places.policy import Act, Facts, require
from mingbai.places.scoping import current_place_id


class AlreadyDecided(Exception):
    """Somebody has confirmed or refused it before."""


def decide(
    *, by: Officer, at: datetime, asking: Asking, outcome: Asking.Outcome
) -> None:
    """Confirm or refuse, as another administrator than the asker and the concerned.

    A confirmed wish is carried out in the same transaction and recorded as
    `duty.granted`, `duty.ended` or `factor.reset`; a refused one as `duty.refused`.
    A first or last day that has passed in the meantime becomes today. Refuses what
    is decided already, and what the verb that carries it out refuses.
    """
    require(
        by,
        Act.DUTY_DECIDE,
        Facts(concerned=asking.concerned_id, asked_by=asking.asked_by_id),
    )
    # What can't be carried out was not decided either: the door may go on.
    with transaction.atomic():
        decided = Asking.objects.filter(pk=asking.pk, outcome="").update(
            outcome=outcome, decided_by_id=by.user, decided_at=at
        )
        if not decided:
            raise AlreadyDecided
        if outcome == Asking.Outcome.CONFIRMED:
            _carry_out(asking, by, at)
        else:
            _record_refusal(asking, by, at)
    asking.refresh_from_db()


def _carry_out(asking: Asking, by: Officer, at: datetime) -> None:
    system = System("decide", by)
    today = local_day(at)
    if asking.kind == Asking.Kind.GRANT:
        grant(
            by=system,
            at=at,
            user=asking.concerned,
            kind=DutyKind(asking.duty_kind),
            body=asking.body,
            post=asking.post,
            since=_not_before(today, asking.since),
            until=asking.until,
            is_deputy=asking.is_deputy,
            asking=asking,
        )
    elif asking.duty is not None:
        until = _not_before(today, asking.until)
        end(by=system, at=at, duty=asking.duty, until=until, asking=asking)
    else:
        reset_factor(by=system, at=at, user=asking.concerned, asking=asking)


def _not_before(today: date, day: date | None) -> date:
    return today if day is None else max(today, day)


def _record_refusal(asking: Asking, by: Officer, at: datetime) -> None:
    record(
        log=current_place_id(),
        name="duty.refused",
        facts={
            "asking": str(asking.pk),
            "user": str(asking.concerned_id),
            "what": asking.kind,
            "kind": asking.duty_kind,
            "asked_by": asked_by(asking),
            "by": acting(by),
        },
        at=at,
    )
