"""`reply`: the final answer, signed by the named officer who has the letter.

Where the body wants it approved, the answer is put up and its head signs it off:
`letters.approve`. Either way `send` is what stops the clock.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mingbai.accounts.models import User
from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import (
    EventKind,
    Handling,
    Letter,
    Practice,
    Promise,
    Proposal,
    Reply,
    ReplyDraft,
    ReplyText,
    State,
)
from mingbai.letters.models.promise import WHAT_LENGTH
from mingbai.letters.relay import have_passed_on
from mingbai.letters.release import release_all
from mingbai.letters.route import merged_into
from mingbai.letters.standing import facts_of
from mingbai.letters.strangers import check_strangers
from mingbai.letters.tie_up import tie_up
from mingbai.places.actors import Actor, Officer, System
from mingbai.places.days import local_day
from mingbai.places.models import Body
from mingbai.places.policy import Act, require

REPLY_LENGTH = 10_000


class EmptyReply(Exception):
    """An answer says something."""


class ApprovalWanted(Exception):
    """This body's answers go to its head first: `letters.propose`."""


class BadPromise(Exception):
    """A promise says what in a few words, and a day that is yet to come."""


@dataclass(frozen=True)
class Promised:
    """What an answer promises, in words that may be public, and by which day."""

    what: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A final answer about to leave: its words, who signs and who approved it."""

    text: str
    officer: User
    approved_by: User | None = None
    promises: Sequence[Promised] = ()
    # One answer for all letters merged into this one.
    is_for_merged: bool = True


def reply(
    *,
    by: Actor,
    at: datetime,
    letter: Letter,
    text: str,
    promises: Sequence[Promised] = (),
    is_for_merged: bool = True,
    seen: int | None = None,
) -> Reply:
    """Answer a letter for good; the clock stops here and nowhere else.

    Letters merged into it get the same answer, each its own. An import writes no leaf
    of its own: the letter's leaf covers the reply. Raises EmptyReply, BadPromise,
    ApprovalWanted, NotNow, ChangedMeanwhile; TellsOfAnother where a writer would read
    another's name, number, telephone or address.
    """
    check_answer(text, promises, on=local_day(at))
    handling = handling_of(letter, seen=seen)
    if isinstance(by, System):
        require(by, Act.LETTER_IMPORT)
        assert by.officer is not None, "an import names who answers for it"
        signer = by.officer.user
    else:
        require(by, Act.LETTER_REPLY, facts_of(letter, by, handling=handling))
        assert isinstance(by, Officer), "the policy lets officers alone reply"
        signer = by.user
        if needs_approval(by, handling):
            raise ApprovalWanted
    answer = Answer(
        text=text,
        officer=User.objects.get(pk=signer),
        promises=promises,
        is_for_merged=is_for_merged,
    )
    return send(handling, answer, by=by, at=at)


def needs_approval(by: Officer, handling: Handling) -> bool:
    """Whether this official's answer goes to the head first.

    A head who took it, since its officer must stay away, has nobody above to ask.
    """
    return by.answers_for(handling.body_id) and wants_approval(handling.body)


def wants_approval(body: Body | None) -> bool:
    """Whether answers of this body go to its head first; one query."""
    if body is None:
        return False
    return Practice.objects.filter(body=body, wants_approval=True).exists()


def check_answer(text: str, promises: Sequence[Promised], *, on: date) -> None:
    """Raise EmptyReply or BadPromise unless it says something and promises ahead."""
    if not text.strip():
        raise EmptyReply
    for promise in promises:
        too_long = len(promise.what) > WHAT_LENGTH
        if not promise.what.strip() or too_long or promise.due_on <= on:
            raise BadPromise


def send(handling: Handling, answer: Answer, *, by: Actor, at: datetime) -> Reply:
    """The answer leaves: event, leaf, text, promises.

    Merged letters get the same, or go their own way again if it isn't for them. Raises
    TellsOfAnother before anything is written.
    """
    if isinstance(by, System):
        return _send_one(handling, answer, by=by, at=at)
    check_readers(
        handling,
        answer.text,
        answer.promises,
        is_for_merged=answer.is_for_merged,
        by=by,
    )
    sent = _send_one(handling, answer, by=by, at=at)
    if not answer.is_for_merged:
        release_all(handling, by=by, at=at)
    for merged in merged_into(handling):
        _send_one(merged, answer, by=by, at=at)
    return sent


def check_readers(
    handling: Handling,
    text: str,
    promises: Sequence[Promised],
    *,
    is_for_merged: bool,
    by: Actor,
) -> None:
    """Raise TellsOfAnother if one of those it goes to would read who another is."""
    merged = merged_into(handling) if is_for_merged else []
    check_strangers(
        [text, *(one.what for one in promises)],
        principal=handling.letter,
        readers=[handling.letter, *(one.letter for one in merged)],
        by=by,
    )


def _send_one(handling: Handling, answer: Answer, *, by: Actor, at: datetime) -> Reply:
    is_import = isinstance(by, System)
    body, letter = handling.body, handling.letter
    tie_up(handling, by=by, at=at)
    event = change(
        handling,
        Change(
            kind=EventKind.ANSWERED,
            to=State.ANSWERED,
            sets={"officer": answer.officer},
            facts={
                "body": body.slug if body else "",
                "sha256": hashlib.sha256(answer.text.encode()).hexdigest(),
            },
            is_recorded=not is_import,
        ),
        by=by,
        at=at,
    )
    sent = Reply.objects.create(
        letter=letter,
        kind=Reply.Kind.FINAL,
        round=handling.round,
        at=at,
        officer=answer.officer,
        approved_by=answer.approved_by,
        body=body,
        leaf=event.leaf,
    )
    ReplyText.objects.create(reply=sent, text=answer.text)
    Promise.objects.bulk_create(
        Promise(letter=letter, reply=sent, body=body, what=one.what, due_on=one.due_on)
        for one in answer.promises
    )
    ReplyDraft.objects.filter(letter=letter).delete()
    have_passed_on(letter, at=at)
    return sent


def waiting_proposal(letter: Letter) -> Proposal | None:
    """The answer that waits for the head, with its words."""
    return (
        Proposal.objects.filter(letter=letter, outcome="")
        .select_related("text", "officer", "body")
        .first()
    )
