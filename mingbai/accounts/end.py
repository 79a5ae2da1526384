"""Ending a duty: its last day is set. The row stays for ever."""

from datetime import date, datetime

from mingbai.accounts.models import Asking, Duty
from mingbai.accounts.naming import asked_by
from mingbai.accounts.terms import EndsBeforeItBegins
from mingbai.ledger.record import record
from mingbai.places.actors import System
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id


class EndsAlready(Exception):
    """The duty ends on that day or before; ending can't make it longer."""


def end(
    *, by: System, at: datetime, duty: Duty, until: date, asking: Asking | None = None
) -> None:
    """Set the last day of a duty, which still counts.

    Refuses a day before its first one, and a day later than the last it has.
    Recorded as `duty.ended`.
    """
    require(by, Act.DUTY_END)
    held = Duty.objects.select_for_update().get(pk=duty.pk)
    if until < held.since:
        raise EndsBeforeItBegins
    if held.until is not None and held.until <= until:
        raise EndsAlready
    Duty.objects.filter(pk=held.pk).update(until=until)
    duty.until = until
    record(
        log=current_place_id(),
        name="duty.ended",
        facts={
            "duty": str(duty.pk),
            "user": str(duty.user_id),
            "kind": duty.kind,
            "until": until.isoformat(),
            "asked_by": asked_by(asking),
            "by": acting(by),
        },
        at=at,
    )
