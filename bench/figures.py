"""The table of figures in the documents: what was measured, and on which day.

A run of some parts replaces their rows and keeps all others with their own days.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from bench.rounds import Ratio

BEGIN, END = "<!-- begin figures -->", "<!-- end figures -->"
HEAD: Final = (
    "| what | ratio of | median | least–most | rounds | measured |",
    "|---|---|---:|---|---:|---|",
)
Key = tuple[str, str]


def table(ratios: Iterable[Ratio], *, on: date) -> str:
    """The rows of what was measured on that day, under their heads."""
    return "\n".join([*HEAD, *(_row(one, on) for one in ratios)])


def rewritten(
    page: str, ratios: Sequence[Ratio], *, on: date, where: str, is_whole: bool
) -> str:
    """The page with these figures; the others stay unless everything was measured.

    `where` is the machine of this run. Raises ValueError when the page has no place
    for figures, or a row of it is none.
    """
    before, begin, rest = page.partition(BEGIN)
    old, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError("the page has no place for figures")
    rows = {} if is_whole else _rows_of(old)
    for one in ratios:
        rows[one.name, one.meaning] = _row(one, on)
    words = f"Measured by `make bench`, last on {where}; each row on its own day."
    lines = "\n".join([words, "", *HEAD, *rows.values()])
    return f"{before}{BEGIN}\n{lines}\n{END}{after}"


def _row(ratio: Ratio, on: date) -> str:
    return f"{ratio.row()} {on.isoformat()} |"


def _rows_of(old: str) -> dict[Key, str]:
    """The rows that stand there, by what was measured and against what."""
    lines = [line for line in old.splitlines() if line.startswith("|")]
    if tuple(lines[: len(HEAD)]) != HEAD:
        raise ValueError("the table has other heads")
    rows: dict[Key, str] = {}
    for line in lines[len(HEAD) :]:
        name, meaning, *figures = (cell.strip() for cell in line.strip("|").split("|"))
        if len(figures) != len(HEAD[0].strip("|").split("|")) - 2:
            raise ValueError(line)
        rows[name, meaning] = line
    return rows
