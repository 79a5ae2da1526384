"""Reading a list of powers from a file: rows that read well, and every fault."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from mingbai.lib.formula_guard import unguarded
from mingbai.lib.raw_sheet import RawRow, RawSheet
from mingbai.lib.table_refused import Reason, TableRefused
from mingbai.lib.workbook import open_sheets
from mingbai.powers.find_header import Header, NoHeader, find_header, nearness
from mingbai.powers.holders import Holders
from mingbai.powers.list_columns import (
    HEADERS,
    Ambiguous,
    ColumnsRefused,
    Missing,
)
from mingbai.powers.power_row import (
    HolderNamed,
    PowerRow,
    RowFault,
    RowRead,
    read_row,
)
from mingbai.powers.sub_items import SubItems

# A large district has some 7,000; a file of 200,000 is another kind of list.
MOST_ROWS: Final = 20_000
# Titles, dates and remarks stand above the header of an office's own workbook.
HEADER_WITHIN: Final = 30


@dataclass(frozen=True)
class Guessed:
    """A sheet whose powers nobody holds by a column, and who was taken for it."""

    sheet: str
    holder: str


@dataclass(frozen=True)
class Told:
    """What the importer says of a file, because the file does not.

    `columns` gives headers for our columns; `holder` holds what no cell gives to
    anybody; `filename` is how the office called the file, if not as its path does.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    holder: str = ""
    filename: str = ""


@dataclass
class PowerList:
    """What a file holds: rows in their order, and faults.

    `named` are the holders of all rows, of the faulty ones too; `unread` the headers
    that mean nothing to us, by sheet; `titles` how many rows were titles between them;
    `has_no_holder` whether of some sheet nobody knows who holds its powers.
    """

    rows: list[PowerRow] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    named: list[HolderNamed] = field(default_factory=list)
    guessed: list[Guessed] = field(default_factory=list)
    other_sheets: list[str] = field(default_factory=list)
    unread: dict[str, list[str]] = field(default_factory=dict)
    titles: int = 0
    has_no_holder: bool = False


def read_list(
    path: Path, told: Told | None = None, holders: Holders | None = None
) -> PowerList:
    """The list in a CSV or .xlsx file.

    The header of each sheet is looked for in its first 30 rows. A sheet that is no
    list is left out and named, unless no sheet is one: then Missing is raised. Where
    no column says who holds the powers, `holders` finds the one body that the titles
    or the sheet's name speak of, or else the file's name. More than MOST_ROWS rows,
    and what is no table, are refused with TableRefused.
    """
    told = told or Told()
    reading = _Reading(told, holders, told.filename or path.stem)
    with open_sheets(path) as sheets:
        for sheet in sheets:
            reading.read(sheet)
    return reading.found()


class _Reading:
    """A file that is being read, sheet by sheet."""

    def __init__(self, told: Told, holders: Holders | None, filename: str) -> None:
        self._told = told
        self._holders = holders
        self._filename = filename
        self._found = PowerList()
        self._first: dict[str, PowerRow] = {}
        self._count = 0
        self._lists = 0
        self._refused: list[tuple[str, NoHeader]] = []

    def read(self, sheet: RawSheet) -> None:
        """Take the rows of a sheet, if it is a list."""
        top = list(islice(sheet.rows, HEADER_WITHIN))
        filled = [row for row in top if not row.is_blank]
        if not filled:
            return
        header = find_header(filled, self._told.columns)
        if isinstance(header, NoHeader):
            self._refused.append((sheet.name, header))
            return
        self._lists += 1
        if header.unread:
            self._found.unread[sheet.name] = header.unread
        holder = self._holder_of(sheet.name, header)
        if holder is None:
            what = _(
                "Neither a column, a title nor a name says who holds these powers."
            )
            self._fault(sheet.name, header.row, what)
            self._found.has_no_holder = True
            return
        under = [row for row in filled if row.number > header.row]
        self._read_rows(_Sheet(sheet.name, header, holder), chain(under, sheet.rows))

    def found(self) -> PowerList:
        """All of it; raises when no sheet was a list."""
        if not self._lists:
            if not self._refused:
                raise TableRefused(Reason.EMPTY)
            _name, nearest = max(self._refused, key=lambda one: nearness(one[1]))
            raise nearest.refusal
        for name, refused in self._refused:
            if refused.is_like_a_list:
                self._fault(name, refused.row, refusal_sentence(refused.refusal))
            else:
                self._found.other_sheets.append(name)
        return self._found

    def _holder_of(self, sheet: str, header: Header) -> str | None:
        """Who holds what no cell gives to anybody; empty where a column does."""
        if self._told.holder or "holder" in header.places:
            return self._told.holder
        if self._holders is None:
            return None
        near = self._holders.bodies_in("\n".join((*header.titles, sheet)))
        found = near or self._holders.bodies_in(self._filename)
        if len(found) != 1:
            return None
        holder = found.pop().short_name
        self._found.guessed.append(Guessed(sheet, holder))
        return holder

    def _read_rows(self, sheet: "_Sheet", rows: Iterable[RawRow]) -> None:
        for row in rows:
            if row.is_blank or sheet.header.is_repeated(row.cells):
                continue
            if row.is_title:
                self._found.titles += 1
                continue
            self._count += 1
            if self._count > MOST_ROWS:
                raise TableRefused(
                    Reason.TOO_MANY_ROWS,
                    sheet=sheet.name,
                    row=row.number,
                    detail=str(MOST_ROWS),
                )
            if place := sheet.stray(row.cells):
                what = _("Something stands in column %(column)s, which has no header.")
                self._fault(sheet.name, row.number, what % {"column": place})
            self._take(read_row(sheet.name, row.number, sheet.cells(row.cells)))

    def _take(self, read: RowRead) -> None:
        self._found.faults += read.faults
        if read.named:
            self._found.named.append(read.named)
        if read.row is None:
            return
        before = self._first.setdefault(read.row.code, read.row)
        if before is read.row:
            self._found.rows.append(read.row)
        else:
            self._fault(read.row.sheet, read.row.row, _twice(read.row, before))

    def _fault(self, sheet: str, row: int, sentence: str) -> None:
        self._found.faults.append(RowFault(sheet, row, sentence))


class _Sheet:
    """A sheet whose header is known, and what one of its rows says of the next."""

    def __init__(self, name: str, header: Header, holder: str) -> None:
        self.name = name
        self.header = header
        self._holder = holder
        self._sub_items = SubItems()
        self._has_strayed = False

    def cells(self, row: Sequence[str]) -> Mapping[str, str]:
        """The cells of a row by our columns, completed from the row above."""
        cells = {
            ours: row[place].strip() if place < len(row) else ""
            for ours, place in self.header.places.items()
        }
        if not self.name:
            cells = {ours: unguarded(cell) for ours, cell in cells.items()}
        whole = self._sub_items.complete(cells)
        return {**whole, "holder": whole.get("holder") or self._holder}

    def stray(self, row: Sequence[str]) -> int | None:
        """The number of a column without header that has something; told once."""
        names = self.header.names
        for place, cell in enumerate(row):
            is_named = place < len(names) and names[place]
            if cell.strip() and not is_named and not self._has_strayed:
                self._has_strayed = True
                return place + 1
        return None


def refusal_sentence(refusal: ColumnsRefused) -> str:
    """What is wrong with the headers of a sheet, in a sentence."""
    if isinstance(refusal, Missing):
        what = _("The header lacks: %(columns)s.")
        lacking = ", ".join(f"{one} ({HEADERS[one][0]})" for one in refusal.columns)
        return what % {"columns": lacking}
    if isinstance(refusal, Ambiguous):
        what = _("Several columns could be the %(column)s: %(headers)s.")
        headers = ", ".join(refusal.headers)
        return what % {"column": refusal.column, "headers": headers}
    return str(refusal)


def _twice(read: PowerRow, before: PowerRow) -> str:
    said = {"code": read.code, "row": before.row, "sheet": before.sheet}
    if before.sheet and before.sheet != read.sheet:
        what = _("The code %(code)s stands in row %(row)s of sheet %(sheet)s already.")
        return what % said
    return _("The code %(code)s stands in row %(row)s already.") % said
