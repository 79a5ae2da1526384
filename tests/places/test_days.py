"""Which day it is in a place, and which days count there."""

from datetime import UTC, date, datetime

import pytest

from mingbai.places.days import local_day, working_calendar
from mingbai.places.models import Place


def test_an_instant_without_a_zone_is_refused(place: Place) -> None:
    with pytest.raises(ValueError, match="zone"):
        local_day(datetime(2026, 9, 30, 12))  # noqa: DTZ001  # the point


def test_the_day_turns_at_midnight_in_the_place(place: Place) -> None:
    assert local_day(datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC)) == date(2026, 9, 30)
    assert local_day(datetime(2026, 9, 30, 16, tzinfo=UTC)) == date(2026, 10, 1)


def test_five_working_days_from_the_last_of_september_end_on_the_thirteenth(
    place: Place,
) -> None:
    deadline = working_calendar().add_working_days(date(2026, 9, 30), 5)
    assert deadline.day == date(2026, 10, 13)
    assert not deadline.provisional
