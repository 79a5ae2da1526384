"""`rule_return`: the registrar rules whose affair a returned letter is, for good."""

from dataclasses import replace
from datetime import datetime

from mingbai.accounts.officer import heads_of, officers_in_charge
from mingbai.letters.ask_extension import NoReason
from mingbai.letters.change import NotNow, handling_of
from mingbai.letters.in_charge import InCharge, in_charge
from mingbai.letters.models import (
    EventKind,
    Handling,
    Letter,
    LetterEvent,
    Notice,
    State,
)
from mingbai.letters.notices import tell
from mingbai.letters.route import due_at_body, move
from mingbai.letters.standing import facts_of, must_stay_away
from mingbai.letters.tie_up import drop_extension
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.models import Body
from mingbai.places.policy import Act, require


class OtherBodyWanted(Exception):
    """A return that is upheld goes to another body than the one that returned it."""


def rule_return(
    *,
    by: Officer,
    at: datetime,
    letter: Letter,
    upheld: bool,
    reason: str,
    body: Body | None = None,
    seen: int | None = None,
) -> Handling:
    """Pass a returned letter on to `body`, or back to whoever returned it.

    Either way there is no second return, and its time begins anew, never later than
    promised. The writer reads the reason, and who has to keep it is told. Raises
    NoReason, OtherBodyWanted, NobodyInCharge, NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    returned = LetterEvent.objects.filter(letter=letter, kind=EventKind.RETURNED).last()
    facts = facts_of(letter, by, handling=handling)
    asker = returned.officer_id if returned else None
    require(by, Act.LETTER_RETURN_RULE, replace(facts, asked_by=asker))
    kind = EventKind.REASSIGNED if upheld else EventKind.SENT_AGAIN
    if handling.state != State.RETURNED or handling.body is None:
        raise NotNow(kind, handling.state)
    if not reason.strip():
        raise NoReason
    if upheld:
        taker = _other(handling, body, at)
        drop_extension(letter, at=at)
    else:
        taker = _same(handling, handling.body, at)
    move(
        handling,
        taker,
        due_at_body(handling, at=at),
        kind,
        by=by,
        at=at,
        note=reason,
        is_note_for_writer=True,
        also={"is_ruled": True},
    )
    if not upheld:
        # Whoever returned it may answer for the body no more, and could not read it.
        tell([taker.officer], Notice.Kind.RULED, letter, at=at)
    return handling


def _other(handling: Handling, body: Body | None, at: datetime) -> InCharge:
    if body is None or body.pk == handling.body_id:
        raise OtherBodyWanted
    return in_charge(body, letter=handling.letter, on=local_day(at))


def _same(handling: Handling, body: Body, at: datetime) -> InCharge:
    """The officer who had it, if still answering for the body and not kept away."""
    day, officer = local_day(at), handling.officer
    able = [*officers_in_charge(body, on=day), *heads_of(body, on=day)]
    if officer in able and not must_stay_away(
        handling.letter, user=officer, body=body, on=day
    ):
        assert officer is not None
        return InCharge(body, officer)
    return in_charge(body, letter=handling.letter, on=day)
