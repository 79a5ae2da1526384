"""Reading a working calendar from a CSV file with the columns date, kind and name."""

import csv
import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mingbai.lib.calendar import WorkingCalendar

HEADER = ["date", "kind", "name"]


class DayKind(enum.StrEnum):
    """What the file says of a day; the values are the words in the file."""

    HOLIDAY = "holiday"  # nobody works
    WORKDAY = "workday"  # a make-up working day


@dataclass(frozen=True)
class CalendarDay:
    """A day that differs from the ordinary week, and the occasion."""

    day: date
    kind: DayKind
    name: str


class CalendarFault(enum.Enum):
    """Why a calendar file is refused."""

    HEADER = "header"  # the first row is not date,kind,name
    EMPTY = "empty"  # no day below the header
    COLUMNS = "columns"  # a row without exactly three cells
    DATE = "date"  # not a date such as 2026-10-01
    KIND = "kind"  # neither holiday nor workday
    NAME = "name"  # no occasion
    TWICE = "twice"  # the day stands in the file already
    CSV = "csv"  # broken quotes or control characters


class CalendarRefused(Exception):
    """The file is no calendar: `row` counts from 1, the header; `fault` tells why."""

    def __init__(self, row: int, fault: CalendarFault) -> None:
        super().__init__(f"row {row}: {fault.value}")
        self.row = row
        self.fault = fault


def read_calendar_csv(lines: Iterable[str]) -> list[CalendarDay]:
    """Return the days of a calendar file, in its order.

    Blank rows are passed over, a byte order mark is taken. Refuses the whole file with
    CalendarRefused at its first fault: half a calendar would move deadlines silently.
    """
    days: list[CalendarDay] = []
    seen: set[date] = set()
    last = 1
    for row, cells in _rows(lines):
        last = row
        day = _day(row, cells)
        if day.day in seen:
            raise CalendarRefused(row, CalendarFault.TWICE)
        seen.add(day.day)
        days.append(day)
    if not days:
        raise CalendarRefused(last, CalendarFault.EMPTY)
    return days


def working_calendar(days: Iterable[CalendarDay]) -> WorkingCalendar:
    """Return the calendar of these days, loaded for every year that one names."""
    known = list(days)
    return WorkingCalendar(
        off_days=frozenset(one.day for one in known if one.kind is DayKind.HOLIDAY),
        working_days=frozenset(one.day for one in known if one.kind is DayKind.WORKDAY),
        loaded_years=frozenset(one.day.year for one in known),
    )


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, strict=True)
    try:
        header = [cell.strip().removeprefix("\ufeff") for cell in next(reader, [])]
        if header != HEADER:
            raise CalendarRefused(1, CalendarFault.HEADER)
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed):
                yield reader.line_num, trimmed
    except csv.Error as error:
        raise CalendarRefused(reader.line_num, CalendarFault.CSV) from error


def _day(row: int, cells: list[str]) -> CalendarDay:
    if len(cells) != len(HEADER):
        raise CalendarRefused(row, CalendarFault.COLUMNS)
    written, kind, name = cells
    if not name:
        raise CalendarRefused(row, CalendarFault.NAME)
    if kind not in list(DayKind):
        raise CalendarRefused(row, CalendarFault.KIND)
    return CalendarDay(_date(row, written), DayKind(kind), name)


def _date(row: int, written: str) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise CalendarRefused(row, CalendarFault.DATE) from error
    # fromisoformat also takes 20261001 and 2026-W40-4: one way to write is enough.
    if day.isoformat() != written:
        raise CalendarRefused(row, CalendarFault.DATE)
    return day
