"""`reply`: the final answer, signed by a named officer."""

import hashlib
from datetime import date, datetime

from mingbai.ledger.models import Leaf
from mingbai.ledger.record import record
from mingbai.letters import tally
from mingbai.letters.models import Handling, Letter, LetterEvent, Reply, ReplyText
from mingbai.letters.route import AlreadyMoved
from mingbai.places.actors import Actor, Officer, System
from mingbai.places.days import local_day
from mingbai.places.policy import Act, Facts, require
from mingbai.places.scoping import current_place

REPLY_LENGTH = 20_000


class AlreadyAnswered(Exception):
    """The letter has its final answer."""


class EmptyReply(Exception):
    """An answer says something."""


def reply(*, by: Actor, at: datetime, letter: Letter, text: str) -> Reply:
    """Answer a letter for good; the clock stops here and nowhere else.

    Raises EmptyReply, AlreadyAnswered, or AlreadyMoved when the letter went to
    another body while the answer was written. An import writes no leaf of its
    own: the letter's leaf covers the reply.
    """
    if not text.strip():
        raise EmptyReply
    handling = Handling.objects.get(letter=letter)
    if handling.state == Handling.State.ANSWERED:
        raise AlreadyAnswered
    officer = _signer(by, letter, handling)
    day = local_day(at)
    closed = Handling.objects.filter(
        pk=handling.pk, state=handling.state, body=handling.body
    ).update(
        state=Handling.State.ANSWERED,
        officer_id=officer.user,
        answered_at=at,
        answered_on=day,
    )
    if not closed:
        raise AlreadyMoved
    leaf = None if isinstance(by, System) else _leaf(letter, handling, text, by, at)
    answer = Reply.objects.create(
        letter=letter,
        kind=Reply.Kind.FINAL,
        at=at,
        officer_id=officer.user,
        body_id=handling.body_id,
        leaf=leaf,
    )
    ReplyText.objects.create(reply=answer, text=text)
    LetterEvent.objects.create(
        letter=letter,
        kind=LetterEvent.Kind.ANSWERED,
        at=at,
        actor=LetterEvent.Actor.SYSTEM
        if isinstance(by, System)
        else LetterEvent.Actor.OFFICER,
        officer_id=officer.user,
        from_body_id=handling.body_id,
    )
    _count(letter, handling, day)
    return answer


def _count(letter: Letter, handling: Handling, day: date) -> None:
    tally.add(tally.Count.OPEN, body=handling.body, day=handling.due_on, pieces=-1)
    # Imports never enter on-time figures: their days prove nothing.
    if not letter.is_imported:
        kept = day <= handling.due_on
        count = tally.Count.IN_TIME if kept else tally.Count.LATE
        tally.add(count, body=handling.body, day=day)


def _signer(by: Actor, letter: Letter, handling: Handling) -> Officer:
    if isinstance(by, System):
        require(by, Act.LETTER_IMPORT)
        assert by.officer is not None, "an import names who answers for it"
        return by.officer
    require(by, Act.LETTER_REPLY, Facts(letter=letter.pk, body=handling.body_id))
    assert isinstance(by, Officer), "the policy lets officers alone reply"
    return by


def _leaf(
    letter: Letter, handling: Handling, text: str, by: Actor, at: datetime
) -> Leaf:
    return record(
        log=current_place().pk,
        name="letter.answered",
        facts={
            "letter": letter.ref,
            "by": str(by.user) if isinstance(by, Officer) else "",
            "body": handling.body.slug if handling.body else "",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
        },
        at=at,
    )
