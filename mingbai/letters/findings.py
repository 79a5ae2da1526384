"""What can be found of a letter that is not what the ledger says."""

from dataclasses import dataclass
from enum import StrEnum


class LetterFault(StrEnum):
    """What can be found of a letter."""

    RECORD = "record"  # number, days or c0 are not those of the leaf
    TEXT = "text"  # title, addressee, power, text or imported reply
    REPLY = "reply"  # an answer or interim reply given here
    ADDITION = "addition"  # what the writer added
    RATING = "rating"  # level, remark, or whether it was solved
    EVENT = "event"  # what happened when, by whom, or the words that go with it


@dataclass(frozen=True)
class LetterFinding:
    """A letter, by its number, that is not what was registered."""

    fault: LetterFault
    ref: str
