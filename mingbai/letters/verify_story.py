"""`story_faults`: what happened to a letter, against the leaves of its events.

That a leaf's opening leads to the leaf, and the leaf stands in the log, is checked by
`ledger.verify`; here the rows are held against what the openings say.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from mingbai.letters.findings import LetterFault
from mingbai.letters.models import (
    Addition,
    EventKind,
    Letter,
    LetterEvent,
    Rating,
    Reply,
)

# The digest in these is of a row of its own, in the others of the note.
_OF_A_ROW: Final = frozenset(
    {
        EventKind.ANSWERED,
        EventKind.INTERIM,
        EventKind.PROPOSED,
        EventKind.ADDED,
        EventKind.RATED,
    }
)
_OF_A_REPLY: Final = {
    Reply.Kind.FINAL: EventKind.ANSWERED,
    Reply.Kind.INTERIM: EventKind.INTERIM,
}


def story_faults(letter: Letter) -> list[LetterFault]:
    """What of events, answers, additions and ratings is changed, missing or added.

    Erased words are passed over; that they were there is still checked. Reads what
    was fetched beforehand.
    """
    events = list(letter.events.all())
    checks = {
        LetterFault.REPLY: _are_replies_unchanged(letter, events),
        LetterFault.ADDITION: _are_additions_unchanged(letter, events),
        LetterFault.RATING: _are_ratings_unchanged(letter, events),
        LetterFault.EVENT: all(_is_unchanged(letter, event) for event in events),
    }
    return [fault for fault, is_so in checks.items() if not is_so]


def _stated(event: LetterEvent) -> Mapping[str, Any] | None:
    """What the opening of the event's leaf says; None without leaf, or erased."""
    if event.leaf is None:
        return None
    stated: Mapping[str, Any] | None = event.leaf.opening.stated
    return stated


def _is_unchanged(letter: Letter, event: LetterEvent) -> bool:
    if event.leaf is None:
        # Registration has the letter's own leaf; an import writes none.
        return event.kind == EventKind.REGISTERED or letter.is_imported
    stated = _stated(event)
    if stated is None:
        return True
    said = (
        stated["event"] == f"letter.{event.kind}",
        stated["letter"] == letter.ref,
        datetime.fromisoformat(stated["at"]) == event.at,
        event.actor != LetterEvent.Actor.OFFICER
        or stated["by"] == str(event.officer_id),
        event.due_on is None
        or stated.get("due", event.due_on.isoformat()) == event.due_on.isoformat(),
        event.kind in _OF_A_ROW or _is_note_unchanged(event, stated),
    )
    return all(said)


def _is_note_unchanged(event: LetterEvent, stated: Mapping[str, Any]) -> bool:
    note = getattr(event, "note", None)
    if note is None:
        return "sha256" not in stated
    return note.text is None or stated.get("sha256") == _digest(note.text.encode())


def _are_replies_unchanged(letter: Letter, events: list[LetterEvent]) -> bool:
    replies = {one.leaf_id: one for one in letter.replies.all() if one.leaf_id}
    told = {
        event.leaf_id: event
        for event in events
        if event.leaf_id and event.kind in _OF_A_REPLY.values()
    }
    return replies.keys() == told.keys() and all(
        _is_reply_unchanged(replies[leaf], event) for leaf, event in told.items()
    )


def _is_reply_unchanged(reply: Reply, event: LetterEvent) -> bool:
    if event.kind != _OF_A_REPLY[Reply.Kind(reply.kind)] or reply.at != event.at:
        return False
    stated = _stated(event)
    if stated is None or reply.text.text is None:
        return True
    return bool(stated["sha256"] == _digest(reply.text.text.encode()))


def _are_additions_unchanged(letter: Letter, events: list[LetterEvent]) -> bool:
    added = {one.event_id: one for one in letter.additions.all()}
    told = {event.pk: event for event in events if event.kind == EventKind.ADDED}
    return added.keys() == told.keys() and all(
        _is_addition_unchanged(added[pk], event) for pk, event in told.items()
    )


def _is_addition_unchanged(addition: Addition, event: LetterEvent) -> bool:
    stated = _stated(event)
    if stated is None or addition.verbatim is None:
        return True
    return bool(stated["sha256"] == _digest(bytes(addition.verbatim)))


def _are_ratings_unchanged(letter: Letter, events: list[LetterEvent]) -> bool:
    """One to each event, in the order of the rounds."""
    told = [_stated(event) for event in events if event.kind == EventKind.RATED]
    ratings = sorted(letter.ratings.all(), key=lambda one: one.round)
    return len(told) == len(ratings) and all(
        stated is None or _is_rating_unchanged(one, stated)
        for one, stated in zip(ratings, told, strict=True)
    )


def _is_rating_unchanged(rating: Rating, stated: Mapping[str, Any]) -> bool:
    if rating.remark is not None:
        is_remark = _digest(rating.remark.encode()) == stated["sha256"]
    else:
        is_remark = True  # erased
    given = (rating.round, rating.level, rating.is_solved)
    return is_remark and given == (stated["round"], stated["level"], stated["solved"])


def _digest(words: bytes) -> str:
    return hashlib.sha256(words).hexdigest()
