"""`escalate`: a supervisor brings a letter before the leader in charge of the body."""

from datetime import datetime

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, Letter, LetterEvent, Notice
from mingbai.letters.notices import tell
from mingbai.letters.press import NoWords
from mingbai.letters.standing import facts_of
from mingbai.letters.who_has import heads_over, leaders_over
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require


class NobodyLeads(Exception):
    """No leader in charge may be told: there is no body yet, or nobody reads for it."""


def escalate(
    *, by: Officer, at: datetime, letter: Letter, text: str, seen: int | None = None
) -> LetterEvent:
    """Bring it before the leader whose portfolio (分管) the body is in, and its heads.

    Where nobody leads the body, or the leader must stay away, before the leader of the
    body above. The words stay inside; the writer sees that it was done. Raises NoWords,
    NobodyLeads, NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_SUPERVISE, facts_of(letter, by, handling=handling))
    if not text.strip():
        raise NoWords
    day, body = local_day(at), handling.body
    post, leaders = leaders_over(body, letter, on=day) if body else (None, [])
    if body is None or post is None:
        raise NobodyLeads
    event = change(
        handling,
        Change(
            kind=EventKind.ESCALATED,
            tells={"to_body": body, "post": post},
            facts={"body": body.slug, "post": post.slug},
            note=text,
        ),
        by=by,
        at=at,
    )
    told = [*leaders, *heads_over(handling, on=day)]
    tell(told, Notice.Kind.ESCALATED, letter, at=at)
    return event
