"""`import_letter`: a letter that another system handled, brought in with its reply."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from mingbai.accounts.officer import officer_in_charge, officer_of
from mingbai.ledger.clock import now
from mingbai.letters.draft import Draft
from mingbai.letters.models import Letter
from mingbai.letters.register import History, register
from mingbai.letters.reply import reply
from mingbai.letters.route import route
from mingbai.lib.receipt import mint
from mingbai.places.actors import System
from mingbai.places.days import local_day
from mingbai.places.models import Body


class ChangedSince(Exception):
    """A letter of that id was imported before, with other words."""


@dataclass(frozen=True)
class PastLetter:
    """A letter as the other system kept it; `reply` is empty while unanswered."""

    source_id: str
    draft: Draft
    sent_at: datetime
    body: Body | None = None
    reply: str = ""
    replied_at: datetime | None = None


def import_letter(*, by: System, past: PastLetter) -> Letter | None:
    """Register, route and answer it as it was; None when it is here already.

    One leaf of kind `imported` covers letter and reply. Raises ChangedSince when
    the same id came before with another text or reply.
    """
    before = _before(past)
    if before:
        return None
    letter = register(
        by=by,
        at=past.sent_at,
        draft=past.draft,
        receipt=mint(),
        history=History(past.source_id, past.reply),
    )
    if past.body:
        waits_for = by if past.reply else _whoever_is_in_charge(by, past.body)
        route(by=waits_for, at=past.sent_at, letter=letter, body=past.body)
    if past.reply:
        assert past.replied_at is not None, "a reply has a time"
        reply(by=by, at=past.replied_at, letter=letter, text=past.reply)
    return letter


def _whoever_is_in_charge(by: System, body: Body) -> System:
    """An unanswered letter goes on with today's officer, if the body has one."""
    today = local_day(now())
    user = officer_in_charge(body, on=today)
    return System(by.task, officer_of(user, on=today)) if user else by


def _before(past: PastLetter) -> Letter | None:
    letter = (
        # The first condition says what the partial index says; SQLite asks for it.
        Letter.objects.filter(~Q(source_id=""), source_id=past.source_id)
        .select_related("text")
        .prefetch_related("replies__text")
        .first()
    )
    if letter is None:
        return None
    replies = [one.text.text for one in letter.replies.all()]
    same_text = letter.text.verbatim is None or letter.text.body == past.draft.text
    # One answered here since its import is no change of the file.
    same_reply = not past.reply or past.reply in replies or None in replies
    if not (same_text and same_reply):
        raise ChangedSince(past.source_id)
    return letter
