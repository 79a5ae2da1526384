"""`propose`: the officer puts an answer up for the approval of the body's head."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from mingbai.accounts.models import DutyKind, User
from mingbai.accounts.officer import heads_of
from mingbai.letters.change import Change, NotNow, change, handling_of
from mingbai.letters.in_charge import NobodyInCharge
from mingbai.letters.models import (
    EventKind,
    Handling,
    Letter,
    Notice,
    Proposal,
    ProposalText,
    ReplyDraft,
    State,
)
from mingbai.letters.notices import tell
from mingbai.letters.reply import Promised, check_answer, check_readers
from mingbai.letters.standing import facts_of
from mingbai.letters.who_has import not_barred
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.models import Body
from mingbai.places.policy import Act, require


class NobodyToApprove(NobodyInCharge):
    """The body has no head on that day, or none but the one who asks."""

    duty = DutyKind.HEAD


def propose(
    *,
    by: Officer,
    at: datetime,
    letter: Letter,
    text: str,
    promises: Sequence[Promised] = (),
    is_for_merged: bool = True,
    seen: int | None = None,
) -> Proposal:
    """Put the answer up; its heads are told, and the clock goes on until one approves.

    A body that wants no approval may still have it. Raises EmptyReply, BadPromise,
    NobodyToApprove, TellsOfAnother, NotNow, ChangedMeanwhile.
    """
    today = local_day(at)
    check_answer(text, promises, on=today)
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_REPLY, facts_of(letter, by, handling=handling))
    if handling.body is None:
        # What the registrar's office answers itself it also signs itself.
        raise NotNow(EventKind.PROPOSED, handling.state)
    heads = approvers_of(handling.body, letter, asked_by=by, on=today)
    if not heads:
        raise NobodyToApprove(handling.body)
    officer = User.objects.get(pk=by.user)
    check_readers(handling, text, promises, is_for_merged=is_for_merged, by=by)
    _put_up(handling, officer, text, by=by, at=at)
    proposal = Proposal.objects.create(
        letter=letter,
        body=handling.body,
        officer=officer,
        at=at,
        is_for_merged=is_for_merged,
    )
    ProposalText.objects.create(
        proposal=proposal,
        text=text,
        promises=[[one.what, one.due_on.isoformat()] for one in promises],
    )
    ReplyDraft.objects.filter(letter=letter, user=officer).delete()
    tell(heads, Notice.Kind.TO_APPROVE, letter, at=at)
    return proposal


def _put_up(
    handling: Handling, officer: User, text: str, *, by: Officer, at: datetime
) -> None:
    assert handling.body is not None, "the office's answers wait for nobody"
    change(
        handling,
        Change(
            kind=EventKind.PROPOSED,
            to=State.APPROVING,
            sets={"officer": officer},
            facts={
                "body": handling.body.slug,
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
            },
        ),
        by=by,
        at=at,
    )


def approvers_of(
    body: Body, letter: Letter, *, asked_by: Officer, on: date
) -> list[User]:
    """The heads who may approve it: not the one who asks, nor who must stay away."""
    others = [head for head in heads_of(body, on=on) if head.pk != asked_by.user]
    return not_barred(others, letter, on=on)
