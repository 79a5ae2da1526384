"""Sheets as they stand in a file, before anybody knows which row is the header."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

MAX_COLUMNS = 1_000


@dataclass(frozen=True)
class RawRow:
    """A row by its number, counted from 1 as spreadsheets show it, and its cells.

    What is merged over several rows stands in each of them; a row that has nothing
    of its own stays blank. `is_title`: its only text is merged over several columns.
    """

    number: int
    cells: list[str]
    is_title: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether no cell shows anything."""
        return is_blank(self.cells)


@dataclass(frozen=True)
class RawSheet:
    """A sheet's name (empty for CSV) and its rows from the first, blank ones too."""

    name: str
    rows: Generator[RawRow, None, None]


def is_blank(cells: Sequence[str]) -> bool:
    """Whether no cell shows anything."""
    return not any(cell and not cell.isspace() for cell in cells)
