"""The ledger's clock takes nobody's word for the time."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from mingbai.ledger.clock import NotNow, check
from tests.moments import NOW

TWO_MINUTES = timedelta(minutes=2)


@pytest.mark.parametrize("far", [TWO_MINUTES, -TWO_MINUTES])
def test_a_time_more_than_two_minutes_away_is_refused(
    clock: time_machine.Traveller, far: timedelta
) -> None:
    second = timedelta(seconds=1) if far > timedelta() else timedelta(seconds=-1)
    assert check(NOW + far) == NOW
    with pytest.raises(NotNow):
        check(NOW + far + second)


@pytest.mark.parametrize("is_late", [False, True])
def test_a_time_without_its_zone_is_refused(is_late: bool) -> None:
    with pytest.raises(NotNow):
        check(datetime(2026, 9, 22), is_late=is_late)  # noqa: DTZ001 - that is the point


def test_a_late_entry_is_stamped_with_the_present(
    clock: time_machine.Traveller,
) -> None:
    assert check(datetime(2012, 3, 1, tzinfo=UTC), is_late=True) == NOW
