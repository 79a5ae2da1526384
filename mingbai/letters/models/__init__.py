"""The nouns of a letter: record, text, handling, event, reply, tally."""

from mingbai.letters.models.handling import EventNote, Handling, LetterEvent
from mingbai.letters.models.letter import Letter, LetterText
from mingbai.letters.models.reply import Reply, ReplyText
from mingbai.letters.models.tally import Tally

__all__ = [
    "EventNote",
    "Handling",
    "Letter",
    "LetterEvent",
    "LetterText",
    "Reply",
    "ReplyText",
    "Tally",
]
