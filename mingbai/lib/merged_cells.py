"""Merged cells: what stands once and is meant for several rows."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass

from openpyxl.utils import range_boundaries

from mingbai.lib.raw_sheet import RawRow, is_blank


@dataclass(frozen=True)
class Merged:
    """A block of cells that shows the text of its first one; all numbers from 1."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int


def merged_cells(references: Iterable[str]) -> list[Merged]:
    """The blocks of references such as `A2:A5`, from the top; raises ValueError."""
    blocks = []
    for reference in references:
        bounds = range_boundaries(reference)
        if None in bounds:
            raise ValueError("a merged block has four bounds")
        blocks.append(Merged(*(bound or 0 for bound in bounds)))
    return sorted(blocks, key=lambda one: one.first_row)


def filled_rows(
    rows: Iterable[list[str]], blocks: list[Merged]
) -> Generator[RawRow, None, None]:
    """The rows in turn, with the text of each block in all its rows' first column."""
    waiting = list(reversed(blocks))
    # By column: the block that reaches down into the next rows, and what it shows.
    reaching: dict[int, tuple[Merged, str]] = {}
    for number, cells in enumerate(rows, start=1):
        wide = set()
        while waiting and waiting[-1].first_row <= number:
            block = waiting.pop()
            place = block.first_column - 1
            text = cells[place] if place < len(cells) else ""
            if block.last_column > block.first_column:
                wide.add(place)
            if block.last_row > number and text:
                reaching[place] = (block, text)
        is_title = _only_filled(cells) in wide
        if not is_blank(cells):
            _fill(cells, number, reaching)
        yield RawRow(number, cells, is_title)


def _only_filled(cells: list[str]) -> int | None:
    filled = [place for place, cell in enumerate(cells) if cell and not cell.isspace()]
    return filled[0] if len(filled) == 1 else None


def _fill(
    cells: list[str], number: int, reaching: dict[int, tuple[Merged, str]]
) -> None:
    for place, (block, text) in list(reaching.items()):
        if number > block.last_row:
            del reaching[place]
        elif number > block.first_row:
            cells.extend([""] * (place + 1 - len(cells)))
            cells[place] = cells[place] or text
