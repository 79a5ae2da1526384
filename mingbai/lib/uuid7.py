"""Row keys that sort by time: UUID version 7 (RFC 9562, section 5.7).

Bits, from the left: 48 of Unix time in milliseconds, 4 of version, 12 of tail, 2 of
variant, 62 of tail. Within one millisecond the tail grows by a random step (section
6.2, method 2), so that keys stay in order and still can't be guessed from each other.
"""

import os
import secrets
import threading
import uuid
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_TIME_BITS = 48
_TAIL_BITS = 74
_LOW_BITS = 62
# A clock that steps back less than this is being disciplined, and the keys wait for
# it. One that steps back further was set, and keys with its old time would be false.
_PATIENCE_MS = 10_000


class _Sequence:
    """Times and tails handed out so far, each pair greater than the one before."""

    def __init__(self, patience_ms: int) -> None:
        self._patience_ms = patience_ms
        self._lock = threading.Lock()
        self._time_ms = -1
        self._tail = 0

    def next(self, wished_ms: int) -> tuple[int, int]:
        with self._lock:
            lag_ms = self._time_ms - wished_ms
            if lag_ms < 0 or lag_ms > self._patience_ms:
                # The top bit is left clear: room to grow within the millisecond.
                self._time_ms = wished_ms
                self._tail = secrets.randbits(_TAIL_BITS - 1)
            else:
                self._tail += 1 + secrets.randbits(32)
                if self._tail >> _TAIL_BITS:
                    self._time_ms += 1
                    self._tail = secrets.randbits(_TAIL_BITS - 1)
            return self._time_ms, self._tail


class _Sequences:
    """One sequence that follows the clock and one for times stated by callers."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Start anew: a forked child must not repeat its parent's tails."""
        self.clock = _Sequence(_PATIENCE_MS)
        self.stated = _Sequence(0)


_sequences = _Sequences()
os.register_at_fork(after_in_child=_sequences.forget)


def uuid7(at: datetime | None = None) -> uuid.UUID:
    """Return a new key that carries the present millisecond, or that of `at`.

    Keys by the clock rise strictly within a process, from any thread, unless the
    clock is set back by more than ten seconds. Keys of a stated time carry exactly
    that millisecond and rise as long as the stated times don't fall. Refuses a naive
    `at` and one before 1970 with ValueError.
    """
    if at is None:
        wished_ms = (datetime.now(UTC) - _EPOCH) // _MILLISECOND
        time_ms, tail = _sequences.clock.next(wished_ms)
    else:
        time_ms, tail = _sequences.stated.next(_milliseconds(at))
    high, low = tail >> _LOW_BITS, tail & ((1 << _LOW_BITS) - 1)
    return uuid.UUID(int=time_ms << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def uuid7_time(key: uuid.UUID) -> datetime:
    """Return the instant, to the millisecond in UTC, that a version 7 key carries.

    Refuses a key of another version with ValueError.
    """
    if key.version != 7:
        raise ValueError(f"not a version 7 key: {key}")
    return _EPOCH + (key.int >> 80) * _MILLISECOND


def _milliseconds(at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError("a key needs an instant with a time zone")
    time_ms = (at - _EPOCH) // _MILLISECOND
    if not 0 <= time_ms < 1 << _TIME_BITS:
        raise ValueError(f"outside the time a key can carry: {at.isoformat()}")
    return time_ms
