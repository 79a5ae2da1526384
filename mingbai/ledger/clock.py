"""The ledger's clock: Python's, never the database's, and no setting moves it."""

from datetime import UTC, datetime, timedelta
from typing import Final

ALLOWANCE: Final = timedelta(minutes=2)


class NotNow(Exception):
    """An act states a time that is not now, and does not say that it is late."""


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def check(at: datetime, *, is_late: bool = False) -> datetime:
    """The instant to stamp an entry with: the clock's own, never the stated one.

    Refuses with NotNow an `at` more than two minutes away, before or after, unless the
    entry is marked late for ever; and a time without zone, late or not.
    """
    if at.tzinfo is None:
        raise NotNow("a stated time needs its zone")
    stamped = now()
    if not is_late and abs(stamped - at) > ALLOWANCE:
        raise NotNow("the stated time is more than two minutes from the ledger's")
    return stamped
