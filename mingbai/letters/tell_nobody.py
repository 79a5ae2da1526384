"""`tell_nobody`: a letter waits for a duty that nobody holds at a body."""

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


def tell_nobody(
    *,
    by: Officer,
    at: datetime,
    letter: Letter,
    body: Body,
    duty: DutyKind = DutyKind.OFFICER,
) -> None:
    """Tell the administrators, and keep on record, that nobody answers for the body.

    Where it is the head's duty that nobody holds: that nobody may approve its answers.
    A door calls it when NobodyInCharge, or NobodyToApprove, refused what was asked,
    and commits it all the same.
    """
    require(by, Act.LETTER_READ, facts_of(letter, by))
    administrators = all_with(DutyKind.ADMINISTRATOR, on=local_day(at))
    is_to_approve = duty == DutyKind.HEAD
    kind = Notice.Kind.NO_APPROVER if is_to_approve else Notice.Kind.NOBODY
    tell(administrators, kind, letter, at=at, body=body)
    record(
        log=current_place_id(),
        name="body.unattended",
        facts={
            "body": body.slug,
            "letter": letter.ref,
            "duty": duty.value,
            "by": acting(by),
        },
        at=at,
    )
