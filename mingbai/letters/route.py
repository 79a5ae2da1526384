"""`route`: the registrar transfers a letter to the body whose function it is."""

from datetime import datetime

from mingbai.accounts.models import User
from mingbai.accounts.officer import officer_in_charge
from mingbai.ledger.record import record
from mingbai.letters import tally
from mingbai.letters.models import EventNote, Handling, Letter, LetterEvent
from mingbai.places.actors import Actor, Officer, System
from mingbai.places.days import local_day
from mingbai.places.models import Body
from mingbai.places.policy import Act, Facts, require
from mingbai.places.scoping import current_place


class NobodyInCharge(Exception):
    """No official holds the duty of answering for that body on that day."""


class AlreadyMoved(Exception):
    """Somebody else routed or answered the letter meanwhile."""


def route(
    *, by: Actor, at: datetime, letter: Letter, body: Body, note: str = ""
) -> Handling:
    """Transfer a letter to the body's responsible officer; the due day stays.

    Raises NobodyInCharge when the body has no officer, AlreadyMoved when the
    letter no longer lies with the registrar's office. An import brings its own
    officer and writes no leaf.
    """
    handling = Handling.objects.get(letter=letter)
    if not isinstance(by, System):
        require(by, Act.LETTER_ROUTE, Facts(letter=letter.pk, body=handling.body_id))
    officer = _officer_for(body, by, at)
    moved = Handling.objects.filter(
        pk=handling.pk, state=Handling.State.REGISTERED
    ).update(state=Handling.State.ROUTED, body=body, officer=officer)
    if not moved:
        raise AlreadyMoved
    event = _write_event(letter, handling, body, officer, by=by, at=at)
    if note:
        EventNote.objects.create(event=event, text=note)
    tally.add(tally.Count.OPEN, body=None, day=handling.due_on, pieces=-1)
    tally.add(tally.Count.OPEN, body=body, day=handling.due_on)
    handling.refresh_from_db()
    return handling


def _officer_for(body: Body, by: Actor, at: datetime) -> User:
    if isinstance(by, System):
        require(by, Act.LETTER_IMPORT)
        assert by.officer is not None, "an import names who answers for it"
        return User.objects.get(pk=by.officer.user)
    officer = officer_in_charge(body, on=local_day(at))
    if officer is None:
        raise NobodyInCharge
    return officer


def _write_event(
    letter: Letter,
    handling: Handling,
    body: Body,
    officer: User,
    *,
    by: Actor,
    at: datetime,
) -> LetterEvent:
    acting = by.user if isinstance(by, Officer) else None
    leaf = None
    if not isinstance(by, System):
        leaf = record(
            log=current_place().pk,
            name="letter.routed",
            facts={
                "letter": letter.ref,
                "by": str(acting),
                "body": body.slug,
                "officer": str(officer.pk),
                "due": handling.due_on.isoformat(),
            },
            at=at,
        )
    return LetterEvent.objects.create(
        letter=letter,
        kind=LetterEvent.Kind.ROUTED,
        at=at,
        actor=LetterEvent.Actor.OFFICER if acting else LetterEvent.Actor.SYSTEM,
        officer_id=acting,
        to_body=body,
        to_officer=officer,
        due_on=handling.due_on,
        leaf=leaf,
    )
