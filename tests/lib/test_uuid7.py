"""Keys that sort by time: what they carry, and that they rise."""

import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from mingbai.lib.uuid7 import uuid7, uuid7_time

NOON = datetime(2026, 9, 30, 12, 0, 0, 123_000, tzinfo=UTC)


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        uuid7(datetime(2026, 9, 30))  # noqa: DTZ001 - the naive instant is the point


def test_an_instant_before_1970_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        uuid7(datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC))


def test_the_time_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version 7"):
        uuid7_time(uuid.uuid4())


def test_the_time_of_the_example_in_rfc_9562_is_read() -> None:
    example = uuid.UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
    mountain_time = timezone(timedelta(hours=-5))
    assert uuid7_time(example) == datetime(
        2022, 2, 22, 14, 22, 22, tzinfo=mountain_time
    )


@given(
    st.integers(0, 253_402_300_799_999_999).map(
        lambda us: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)
    )
)
def test_a_key_carries_its_version_variant_and_stated_millisecond(at: datetime) -> None:
    key = uuid7(at)
    assert key.version == 7
    assert key.variant == uuid.RFC_4122
    whole = at.replace(microsecond=at.microsecond // 1000 * 1000)
    assert uuid7_time(key) == whole


def test_keys_of_one_stated_instant_rise() -> None:
    keys = [uuid7(NOON) for _ in range(2_000)]
    assert keys == sorted(set(keys))
    assert {uuid7_time(key) for key in keys} == {NOON}


def test_keys_by_the_clock_rise_and_lie_near_the_clock() -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    keys = [uuid7() for _ in range(2_000)]
    assert keys == sorted(set(keys))
    assert before <= uuid7_time(keys[0])
    assert uuid7_time(keys[-1]) <= datetime.now(UTC) + timedelta(seconds=1)


def test_keys_made_by_several_threads_are_distinct_and_rise_in_each() -> None:
    def many(_: int) -> list[uuid.UUID]:
        return [uuid7() for _ in range(500)]

    with ThreadPoolExecutor(4) as pool:
        batches = list(pool.map(many, range(4)))
    assert all(batch == sorted(batch) for batch in batches)
    assert len({key for batch in batches for key in batch}) == 2_000


def test_keys_still_rise_when_the_clock_is_nudged_back() -> None:
    later = datetime(2030, 1, 1, 12, tzinfo=UTC)
    with time_machine.travel(later, tick=False):
        first = uuid7()
    with time_machine.travel(later - timedelta(seconds=3), tick=False):
        assert uuid7() > first


def test_keys_follow_a_clock_that_was_set_back() -> None:
    with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC), tick=False):
        uuid7()
    earlier = datetime(2029, 1, 1, tzinfo=UTC)
    with time_machine.travel(earlier, tick=False):
        assert uuid7_time(uuid7()) == earlier


def test_a_forked_child_does_not_continue_its_parents_tail() -> None:
    parent = uuid7(NOON)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - the child leaves without a report
        os.write(writing, uuid7(NOON).bytes)
        os._exit(0)
    os.waitpid(child, 0)
    other = uuid.UUID(bytes=os.read(reading, 16))
    os.close(reading)
    os.close(writing)
    # A continued tail would lie within 2**32 of the parent's.
    assert abs(other.int - parent.int) > 1 << 34
