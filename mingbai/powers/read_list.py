"""Reading a list of powers from a file: rows that read well, and every fault."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from mingbai.lib.workbook import Row, Table, TableRefused, read_table
from mingbai.powers.list_columns import ColumnsRefused, Missing, match_columns
from mingbai.powers.power_row import HolderNamed, PowerRow, RowFault, read_row

# A large district has some 7,000; a file of 200,000 is another kind of list.
MOST_ROWS: Final = 20_000
# Titles, dates and remarks stand above the header of an office's own workbook.
HEADER_WITHIN: Final = 30


@dataclass
class PowerList:
    """What a file holds: rows in their order, faults, sheets that are no list.

    `named` are the holders of all rows, of the faulty ones too.
    """

    rows: list[PowerRow] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    named: list[HolderNamed] = field(default_factory=list)
    other_sheets: list[str] = field(default_factory=list)


def read_list(path: Path, named: Mapping[str, str] | None = None) -> PowerList:
    """The list in a CSV or .xlsx file; `named` gives headers for our columns.

    The header is looked for in the first 30 rows. A sheet that lacks a needed column
    is left out and named, unless no sheet has them all: then ColumnsRefused is raised.
    More than MOST_ROWS rows, and what is no table, are refused with TableRefused.
    """
    header_row = _header_row(path, named)
    with read_table(path, max_rows=MOST_ROWS, header_row=header_row) as table:
        columns = _columns(table, named)
        found = PowerList(other_sheets=[s for s in table.sheets if s not in columns])
        _read_rows((row for row in table.rows if row.sheet in columns), columns, found)
    return found


def _header_row(path: Path, named: Mapping[str, str] | None) -> int:
    """The first row under which a sheet has the needed columns.

    When none has, raises why the best of them was refused.
    """
    refusal: ColumnsRefused | TableRefused | None = None
    for number in range(1, HEADER_WITHIN + 1):
        try:
            with read_table(path, max_rows=MOST_ROWS, header_row=number) as table:
                if not any(table.headers.values()):
                    # Says whether rows stand there without header, or nothing at all.
                    next(table.rows, None)
                _columns(table, named)
        except (ColumnsRefused, TableRefused) as error:
            refusal = error if refusal is None else _better(refusal, error)
        else:
            return number
    assert refusal is not None, "the loop has run"
    raise refusal


def _better(
    one: ColumnsRefused | TableRefused, other: ColumnsRefused | TableRefused
) -> ColumnsRefused | TableRefused:
    """Which refusal tells more: a header almost found, rather than none at all."""
    return max(one, other, key=_nearness)


def _nearness(refusal: ColumnsRefused | TableRefused) -> int:
    if isinstance(refusal, TableRefused):
        return -10
    return -len(refusal.columns) if isinstance(refusal, Missing) else 1


def _columns(
    table: Table, named: Mapping[str, str] | None
) -> dict[str, dict[str, str]]:
    """Our columns of each sheet that has them; raises when no sheet has."""
    found: dict[str, dict[str, str]] = {}
    refusal: ColumnsRefused | None = None
    for sheet in table.sheets:
        try:
            found[sheet] = match_columns(table.headers[sheet], named)
        except ColumnsRefused as error:
            refusal = max(refusal or error, error, key=_nearness)
    if refusal is not None and (not found or not isinstance(refusal, Missing)):
        raise refusal
    return found


def _read_rows(
    rows: Iterable[Row], columns: Mapping[str, Mapping[str, str]], found: PowerList
) -> None:
    first: dict[str, Row] = {}
    for row in rows:
        cells = {ours: row.cells[there] for ours, there in columns[row.sheet].items()}
        read = read_row(row.sheet, row.number, cells)
        found.faults += read.faults
        if read.named:
            found.named.append(read.named)
        if read.row is None:
            continue
        before = first.setdefault(read.row.code, row)
        if before is row:
            found.rows.append(read.row)
        else:
            what = _twice(read.row, before)
            found.faults.append(RowFault(row.sheet, row.number, what))


def _twice(read: PowerRow, before: Row) -> str:
    said = {"code": read.code, "row": before.number, "sheet": before.sheet}
    if before.sheet and before.sheet != read.sheet:
        what = _("The code %(code)s stands in row %(row)s of sheet %(sheet)s already.")
        return what % said
    return _("The code %(code)s stands in row %(row)s already.") % said
