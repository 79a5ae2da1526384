"""Reading a table from a file that a stranger hands in: CSV or .xlsx.

The file is judged by its content, never by its name, and measured before anything in
it is believed. Rows come one at a time, so 200,000 of them need no more memory than
two hundred.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from mingbai.lib.csv_file import read_csv
from mingbai.lib.raw_sheet import RawSheet
from mingbai.lib.table_refused import Reason, TableRefused
from mingbai.lib.xlsx_file import read_xlsx

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
