"""The table of the kill matrix, on the screen and in the reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from prove.reconcile import Findings

BEGIN: Final = "<!-- kill matrix: written by make prove -->"
END: Final = "<!-- end of the kill matrix -->"
HEAD: Final = (
    "Database",
    "Killed",
    "Rounds",
    "Acknowledged",
    "Unanswered, sent again",
    "Ended by itself",
    "Busy (503)",
    "Other errors",
    "Lost",
    "Twice",
    "Altered",
    "Gaps",
    "Leaves amiss",
    "Miscounted",
    "Checkpoints seen",
    "Inconsistent",
    "verify",
)


@dataclass(frozen=True)
class Row:
    """One part killed so many times, and what was there afterwards."""

    database: str
    victim: str
    rounds: int
    acknowledged: int
    sent_again: int
    restarts: int
    busy: int
    errors: int
    contradictions: int
    found: Findings
    proved: bool

    @property
    def is_clean(self) -> bool:
        """Whether every promise held."""
        return (
            self.found.is_clean
            and self.proved
            and not self.errors
            and not self.contradictions
        )

    @property
    def cells(self) -> tuple[str, ...]:
        """What the table shows of it, in the order of HEAD."""
        found = self.found
        numbers = (
            self.rounds,
            self.acknowledged,
            self.sent_again,
            self.restarts,
            self.busy,
            self.errors,
            found.lost,
            found.twice + self.contradictions,
            found.altered,
            found.gaps,
            found.leaves,
            found.miscounted,
            found.checkpoints,
            found.inconsistent,
        )
        verified = "proved" if self.proved else "FAILED"
        written = (f"{number:,}" for number in numbers)
        return (self.database, self.victim, *written, verified)


def as_table(rows: Sequence[Row]) -> str:
    """Markdown, a line a row."""
    lines = [HEAD, tuple("---" for _name in HEAD), *(row.cells for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def write_into(page: Path, rows: Sequence[Row], command: str) -> None:
    """Replace what stands between the markers of the page; ValueError without them."""
    said = page.read_text(encoding="utf-8")
    before, _begin, rest = said.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{page} has no markers")
    day = datetime.now(UTC).date().isoformat()
    text = f"\n\n`{command}`, {day}:\n\n{as_table(rows)}\n\n"
    page.write_text(f"{before}{BEGIN}{text}{END}{after}", encoding="utf-8")
