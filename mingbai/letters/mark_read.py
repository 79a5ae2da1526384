"""`mark_read`: a leader has read a letter (阅): one addressed or brought to them."""

from datetime import datetime

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, Letter, LetterEvent
from mingbai.letters.standing import facts_of, leading_post
from mingbai.places.actors import Officer
from mingbai.places.policy import Act, require


def mark_read(*, by: Officer, at: datetime, letter: Letter) -> bool:
    """Say that the leader read it, once for the post; whether it was now.

    The writer sees it. It is said of closed letters too, and changes nothing else.
    """
    handling = handling_of(letter)
    facts = facts_of(letter, by, handling=handling)
    require(by, Act.LETTER_LEAD, facts)
    post = leading_post(by, facts)
    if LetterEvent.objects.filter(
        letter=letter, kind=EventKind.READ, post=post
    ).exists():
        return False
    change(
        handling,
        Change(kind=EventKind.READ, tells={"post": post}, facts={"post": post.slug}),
        by=by,
        at=at,
    )
    return True
