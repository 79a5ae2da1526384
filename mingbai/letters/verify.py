"""`verify_letters`: whether letters and their story still are what the ledger says."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef, Prefetch

from mingbai.ledger.models import Leaf, Opening
from mingbai.ledger.verify import check_intake
from mingbai.letters.content import imported_letter_content, letter_content
from mingbai.letters.findings import LetterFault, LetterFinding
from mingbai.letters.models import Letter, LetterEvent, Reply
from mingbai.letters.verify_story import story_faults
from mingbai.lib.commitment import c0
from mingbai.lib.numbering import NotANumber, Ref
from mingbai.places.scoping import current_place_id

__all__ = ["LetterFault", "LetterFinding", "LettersReport", "verify_letters"]


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
    # Events in the ledger that no letter's story tells.
    untold: int = 0
    findings: list[LetterFinding] = field(default_factory=list)

    @property
    def is_proved(self) -> bool:
        """Whether nothing was found."""
        return not self.findings and not self.missing and not self.untold


def verify_letters(
    *, ref: Ref | None = None, progress: Callable[[int], None] = lambda more: None
) -> LettersReport:
    """Every letter of the open place, or the one of that number, against its leaf.

    Whether the leaf itself stands in the public log, `ledger.verify` tells.
    """
    report = LettersReport()
    letters = Letter.objects.select_related(
        "leaf", "text", "addressee_post", "addressee_body", "power"
    ).prefetch_related(
        Prefetch(
            "events",
            LetterEvent.objects.select_related("leaf__opening", "note"),
        ),
        Prefetch("replies", Reply.objects.select_related("text")),
        *("additions", "ratings"),
    )
    if ref is not None:
        letters = letters.filter(year=ref.year, number=ref.number)
    else:
        report.missing = _count_missing()
        report.untold = _count_untold()
    for letter in letters.order_by("year", "number").iterator(chunk_size=500):
        _check(letter, report)
        progress(1)
    return report


def _count_missing() -> int:
    letter = Letter.objects.filter(leaf=OuterRef("pk"))
    numbered = Leaf.objects.numbered(current_place_id())
    return numbered.filter(~Exists(letter)).count()


def _count_untold() -> int:
    told = LetterEvent.objects.filter(leaf=OuterRef("leaf"))
    recorded = Opening.objects.filter(
        log=current_place_id(), name__startswith="letter."
    )
    return recorded.filter(~Exists(told)).count()


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
    return [*faults, *story_faults(letter)]


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
