"""`tell_nobody`: a letter was meant for a body that has nobody to take it."""

from datetime import datetime

from mingbai.accounts.models import DutyKind
from mingbai.accounts.officer import all_with
from mingbai.ledger.record import record
from mingbai.letters.models import Letter, Notice
from mingbai.letters.notices import tell
from mingbai.letters.standing import facts_of
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.models import Body
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id


def tell_nobody(*, by: Officer, at: datetime, letter: Letter, body: Body) -> None:
    """Tell the administrators, and keep on record, that nobody answers for the body.

    A door calls it when passing a letter on was refused with NobodyInCharge, and
    commits it all the same.
    """
    require(by, Act.LETTER_READ, facts_of(letter, by))
    administrators = all_with(DutyKind.ADMINISTRATOR, on=local_day(at))
    tell(administrators, Notice.Kind.NOBODY, letter, at=at)
    record(
        log=current_place_id(),
        name="body.unattended",
        facts={"body": body.slug, "letter": letter.ref, "by": acting(by)},
        at=at,
    )
