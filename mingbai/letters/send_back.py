"""`send_back`: the head gives an answer back to its officer, and says why."""

from datetime import datetime

from mingbai.letters.approve import proposal_before, settle
from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import (
    EventKind,
    Handling,
    Letter,
    Notice,
    Proposal,
    State,
)
from mingbai.letters.notices import tell
from mingbai.letters.save_draft import keep_draft
from mingbai.letters.who_has import who_has
from mingbai.places.actors import Officer
from mingbai.places.days import local_day


class RemarkWanted(Exception):
    """An answer is not sent back without saying why."""


def send_back(
    *,
    by: Officer,
    at: datetime,
    letter: Letter,
    remark: str,
    seen: int | None = None,
) -> Handling:
    """The letter is with its officer again, the text as a draft; the clock goes on.

    The remark stays inside. Raises RemarkWanted, NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    proposal = proposal_before(by, handling, EventKind.SENT_BACK)
    if not remark.strip():
        raise RemarkWanted
    settle(proposal, Proposal.Outcome.SENT_BACK, by=by, at=at)
    change(
        handling,
        Change(
            kind=EventKind.SENT_BACK,
            to=State.ROUTED,
            tells={"to_officer": proposal.officer},
            facts={
                "body": proposal.body.slug,
                "officer": str(proposal.officer_id),
            },
            note=remark,
        ),
        by=by,
        at=at,
    )
    keep_draft(letter, proposal.officer, proposal.text.text or "", at=at)
    tell(who_has(handling, on=local_day(at)), Notice.Kind.SENT_BACK, letter, at=at)
    return handling
