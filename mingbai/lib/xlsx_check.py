"""Looking at an .xlsx file before a library unpacks it.

Everything is measured without keeping it: the size of the archive's directory, what
each part unpacks to, and, by a run of expat over each part, document types, elements
within a row and the size of a single tag. So no part can claim more memory than the
limits below allow, whatever it says of itself.
"""

import struct
import zipfile
import zlib
from typing import BinaryIO
from xml.parsers import expat

from mingbai.lib.table_refused import Reason, TableRefused

MAX_SHEET_ROWS = 1_048_576  # ECMA-376 sheets have no more rows
_MAX_PARTS = 2_000
_MAX_DIRECTORY_BYTES = 1 << 20
_SMALL_BYTES = 1 << 20  # below this no ratio is suspicious
_MAX_RATIO = 200  # deflate ends at 1032; sheets of equal rows reach about 60
_MAX_STRINGS = 2_000_000
_MAX_ITEM_NODES = 100_000  # elements and attributes within one row or string
_MAX_OTHER_NODES = 500_000  # all others of a part: styles, widths, validations
_MAX_DEPTH = 64
_MAX_TAG_BYTES = 1 << 20
_CHUNK_BYTES = 1 << 16
_ENCRYPTED_FLAG = 0x1
_END_BYTES = 22
_MAX_COMMENT_BYTES = 65_535
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)


def check_xlsx(file: BinaryIO, *, max_unpacked: int) -> dict[str, tuple[str, ...]]:
    """Refuse an archive that is no workbook or would harm its reader.

    Returns the merged blocks of each sheet by the name of its part, such as `A2:A5`:
    they stand behind the rows, where a reader in one run would miss them. Raises
    TableRefused with NOT_A_TABLE, ENCRYPTED, BOMB, NESTED, UNSAFE_XML, TOO_MANY_ROWS
    or DAMAGED; `detail` names the part.
    """
    _check_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            _check_sizes(parts, max_unpacked)
            merged = {part.filename: _check_part(archive, part) for part in parts}
            if "[Content_Types].xml" not in archive.namelist():
                raise TableRefused(Reason.NOT_A_TABLE)
            return merged
    except _BROKEN as error:
        raise TableRefused(Reason.DAMAGED) from error


def _check_directory(file: BinaryIO) -> None:
    """Refuse a directory so long that listing it would fill memory.

    zipfile reads it whole by the size the archive states, so that size is read first.
    Zip64 states another one elsewhere and serves only archives beyond 4 GB.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_BYTES - _MAX_COMMENT_BYTES))
    tail = file.read()
    end = len(tail) - _END_BYTES
    if not (end >= 0 and tail.startswith(b"PK\x05\x06", end) and tail[-2:] == b"\0\0"):
        end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < _END_BYTES:
        raise TableRefused(Reason.DAMAGED)
    if tail[max(0, end - 20) : end].startswith(b"PK\x06\x07"):
        raise TableRefused(Reason.BOMB, detail="zip64")
    if int.from_bytes(tail[end + 12 : end + 16], "little") > _MAX_DIRECTORY_BYTES:
        raise TableRefused(Reason.BOMB, detail="directory")


def _check_sizes(parts: list[zipfile.ZipInfo], max_unpacked: int) -> None:
    if len(parts) > _MAX_PARTS:
        raise TableRefused(Reason.BOMB, detail=f"{len(parts)} parts")
    if sum(part.file_size for part in parts) > max_unpacked:
        raise TableRefused(Reason.BOMB, detail=f"more than {max_unpacked} bytes")
    for part in parts:
        if part.flag_bits & _ENCRYPTED_FLAG:
            raise TableRefused(Reason.ENCRYPTED, detail=part.filename)
        if part.compress_type not in _METHODS:
            raise TableRefused(Reason.DAMAGED, detail=part.filename)
        packed = max(part.compress_size, 1)
        if part.file_size > max(_SMALL_BYTES, packed * _MAX_RATIO):
            raise TableRefused(Reason.BOMB, detail=part.filename)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[str, ...]:
    check = _PartCheck(part.filename)
    with archive.open(part) as unpacked:
        chunk = unpacked.read(_CHUNK_BYTES)
        if chunk.startswith(_ARCHIVES):
            raise TableRefused(Reason.NESTED, detail=part.filename)
        while chunk and check.feed(chunk):
            chunk = unpacked.read(_CHUNK_BYTES)
    return tuple(check.merged)


class _PartCheck:
    """Counts what a reader would keep of one part."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.merged: list[str] = []
        self._fed = self._depth = self._item_depth = 0
        self._item_nodes = self._other_nodes = self._rows = self._strings = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse_document_type
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, chunk: bytes) -> bool:
        """Take the next bytes; tell whether the part is XML so far.

        What is no XML (a picture) is nothing that a table's reader would parse, and a
        broken part stops that reader, too, where it breaks.
        """
        try:
            self._parser.Parse(chunk, False)
        except expat.ExpatError:
            return False
        self._fed += len(chunk)
        # expat keeps an unfinished tag whole: more than this is no tag of a workbook.
        if self._fed - self._parser.CurrentByteIndex > _MAX_TAG_BYTES:
            self._refuse(Reason.BOMB)
        return True

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        nodes = 1 + len(attributes)
        if self._item_depth:
            self._item_nodes += nodes
        elif self._is_item(tag):
            self._item_depth, self._item_nodes = self._depth, nodes
        else:
            self._other_nodes += nodes
            self._note_merged(tag, attributes)
        if self._item_nodes > _MAX_ITEM_NODES or self._other_nodes > _MAX_OTHER_NODES:
            self._refuse(Reason.BOMB)
        if self._depth > _MAX_DEPTH:
            self._refuse(Reason.BOMB)

    def _note_merged(self, tag: str, attributes: dict[str, str]) -> None:
        if self._depth == 3 and tag.rpartition(":")[2] == "mergeCell":
            self.merged.append(attributes.get("ref", ""))

    def _end(self, _tag: str) -> None:
        if self._depth == self._item_depth:
            self._item_depth = 0
        self._depth -= 1

    def _is_item(self, tag: str) -> bool:
        """Tell whether a row or a shared string opens, whose content is let go again.

        Only in their own places: elsewhere the reader keeps them.
        """
        name = tag.rpartition(":")[2]
        if self._depth == 3 and name == "row":
            self._rows += 1
            if self._rows > MAX_SHEET_ROWS:
                self._refuse(Reason.TOO_MANY_ROWS)
            return True
        if self._depth == 2 and name == "si":
            self._strings += 1
            if self._strings > _MAX_STRINGS:
                self._refuse(Reason.BOMB)
            return True
        return False

    def _refuse_document_type(self, *_: object) -> None:
        self._refuse(Reason.UNSAFE_XML)

    def _refuse(self, reason: Reason) -> None:
        raise TableRefused(reason, detail=self._name)
