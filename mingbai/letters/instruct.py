"""`instruct`: a leader says what shall be done about a letter (批示).

The one it is addressed to, or one before whom a supervisor brought it.
"""

from datetime import datetime

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, Letter, LetterEvent, Notice
from mingbai.letters.notices import tell
from mingbai.letters.press import NoWords
from mingbai.letters.standing import facts_of, leading_post
from mingbai.letters.who_has import heads_over, who_has
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require


def instruct(*, by: Officer, at: datetime, letter: Letter, text: str) -> LetterEvent:
    """Give an instruction, which the writer reads too; officer and heads are told.

    It moves neither the letter nor its day. Raises NoWords, NotNow once it is closed.
    """
    handling = handling_of(letter)
    facts = facts_of(letter, by, handling=handling)
    require(by, Act.LETTER_LEAD, facts)
    if not text.strip():
        raise NoWords
    post = leading_post(by, facts)
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
