"""`in_charge`: who takes a letter for a body, when some must stay away from it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from mingbai.accounts.models import DutyKind, User
from mingbai.accounts.officer import heads_of, officer_of, officers_in_charge
from mingbai.letters.models import Letter, Recusal
from mingbai.letters.standing import is_barred
from mingbai.places.models import Body


class NobodyInCharge(Exception):
    """No official may answer for that body on that day; `body` is the one asked.

    `duty` is the one that somebody should be given.
    """

    duty: ClassVar[DutyKind] = DutyKind.OFFICER

    def __init__(self, body: Body) -> None:
        super().__init__(str(body))
        self.body = body


@dataclass(frozen=True)
class InCharge:
    """Where it goes: not to the body asked when that one is barred."""

    body: Body
    officer: User


def in_charge(body: Body, *, letter: Letter | None, on: date) -> InCharge:
    """The deputy or officer of the body, else its head, else the body above.

    Whoever the letter's recusals name is passed over; a body all of whose people must
    stay away is skipped for the one above it. Without recusals nobody above is asked:
    a body that has no officer raises NobodyInCharge.
    """
    recusals = list(Recusal.objects.filter(letter=letter)) if letter else []
    bodies = {one.whole_body for one in recusals}
    asked, seen = body, set()
    while True:
        seen.add(body.pk)
        if body.pk not in bodies:
            found = _first(body, recusals, on)
            if found:
                return InCharge(body, found)
        if not recusals or body.parent is None or body.parent_id in seen:
            raise NobodyInCharge(asked)
        body = body.parent


def _first(body: Body, recusals: Collection[Recusal], on: date) -> User | None:
    candidates = officers_in_charge(body, on=on)
    if not recusals:
        return next(iter(candidates), None)
    candidates += heads_of(body, on=on)
    return next(
        (
            user
            for user in candidates
            if not is_barred(officer_of(user, on=on), recusals)
        ),
        None,
    )
