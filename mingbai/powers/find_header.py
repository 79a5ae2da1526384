"""Finding the row of headers in an office's own sheet, under titles and remarks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mingbai.lib.raw_sheet import RawRow
from mingbai.powers.list_columns import (
    IDLE,
    ColumnsRefused,
    Missing,
    match_columns,
    plain_header,
)

# With so many of our columns a sheet is a list, and lacks what it lacks by mistake.
LIKE_A_LIST: Final = 3


@dataclass(frozen=True)
class Header:
    """The row of headers: our columns by their places, counted from 0."""

    row: int
    names: tuple[str, ...]
    places: Mapping[str, int]
    # What stands above it: titles, `单位：区教育局`, a date.
    titles: tuple[str, ...]

    @property
    def unread(self) -> list[str]:
        """Headers that mean nothing to us, and may to whoever wrote them."""
        read = set(self.places.values())
        return [
            name
            for place, name in enumerate(self.names)
            if place not in read and name and plain_header(name) not in IDLE
        ]

    def is_repeated(self, cells: Sequence[str]) -> bool:
        """Whether this row is the header again, as long lists are printed."""
        return _names(cells) == self.names


@dataclass(frozen=True)
class NoHeader:
    """The row that comes nearest to a header, and why it is none."""

    row: int
    refusal: ColumnsRefused

    @property
    def is_like_a_list(self) -> bool:
        """Whether the sheet is a list with a faulty header, not another thing."""
        refusal = self.refusal
        return not isinstance(refusal, Missing) or refusal.found >= LIKE_A_LIST


def nearness(found: NoHeader) -> tuple[int, int]:
    """How near it comes: something to choose from is nearer than something missing."""
    refusal = found.refusal
    if isinstance(refusal, Missing):
        return -len(refusal.columns), refusal.found
    return 1, 0


def find_header(
    rows: Sequence[RawRow], named: Mapping[str, str] | None
) -> Header | NoHeader:
    """The first of these rows that has the needed columns.

    A header of several rows, whose cells are merged, ends with its last one.
    """
    nearest = NoHeader(1, Missing(["code", "name"], 0))
    header: Header | None = None
    for row in rows:
        try:
            places = match_columns(row.cells, named)
        except ColumnsRefused as refusal:
            if header is not None:
                break
            nearest = max(nearest, NoHeader(row.number, refusal), key=nearness)
            continue
        titles = header.titles if header else _titles(rows, row.number)
        header = Header(row.number, _names(row.cells), places, titles)
    return header or nearest


def _titles(rows: Sequence[RawRow], number: int) -> tuple[str, ...]:
    above = [cell.strip() for row in rows if row.number < number for cell in row.cells]
    return tuple(cell for cell in above if cell)


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)
