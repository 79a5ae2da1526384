"""The sheets of an .xlsx file, row by row, as the texts a person sees."""

import zipfile
import zlib
from collections.abc import Generator, Iterator
from typing import BinaryIO, Protocol
from xml.etree.ElementTree import ParseError

import openpyxl

from mingbai.lib.merged_cells import filled_rows, merged_cells
from mingbai.lib.raw_sheet import MAX_COLUMNS, RawSheet
from mingbai.lib.shown_cell import shown_cell
from mingbai.lib.table_refused import Reason, TableRefused
from mingbai.lib.xlsx_check import MAX_SHEET_ROWS, check_xlsx

# openpyxl answers a damaged part with whatever its own line of code raised.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)


class _Cell(Protocol):
    @property
    def value(self) -> object: ...

    @property
    def number_format(self) -> str | None: ...


def read_xlsx(file: BinaryIO, *, max_unpacked: int) -> list[RawSheet]:
    """Return the visible sheets of a workbook; formulas show their stored results.

    Hidden sheets (lists behind drop-down cells, mostly) are left out. The file must
    stay open while rows are read. Refuses as `check_xlsx` does; rows refuse with
    TOO_WIDE, TOO_MANY_ROWS and DAMAGED.
    """
    merged = check_xlsx(file, max_unpacked=max_unpacked)
    try:
        book = openpyxl.load_workbook(
            file, read_only=True, data_only=True, keep_links=False
        )
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
        for sheet in sheets:
            # Programs write false dimensions, and openpyxl would believe them.
            sheet.reset_dimensions()
        blocks = [merged_cells(merged.get(_part_of(one), ())) for one in sheets]
    except _BROKEN as error:
        raise TableRefused(Reason.DAMAGED) from error
    return [
        RawSheet(one.title, filled_rows(_rows(one.title, one.iter_rows()), there))
        for one, there in zip(sheets, blocks, strict=True)
    ]


def _part_of(sheet: object) -> str:
    """The part of the archive that a sheet is read from, which openpyxl hides."""
    return str(vars(sheet)["_worksheet_path"])


def _rows(
    sheet: str, rows: Iterator[tuple[_Cell, ...]]
) -> Generator[list[str], None, None]:
    number = 0
    try:
        for number, cells in enumerate(rows, start=1):
            if len(cells) > MAX_COLUMNS:
                raise TableRefused(
                    Reason.TOO_WIDE, sheet=sheet, row=number, detail=str(MAX_COLUMNS)
                )
            if number > MAX_SHEET_ROWS:
                raise TableRefused(
                    Reason.TOO_MANY_ROWS, sheet=sheet, detail=str(MAX_SHEET_ROWS)
                )
            yield [_shown(cell) for cell in cells]
    except _BROKEN as error:
        raise TableRefused(Reason.DAMAGED, sheet=sheet, row=number + 1) from error


def _shown(cell: _Cell) -> str:
    value = cell.value
    if value is None or isinstance(value, str):
        return shown_cell(value, "")
    # Looked up for numbers alone: it costs more than the value.
    return shown_cell(value, cell.number_format or "")
