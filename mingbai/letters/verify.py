"""`verify_letters`: whether letters and replies still are what the ledger says."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef

from mingbai.ledger.models import Leaf
from mingbai.ledger.verify import check_intake
from mingbai.letters.content import imported_letter_content, letter_content
from mingbai.letters.models import Letter, Reply
from mingbai.lib.commitment import c0
from mingbai.lib.numbering import NotANumber, Ref
from mingbai.places.scoping import current_place_id


class LetterFault(StrEnum):
    """What can be found of a letter."""

    RECORD = "record"  # number, days or c0 are not those of the leaf
    TEXT = "text"  # title, addressee, power, text or imported reply
    REPLY = "reply"  # a reply given here


@dataclass(frozen=True)
class LetterFinding:
    """A letter, by its number, that is not what was registered."""

    fault: LetterFault
    ref: str


@dataclass
class LettersReport:
    """What was checked and what was found; a number and a kind, never a text."""

    letters: int = 0
    # Erased texts can't be checked any more; time and due day still are.
    erased: int = 0
    replies: int = 0
    # Not in the public log yet, and proved against their own leaf alone.
    waiting: int = 0
    # Registrations in the ledger whose letter is gone.
    missing: int = 0
    findings: list[LetterFinding] = field(default_factory=list)

    @property
    def is_proved(self) -> bool:
        """Whether nothing was found."""
        return not self.findings and not self.missing


def verify_letters(
    *, ref: Ref | None = None, progress: Callable[[int], None] = lambda more: None
) -> LettersReport:
    """Every letter of the open place, or the one of that number, against its leaf.

    Whether the leaf itself stands in the public log, `ledger.verify` tells.
    """
    report = LettersReport()
    letters = Letter.objects.select_related(
        "leaf", "text", "addressee_post", "addressee_body", "power"
    ).prefetch_related("replies__text", "replies__leaf__opening")
    if ref is not None:
        letters = letters.filter(year=ref.year, number=ref.number)
    else:
        report.missing = _count_missing()
    for letter in letters.order_by("year", "number").iterator(chunk_size=500):
        _check(letter, report)
        progress(1)
    return report


def _count_missing() -> int:
    letter = Letter.objects.filter(leaf=OuterRef("pk"))
    numbered = Leaf.objects.numbered(current_place_id())
    return numbered.filter(~Exists(letter)).count()


def _check(letter: Letter, report: LettersReport) -> None:
    report.letters += 1
    report.waiting += letter.leaf.position is None
    replies = list(letter.replies.all())
    report.replies += len(replies)
    try:
        report.erased += _is_erased(letter)
        faults = _faults(letter, replies)
    except (ObjectDoesNotExist, NotANumber, ValueError, LookupError):
        # A year, a key or a charset that register never writes, or a row is gone.
        faults = [LetterFault.RECORD]
    ref = f"{letter.year % 100:02d}-{letter.number:07d}"
    report.findings += [LetterFinding(fault, ref) for fault in faults]


def _faults(letter: Letter, replies: list[Reply]) -> list[LetterFault]:
    faults = []
    if not check_intake(
        letter.leaf,
        bytes(letter.c0),
        letter.ref,
        letter.received_on,
        letter.due_on,
    ):
        faults.append(LetterFault.RECORD)
    if not _is_text_unchanged(letter, replies):
        faults.append(LetterFault.TEXT)
    if not all(_is_reply_unchanged(reply) for reply in replies):
        faults.append(LetterFault.REPLY)
    return faults


def _is_erased(letter: Letter) -> bool:
    return letter.text.verbatim is None or letter.text.commitment_key is None


def _is_text_unchanged(letter: Letter, replies: list[Reply]) -> bool:
    if _is_erased(letter):
        return True
    content = letter_content(letter)
    if letter.is_imported:
        # A reply with a leaf of its own was given here, after the import.
        brought = [reply.text.text for reply in replies if reply.leaf_id is None]
        if None in brought:
            return True
        content = imported_letter_content(letter, "".join(filter(None, brought)))
    return c0(bytes(letter.text.commitment_key or b""), content) == bytes(letter.c0)


def _is_reply_unchanged(reply: Reply) -> bool:
    """What the leaf's opening says was answered; that it opens is checked elsewhere."""
    if reply.leaf is None or reply.text.text is None:
        return True
    stated = reply.leaf.opening.stated
    if stated is None:
        return True
    return bool(
        stated["sha256"] == hashlib.sha256(reply.text.text.encode()).hexdigest()
    )
