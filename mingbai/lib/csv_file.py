"""The rows of a CSV file in UTF-8 or GB18030."""

import codecs
import csv
import io
import itertools
from collections.abc import Generator
from typing import BinaryIO

from mingbai.lib.raw_sheet import MAX_COLUMNS, RawRow
from mingbai.lib.table_refused import Reason, TableRefused

_CHUNK_BYTES = 1 << 20
# UTF-8 first: Chinese text in GB18030 is hardly ever valid UTF-8 by chance.
_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_csv(file: BinaryIO) -> Generator[RawRow, None, None]:
    """Return the rows from the first, blank ones included, each cell as it stands.

    The file must stay open while rows are read; they leave it open. Refuses with NUL
    (`row` is then the line), ENCODING, CELL_TOO_LONG (more characters than
    `csv.field_size_limit()`, also after a quote that is never closed), TOO_WIDE and
    DAMAGED.
    """
    _check_nuls(file)
    for encoding in _ENCODINGS:
        if _is_encoded(file, encoding):
            return _rows(file, encoding)
    raise TableRefused(Reason.ENCODING)


def _check_nuls(file: BinaryIO) -> None:
    file.seek(0)
    line = 1
    if file.read(2) in _UTF_16:
        raise TableRefused(Reason.ENCODING, detail="UTF-16")
    file.seek(0)
    while chunk := file.read(_CHUNK_BYTES):
        place = chunk.find(b"\0")
        if place >= 0:
            line += chunk.count(b"\n", 0, place)
            raise TableRefused(Reason.NUL, row=line)
        line += chunk.count(b"\n")


def _is_encoded(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(_CHUNK_BYTES):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _rows(file: BinaryIO, encoding: str) -> Generator[RawRow, None, None]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from _cells(text)
    finally:
        text.detach()


def _cells(text: io.TextIOWrapper) -> Generator[RawRow, None, None]:
    reader = csv.reader(text, strict=True)
    for number in itertools.count(1):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            too_long = str(error).startswith("field larger than")
            reason = Reason.CELL_TOO_LONG if too_long else Reason.DAMAGED
            raise TableRefused(reason, row=number) from error
        if len(cells) > MAX_COLUMNS:
            raise TableRefused(Reason.TOO_WIDE, row=number, detail=str(MAX_COLUMNS))
        yield RawRow(number, cells)
