"""`instruct`: the leader a letter is addressed to says what shall be done (批示)."""

from datetime import datetime

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, Letter, LetterEvent, Notice
from mingbai.letters.notices import tell
from mingbai.letters.press import NoWords
from mingbai.letters.standing import facts_of
from mingbai.letters.who_has import heads_over, who_has
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require


def instruct(*, by: Officer, at: datetime, letter: Letter, text: str) -> LetterEvent:
    """Give an instruction, which the writer reads too; officer and heads are told.

    It moves neither the letter nor its day. Raises NoWords, NotNow once it is closed.
    """
    handling = handling_of(letter)
    require(by, Act.LETTER_LEAD, facts_of(letter, by, handling=handling))
    if not text.strip():
        raise NoWords
    post = letter.addressee_post
    assert post is not None, "the policy lets none but the addressed leader"
    event = change(
        handling,
        Change(
            kind=EventKind.INSTRUCTED,
            tells={"post": post},
            facts={"post": post.slug},
            note=text,
            is_note_for_writer=True,
        ),
        by=by,
        at=at,
    )
    day = local_day(at)
    told = [*who_has(handling, on=day), *heads_over(handling, on=day)]
    tell(told, Notice.Kind.INSTRUCTED, letter, at=at)
    return event
