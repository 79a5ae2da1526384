"""Why a file is refused as a table: reasons for callers to put into sentences."""

import enum


class Reason(enum.Enum):
    """Why a file, a sheet or a row is refused."""

    # The file
    TOO_LARGE = "too_large"  # more bytes than allowed
    NOT_A_TABLE = "not_a_table"  # neither CSV nor an .xlsx workbook
    OLD_FORMAT = "old_format"  # an .xls of before 2007
    ENCRYPTED = "encrypted"  # protected by a password
    BOMB = "bomb"  # made to fill memory or disk when unpacked
    NESTED = "nested"  # an archive or document within the workbook
    UNSAFE_XML = "unsafe_xml"  # declares a document type, where entities hide
    DAMAGED = "damaged"
    ENCODING = "encoding"  # text that is neither UTF-8 nor GB18030
    NUL = "nul"  # a null character
    EMPTY = "empty"  # nothing in any sheet

    # A sheet or a row
    TOO_WIDE = "too_wide"  # more columns than allowed
    CELL_TOO_LONG = "cell_too_long"
    TOO_MANY_ROWS = "too_many_rows"


class TableRefused(Exception):
    """A file can't be read as a table.

    `sheet` is empty for a CSV file and for the file as a whole; `row` counts from 1 and
    is None for the file or sheet as a whole; `detail` is a header, a limit or a part
    of the archive, never the value of a cell.
    """

    def __init__(
        self,
        reason: Reason,
        *,
        sheet: str = "",
        row: int | None = None,
        detail: str = "",
    ) -> None:
        super().__init__(reason.value, sheet, row, detail)
        self.reason = reason
        self.sheet = sheet
        self.row = row
        self.detail = detail
