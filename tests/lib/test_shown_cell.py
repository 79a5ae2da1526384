"""What a cell shows."""

from datetime import date, datetime, time, timedelta
from functools import partial

import pytest

from mingbai.lib.shown_cell import shown_cell

# Spreadsheets know no time zones.
naive = partial(datetime, tzinfo=None)


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (None, "General", ""),
        (" 许可\n二 ", "@", " 许可\n二 "),
        ("a_x000D_\nb", "General", "a\r\nb"),
        (True, "General", "TRUE"),
        (False, "General", "FALSE"),
        (0, "General", "0"),
        (42, "General", "42"),
        (42.0, "General", "42"),
        (-42.0, "General", "-42"),
        (0.1 + 0.2, "General", "0.3"),
        (1234.5, "#,##0.00", "1234.5"),
        (110105199001011234, "General", "110105199001011234"),
        (110105199001011234, "0", "110105199001011234"),
        (2026.0, "0", "2026"),
        (12.75, "0", "12.75"),
        (42, "000000", "000042"),
        (42.0, "000000", "000042"),
        (-42, "000000", "-000042"),
        (1_234_567, "000000", "1234567"),
        (3.5, "0.00", "3.50"),
        (2.675, "0.00", "2.68"),
        (0.5, "00.0", "00.5"),
        (0.125, "0%", "13%"),
        (0.125, "0.0%", "12.5%"),
        (1e300, "0.00", "1e+300"),
        (float("inf"), "0.00", "inf"),
        (naive(2026, 9, 30), "yyyy-mm-dd", "2026-09-30"),
        (naive(2026, 9, 30, 14, 5), "m/d/yy h:mm", "2026-09-30 14:05:00"),
        (
            naive(2026, 9, 30, 23, 59, 59, 999_000),
            "yyyy-mm-dd h:mm:ss",
            "2026-10-01",
        ),
        (date(2026, 9, 30), "yyyy-mm-dd", "2026-09-30"),
        (time(14, 5), "h:mm", "14:05:00"),
        (timedelta(hours=26, minutes=3, seconds=4), "[h]:mm:ss", "26:03:04"),
    ],
)
def test_a_cell_shows_what_a_person_sees(
    value: object, number_format: str, shown: str
) -> None:
    assert shown_cell(value, number_format) == shown
