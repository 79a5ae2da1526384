"""Calendar files: whole or refused, with the row that is wrong."""

from datetime import date
from pathlib import Path

import pytest

from mingbai.lib.calendar_file import (
    CalendarDay,
    CalendarFault,
    CalendarRefused,
    DayKind,
    read_calendar_csv,
    working_calendar,
)

SHIPPED = Path(__file__).parents[2] / "mingbai/places/calendars/cn.csv"
HEADER = "date,kind,name"
GOOD = "2026-10-01,holiday,National Day"


@pytest.mark.parametrize(
    ("lines", "row", "fault"),
    [
        ([], 1, CalendarFault.HEADER),
        ([GOOD], 1, CalendarFault.HEADER),
        (["day,kind,name", GOOD], 1, CalendarFault.HEADER),
        ([HEADER], 1, CalendarFault.EMPTY),
        ([HEADER, "", ",,"], 1, CalendarFault.EMPTY),
        ([HEADER, GOOD, "2026-10-02,holiday"], 3, CalendarFault.COLUMNS),
        ([HEADER, GOOD, "2026-10-02,holiday,a,b"], 3, CalendarFault.COLUMNS),
        ([HEADER, GOOD, "2026-02-29,holiday,a"], 3, CalendarFault.DATE),
        ([HEADER, GOOD, "2026/10/02,holiday,a"], 3, CalendarFault.DATE),
        ([HEADER, GOOD, "20261002,holiday,a"], 3, CalendarFault.DATE),
        ([HEADER, GOOD, "2026-W40-5,holiday,a"], 3, CalendarFault.DATE),
        ([HEADER, GOOD, ",holiday,a"], 3, CalendarFault.DATE),
        ([HEADER, "", "2026-10-02,Holiday,a"], 3, CalendarFault.KIND),
        ([HEADER, GOOD, "2026-10-02,休,a"], 3, CalendarFault.KIND),
        ([HEADER, GOOD, "2026-10-02,holiday,"], 3, CalendarFault.NAME),
        ([HEADER, GOOD, "2026-10-01,workday,a"], 3, CalendarFault.TWICE),
        ([HEADER, GOOD, '2026-10-02,holiday,"a"b'], 3, CalendarFault.CSV),
        ([HEADER, GOOD, '2026-10-02,holiday,"a'], 3, CalendarFault.CSV),
    ],
)
def test_a_faulty_file_is_refused_with_its_row(
    lines: list[str], row: int, fault: CalendarFault
) -> None:
    with pytest.raises(CalendarRefused) as refusal:
        read_calendar_csv(lines)
    assert (refusal.value.row, refusal.value.fault) == (row, fault)


def test_days_are_read_in_the_order_of_the_file() -> None:
    lines = ["\ufeffdate, kind ,name", "2026-10-10,workday,国庆节", "", GOOD]
    assert read_calendar_csv(lines) == [
        CalendarDay(date(2026, 10, 10), DayKind.WORKDAY, "国庆节"),
        CalendarDay(date(2026, 10, 1), DayKind.HOLIDAY, "National Day"),
    ]


def test_a_calendar_knows_the_years_its_days_name() -> None:
    calendar = working_calendar(
        [
            CalendarDay(date(2025, 10, 1), DayKind.HOLIDAY, "National Day"),
            CalendarDay(date(2026, 10, 10), DayKind.WORKDAY, "National Day"),
        ]
    )
    assert calendar.loaded_years == {2025, 2026}
    assert calendar.off_days == {date(2025, 10, 1)}
    assert calendar.working_days == {date(2026, 10, 10)}


def test_the_shipped_file_is_read_whole() -> None:
    with SHIPPED.open(encoding="utf-8", newline="") as lines:
        days = read_calendar_csv(lines)
    assert len(days) == 771
    assert {one.day.year for one in days} == set(range(2004, 2027))
    assert sum(one.kind is DayKind.WORKDAY for one in days) == 150
