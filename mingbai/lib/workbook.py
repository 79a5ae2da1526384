"""Reading a table from a file that a stranger hands in: CSV or .xlsx.

The file is judged by its content, never by its name, and measured before anything in
it is believed. Rows come one at a time, so 200,000 of them need no more memory than
two hundred.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from mingbai.lib.csv_file import read_csv
from mingbai.lib.raw_sheet import RawSheet, is_blank
from mingbai.lib.table_refused import Reason, TableRefused
from mingbai.lib.xlsx_file import MAX_COLUMNS, read_xlsx

__all__ = ["Reason", "Row", "Table", "TableRefused", "open_sheets", "read_table"]

MAX_BYTES = 64 << 20
MAX_UNPACKED = 256 << 20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Password protection puts the whole workbook into an OLE stream of this name
# (MS-OFFCRYPTO 2.3.4.4).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"<",  # a web page that calls itself .xls
    b"{\\rtf",
)


@dataclass(frozen=True)
class Row:
    """A row that is not blank: its sheet, its number there, its cells by header.

    The number counts from 1 as spreadsheets show it. Every header of the sheet has a
    cell; what the row lacks is empty.
    """

    sheet: str
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """An opened file: the names of its sheets, their headers, and all rows in turn.

    A CSV file has one sheet, whose name is empty. Rows can be read once; a refusal can
    still come while they are. Use it in a `with` statement, or call `close`.
    """

    sheets: tuple[str, ...]
    headers: Mapping[str, tuple[str, ...]]
    rows: Iterator[Row]
    close: Callable[[], None]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@contextmanager
def open_sheets(
    path: Path, *, max_bytes: int = MAX_BYTES, max_unpacked: int = MAX_UNPACKED
) -> Iterator[list[RawSheet]]:
    """Open a CSV or .xlsx file, whatever it is called: its sheets, row by row.

    For whoever has to find the header first. Refuses with TableRefused, here or while
    rows are read.
    """
    with ExitStack() as opened:
        file = opened.enter_context(path.open("rb"))
        if path.stat().st_size > max_bytes:
            raise TableRefused(Reason.TOO_LARGE, detail=str(max_bytes))
        sheets = _sheets(file, max_unpacked)
        for sheet in sheets:
            opened.callback(sheet.rows.close)
        yield sheets


def read_table(
    path: Path,
    *,
    max_rows: int = 250_000,
    max_bytes: int = MAX_BYTES,
    max_unpacked: int = MAX_UNPACKED,
    header_row: int = 1,
) -> Table:
    """Open a CSV or .xlsx file, whatever it is called.

    Cells are the texts a person sees, exactly, blanks and line ends included; headers
    are trimmed. Blank rows and rows above `header_row` are passed over. `max_rows`
    limits the rows of all sheets together, `max_unpacked` the bytes an .xlsx unpacks
    to. Refuses with TableRefused, here or while rows are read.
    """
    with ExitStack() as opening:
        opened_sheets = open_sheets(
            path, max_bytes=max_bytes, max_unpacked=max_unpacked
        )
        raw_sheets = opening.enter_context(opened_sheets)
        sheets = [_Sheet(raw, header_row) for raw in raw_sheets]
        rows = _rows(sheets, max_rows)
        opening.callback(rows.close)
        opened = opening.pop_all()
    return Table(
        sheets=tuple(sheet.name for sheet in sheets),
        headers={sheet.name: sheet.header for sheet in sheets},
        rows=rows,
        close=opened.close,
    )


def _sheets(file: BinaryIO, max_unpacked: int) -> list[RawSheet]:
    start = file.read(512).removeprefix(b"\xef\xbb\xbf").lstrip()
    file.seek(0)
    if start.startswith(_OLE):
        encrypted = _ENCRYPTED in file.read()
        raise TableRefused(Reason.ENCRYPTED if encrypted else Reason.OLD_FORMAT)
    if start.startswith(_ZIP):
        return read_xlsx(file, max_unpacked=max_unpacked)
    if start.startswith(_FOREIGN):
        raise TableRefused(Reason.NOT_A_TABLE)
    return [RawSheet("", read_csv(file))]


def _rows(sheets: Sequence["_Sheet"], max_rows: int) -> Generator[Row, None, None]:
    if not any(sheet.header for sheet in sheets):
        for sheet in sheets:
            sheet.refuse_rows()
        raise TableRefused(Reason.EMPTY)
    count = 0
    for sheet in sheets:
        for row in sheet.rows():
            count += 1
            if count > max_rows:
                raise TableRefused(
                    Reason.TOO_MANY_ROWS,
                    sheet=sheet.name,
                    row=row.number,
                    detail=str(max_rows),
                )
            yield row


class _Sheet:
    """A sheet whose header is read and whose rows wait."""

    def __init__(self, raw: RawSheet, header_row: int) -> None:
        self.name = raw.name
        self._rows = raw.rows
        self.header: tuple[str, ...] = ()
        for row in self._rows:
            if row.number == header_row:
                self.header = self._read_header(row.number, row.cells)
                break

    def rows(self) -> Iterator[Row]:
        if not self.header:
            self.refuse_rows()
        width = len(self.header)
        for row in self._rows:
            if row.is_blank:
                continue
            if not is_blank(row.cells[width:]):
                raise self._refused(Reason.ROW_TOO_LONG, row.number, self.header[-1])
            filled = row.cells[:width] + [""] * (width - len(row.cells))
            cells = dict(zip(self.header, filled, strict=True))
            yield Row(self.name, row.number, cells)

    def refuse_rows(self) -> None:
        """Refuse rows that stand under no header; a blank sheet is no fault."""
        for row in self._rows:
            if not row.is_blank:
                raise self._refused(Reason.NO_HEADER, row.number)

    def _read_header(self, number: int, cells: Sequence[str]) -> tuple[str, ...]:
        names = [cell.strip() for cell in cells]
        while names and not names[-1]:
            names.pop()
        if len(names) > MAX_COLUMNS:
            raise self._refused(Reason.TOO_WIDE, number, str(MAX_COLUMNS))
        if "" in names:
            raise self._refused(Reason.EMPTY_HEADER, number, str(names.index("") + 1))
        for place, name in enumerate(names):
            if name in names[:place]:
                raise self._refused(Reason.DUPLICATE_HEADER, number, name)
        return tuple(names)

    def _refused(self, reason: Reason, row: int, detail: str = "") -> TableRefused:
        return TableRefused(reason, sheet=self.name, row=row, detail=detail)
