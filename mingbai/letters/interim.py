"""`interim`: a word on the way. It answers nothing yet, and the clock goes on."""

import hashlib
from datetime import datetime

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, Letter, Reply, ReplyDraft, ReplyText
from mingbai.letters.relay import have_passed_on
from mingbai.letters.reply import EmptyReply
from mingbai.letters.standing import facts_of
from mingbai.places.actors import Officer
from mingbai.places.policy import Act, require


def interim(
    *, by: Officer, at: datetime, letter: Letter, text: str, seen: int | None = None
) -> Reply:
    """Tell the writer how far it is; due day and state stay as they are.

    There may be several. Raises EmptyReply, NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_REPLY, facts_of(letter, by, handling=handling))
    if not text.strip():
        raise EmptyReply
    event = change(
        handling,
        Change(
            kind=EventKind.INTERIM,
            facts={
                "body": handling.body.slug if handling.body else "",
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
            },
        ),
        by=by,
        at=at,
    )
    told = Reply.objects.create(
        letter=letter,
        kind=Reply.Kind.INTERIM,
        round=handling.round,
        at=at,
        officer_id=by.user,
        body=handling.body,
        leaf=event.leaf,
    )
    ReplyText.objects.create(reply=told, text=text)
    have_passed_on(letter, at=at)
    # What was kept of this very text has been said; a draft of the answer stays.
    ReplyDraft.objects.filter(letter=letter, user_id=by.user, text=text).delete()
    return told
