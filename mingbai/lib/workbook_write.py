"""Writing a table as an .xlsx workbook, row by row, in constant memory."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

# Shown and kept as it is typed: a code stays a code, and =1+1 three signs and a digit.
TEXT_FORMAT = "@"


def write_xlsx(
    file: BinaryIO,
    *,
    sheet: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int] = (),
) -> None:
    """Write one sheet of texts under a header that stays in sight.

    Every cell is a text, also one that begins like a formula. Control characters,
    which no workbook can hold, are left out. `widths` are in signs, by column.
    """
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    bold, top = Font(bold=True), Alignment(vertical="top", wrap_text=True)

    def cell(text: str) -> Cell:
        written: Cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", text))
        # Set after the value, from which a type was guessed.
        written.data_type = "s"
        written.number_format = TEXT_FORMAT
        written.alignment = top
        return written

    names = [cell(name) for name in header]
    for name in names:
        name.font = bold
    page.append(names)
    for row in rows:
        page.append([cell(text) for text in row])
    book.save(file)
