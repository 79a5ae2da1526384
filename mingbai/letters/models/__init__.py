"""The nouns of a letter: what came, where it stands, what happened, what was said."""

from mingbai.letters.models.asking import Extension, Reopening, Ruling
from mingbai.letters.models.event import EventKind, EventNote, LetterEvent
from mingbai.letters.models.handling import CLOSED, OPEN, Handling, State
from mingbai.letters.models.letter import Letter, LetterText
from mingbai.letters.models.notice import Notice
from mingbai.letters.models.part import Assist, Recusal
from mingbai.letters.models.promise import Promise
from mingbai.letters.models.relay import Passing, Relay
from mingbai.letters.models.reply import (
    Proposal,
    ProposalText,
    Reply,
    ReplyDraft,
    ReplyTemplate,
    ReplyText,
)
from mingbai.letters.models.rules import Practice, TimeLimit
from mingbai.letters.models.tally import Tally
from mingbai.letters.models.writers import Addition, Level, Rating

__all__ = [
    "CLOSED",
    "OPEN",
    "Addition",
    "Assist",
    "EventKind",
    "EventNote",
    "Extension",
    "Handling",
    "Letter",
    "LetterEvent",
    "LetterText",
    "Level",
    "Notice",
    "Passing",
    "Practice",
    "Promise",
    "Proposal",
    "ProposalText",
    "Rating",
    "Recusal",
    "Relay",
    "Reopening",
    "Reply",
    "ReplyDraft",
    "ReplyTemplate",
    "ReplyText",
    "Ruling",
    "State",
    "Tally",
    "TimeLimit",
]
