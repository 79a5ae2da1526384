"""`approve`: the head of the body approves the answer put up, and it leaves."""

from dataclasses import replace
from datetime import date, datetime

from mingbai.accounts.models import User
from mingbai.letters.change import ChangedMeanwhile, NotNow, handling_of
from mingbai.letters.models import (
    EventKind,
    Handling,
    Letter,
    Notice,
    Proposal,
    Reply,
    State,
)
from mingbai.letters.notices import tell
from mingbai.letters.reply import (
    Answer,
    Promised,
    check_answer,
    check_readers,
    send,
    waiting_proposal,
)
from mingbai.letters.standing import facts_of
from mingbai.letters.who_has import who_has
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require


def approve(
    *, by: Officer, at: datetime, letter: Letter, seen: int | None = None
) -> Reply:
    """The answer leaves as it was put up, signed by its officer; the clock stops.

    Nobody approves what they put up themselves. Raises BadPromise when a day promised
    in it has come meanwhile, TellsOfAnother when a letter whose writer would read of
    another was merged meanwhile, NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    proposal = proposal_before(by, handling, EventKind.ANSWERED)
    promises = promises_in(proposal)
    text = proposal.text.text or ""
    check_answer(text, promises, on=local_day(at))
    answer = Answer(
        text=text,
        officer=proposal.officer,
        approved_by=User.objects.get(pk=by.user),
        promises=promises,
        is_for_merged=proposal.is_for_merged,
    )
    check_readers(handling, text, promises, is_for_merged=proposal.is_for_merged, by=by)
    settle(proposal, Proposal.Outcome.APPROVED, by=by, at=at)
    sent = send(handling, answer, by=by, at=at)
    tell(who_has(handling, on=local_day(at)), Notice.Kind.RULED, letter, at=at)
    return sent


def proposal_before(by: Officer, handling: Handling, kind: EventKind) -> Proposal:
    """The answer that waits for this head, who may decide on it; NotNow when none."""
    letter = handling.letter
    proposal = waiting_proposal(letter)
    facts = facts_of(letter, by, handling=handling)
    asked_by = proposal.officer_id if proposal else None
    require(by, Act.LETTER_APPROVE, replace(facts, asked_by=asked_by))
    if proposal is None or handling.state != State.APPROVING:
        raise NotNow(kind, handling.state)
    return proposal


def promises_in(proposal: Proposal) -> list[Promised]:
    """What the answer put up promises, and by when."""
    return [
        Promised(what, date.fromisoformat(day))
        for what, day in proposal.text.promises or ()
    ]


def settle(
    proposal: Proposal, outcome: Proposal.Outcome, *, by: Officer, at: datetime
) -> None:
    """Write what became of it, once; ChangedMeanwhile when another head was first."""
    changed = Proposal.objects.filter(pk=proposal.pk, outcome="").update(
        outcome=outcome, decided_by=by.user, decided_at=at
    )
    if not changed:
        raise ChangedMeanwhile
