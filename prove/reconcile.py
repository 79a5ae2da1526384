"""What is there, against what writers were told and what the log has shown.

It reads tables past every wall, with SQL of its own: a fault in our own queries must
not hide a fault in what they ask for.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from mingbai.lib.tlog.checkpoint import open_checkpoint
from mingbai.lib.tlog.note import VerifierKey
from mingbai.lib.tlog.refused import Refused
from mingbai.lib.tlog.store import Store
from mingbai.lib.tlog.tree import Tree
from prove.databases import Database
from prove.writer import Sent

LETTERS: Final = """
SELECT l.lookup_digest, l.year, l.number, t.verbatim, f.id, f.kind, f.position
FROM letters_letter AS l
LEFT JOIN letters_lettertext AS t ON t.letter_id = l.id
LEFT JOIN ledger_leaf AS f ON f.id = l.leaf_id
"""
LEAVES: Final = "SELECT count(*) FROM ledger_leaf WHERE kind = 'intake'"
COUNTERS: Final = "SELECT year, highest FROM ledger_counter"
TALLY: Final = "SELECT sum(pieces) FROM letters_tally WHERE count = 'received'"


@dataclass
class Findings:
    """How many of each fault; a kept promise is a zero."""

    letters: int = 0
    # A writer saw a number, and the letter is not there, or not under that number.
    lost: int = 0
    # One sending, several letters; or a letter that no writer sent.
    twice: int = 0
    # Sent until answered, and not there.
    undelivered: int = 0
    altered: int = 0
    gaps: int = 0
    # Letters without a leaf of their own in the log, or leaves without a letter.
    leaves: int = 0
    miscounted: int = 0
    checkpoints: int = 0
    inconsistent: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not (
            self.lost
            or self.twice
            or self.undelivered
            or self.altered
            or self.gaps
            or self.leaves
            or self.miscounted
            or self.inconsistent
        )


def reconcile_letters(
    database: Database, sent: Iterable[Sent], found: Findings
) -> None:
    """Count lost, doubled and altered letters, gaps in the numbers, missing leaves."""
    rows = database.rows(LETTERS)
    found.letters = len(rows)
    by_digest: dict[bytes, list[tuple[Any, ...]]] = {}
    for row in rows:
        by_digest.setdefault(bytes(row[0] or b""), []).append(row)
    for letter in sent:
        _compare(letter, by_digest.pop(letter.receipt.lookup_digest, []), found)
    # What is left, nobody sent.
    found.twice += sum(map(len, by_digest.values()))
    _count_gaps(database, rows, found)
    leaves = {row[4] for row in rows if row[5] == "intake" and row[6] is not None}
    ((all_leaves,),) = database.rows(LEAVES)
    found.leaves = abs(len(rows) - len(leaves)) + abs(all_leaves - len(leaves))
    ((counted,),) = database.rows(TALLY)
    found.miscounted = abs((counted or 0) - len(rows))


def reconcile_checkpoints(
    notes: Iterable[str], store: Store, key: VerifierKey, found: Findings
) -> None:
    """Each checkpoint ever seen is signed, and is a beginning of the log as it is now.

    Two that are both beginnings of one log are consistent with one another.
    """
    tree = Tree(store.read, store.published_size())
    for note in notes:
        found.checkpoints += 1
        try:
            seen = open_checkpoint(note, log_key=key)
            is_ours = seen.size <= tree.size and tree.root(seen.size) == seen.root
        except Refused:
            is_ours = False
        if not is_ours:
            found.inconsistent += 1
            found.notes.append(note)


def _compare(sent: Sent, rows: list[tuple[Any, ...]], found: Findings) -> None:
    if not rows:
        if sent.ref is None:
            found.undelivered += 1
        else:
            found.lost += 1
        return
    found.twice += len(rows) - 1
    _digest, year, number, verbatim, *_leaf = rows[0]
    if sent.ref is not None and (sent.ref.year, sent.ref.number) != (year, number):
        found.lost += 1
    if bytes(verbatim or b"") != sent.text.encode():
        found.altered += 1


def _count_gaps(
    database: Database, rows: list[tuple[Any, ...]], found: Findings
) -> None:
    """Numbers of a year are 1 to the counter's highest, each once."""
    highest = dict(database.rows(COUNTERS))
    given: Counter[tuple[int, int]] = Counter((row[1], row[2]) for row in rows)
    wanted = {
        (year, number)
        for year, last in highest.items()
        for number in range(1, last + 1)
    }
    found.gaps = len(wanted ^ given.keys()) + sum(times - 1 for times in given.values())
