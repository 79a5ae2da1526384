"""`register`: a letter gets its number, its due day and its leaf."""

from dataclasses import dataclass
from datetime import date, datetime

from mingbai.channels.models import Channel, Message
from mingbai.ledger.enter import Entry, enter
from mingbai.ledger.models import Leaf
from mingbai.letters import tally
from mingbai.letters.change import Change, change
from mingbai.letters.content import draft_content
from mingbai.letters.draft import Draft
from mingbai.letters.keep_away import keep_away_from_post
from mingbai.letters.limits import receipt_days
from mingbai.letters.models import (
    EventKind,
    Handling,
    Letter,
    LetterEvent,
    LetterText,
)
from mingbai.letters.set_urgent import tell_of_danger
from mingbai.lib.calendar import Deadline
from mingbai.lib.commitment import c0, imported_content
from mingbai.lib.danger import hint_of
from mingbai.lib.receipt import Receipt
from mingbai.places.actors import Actor, System
from mingbai.places.days import local_day, working_calendar
from mingbai.places.keys import key_ring
from mingbai.places.models import Post
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place


class OtherText(Exception):
    """The receipt already belongs to a letter with another text."""


@dataclass(frozen=True)
class History:
    """What another system knew of a letter: its id there, and its reply if any."""

    source_id: str
    reply: str


def register(
    *,
    by: Actor,
    at: datetime,
    draft: Draft,
    receipt: Receipt,
    message: Message | None = None,
    history: History | None = None,
) -> Letter:
    """Register a letter, or give the one registered before under this receipt.

    The same receipt with another text raises OtherText. `history` makes it an
    imported letter, whose leaf covers the reply too and says `imported`; its
    receipt is thrown away. When its words hint at danger to life, whoever is on watch
    and the registrars are told at once.
    """
    require(by, Act.LETTER_IMPORT if history else Act.LETTER_REGISTER)
    commitment = _commitment(draft, receipt, history)
    before = _registered_before(receipt, commitment)
    if before:
        return before
    received = local_day(at)
    promised = working_calendar(since=received).add_working_days(
        received, receipt_days(draft.kind)
    )
    entry = _enter(commitment, received, promised.day, at, is_past=history is not None)
    letter = Letter.objects.create(
        year=received.year,
        number=entry.number,
        channel=message.channel if message else Channel.WEB,
        message=message,
        kind=draft.kind,
        addressee_post=draft.addressee_post,
        addressee_body=draft.addressee_body,
        power=draft.power,
        received_at=at,
        received_on=received,
        due_on=promised.day,
        may_publish=draft.may_publish,
        answer_by=draft.answer_by,
        hides_writer=draft.hides_writer,
        lookup_digest=None if history else receipt.lookup_digest,
        c0=commitment,
        leaf=entry.leaf,
        source_id=history.source_id if history else "",
    )
    _keep_words(letter, draft, receipt)
    handling = _open_handling(letter, promised, draft, by=by, at=at)
    _warn(handling, draft, by=by, at=at)
    return letter


def _warn(handling: Handling, draft: Draft, *, by: Actor, at: datetime) -> None:
    """Keep away whom it is about; tell of danger to life."""
    if draft.about:
        _keep_away(handling, draft.about, by=by, at=at)
    # What another system brings is past: nobody is woken for it.
    if handling.hint and not handling.letter.is_imported:
        tell_of_danger(handling, at=at)


def _keep_away(handling: Handling, about: Post, *, by: Actor, at: datetime) -> None:
    """Whom the writer named never sees it; that they were named stands in its story."""
    keep_away_from_post(handling.letter, about, at=at)
    named = Change(
        kind=EventKind.RECUSED,
        tells={"post": about},
        facts={"post": about.slug},
        is_recorded=not isinstance(by, System),
    )
    change(handling, named, by=by, at=at)


def _enter(
    commitment: bytes, received: date, due: date, at: datetime, *, is_past: bool
) -> Entry:
    return enter(
        log=current_place().pk,
        year=received.year,
        kind=Leaf.Kind.IMPORTED if is_past else Leaf.Kind.INTAKE,
        c0=commitment,
        received=received,
        due=due,
        at=at,
        is_late=is_past,
    )


def _commitment(draft: Draft, receipt: Receipt, history: History | None) -> bytes:
    content = draft_content(draft)
    if history:
        content = imported_content(content, history.reply)
    return c0(receipt.commitment_key, content)


def _registered_before(receipt: Receipt, commitment: bytes) -> Letter | None:
    before = Letter.objects.filter(lookup_digest=receipt.lookup_digest).first()
    if before and bytes(before.c0) != commitment:
        raise OtherText
    return before


def _keep_words(letter: Letter, draft: Draft, receipt: Receipt) -> None:
    number = draft.telephone
    LetterText.objects.create(
        letter=letter,
        title=draft.title,
        verbatim=draft.text.encode(),
        writer=draft.writer or None,
        telephone=key_ring().encrypt(number.encode(), context=telephone_context(letter))
        if number
        else None,
        telephone_hmac=key_ring().lookup_hmac(number) if number else None,
        email=key_ring().encrypt(draft.email.encode(), context=email_context(letter))
        if draft.email
        else None,
        commitment_key=receipt.commitment_key,
    )


def telephone_context(letter: Letter) -> bytes:
    """What binds a sealed telephone to its row."""
    return b"letters.text.telephone:" + letter.pk.bytes


def email_context(letter: Letter) -> bytes:
    """What binds a sealed e-mail address to its row."""
    return b"letters.text.email:" + letter.pk.bytes


def _open_handling(
    letter: Letter, promised: Deadline, draft: Draft, *, by: Actor, at: datetime
) -> Handling:
    state = Handling.State.REGISTERED
    handling = Handling.objects.create(
        letter=letter,
        state=state,
        due_on=promised.day,
        is_provisional=promised.provisional,
        hint=hint_of(f"{draft.title}\n{draft.text}") or "",
    )
    is_import = isinstance(by, System)
    LetterEvent.objects.create(
        letter=letter,
        kind=LetterEvent.Kind.REGISTERED,
        at=at,
        actor=LetterEvent.Actor.SYSTEM if is_import else LetterEvent.Actor.WRITER,
        to_state=state,
        due_on=promised.day,
    )
    tally.add(tally.Count.OPEN, body=None, state=state, day=promised.day)
    if not is_import:
        tally.add(tally.Count.RECEIVED, body=None, day=letter.received_on)
    return handling
