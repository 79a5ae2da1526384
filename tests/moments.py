"""The instants of the tests: when the county opened, and the frozen present."""

from datetime import UTC, date, datetime
from typing import Final

# Tuesday 2026-09-01, nine o'clock in the county.
OPENED_AT: Final = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
OPENED_ON: Final = date(2026, 9, 1)

# Tuesday 2026-09-22, ten o'clock in the county: National Day lies just ahead.
NOW: Final = datetime(2026, 9, 22, 2, 0, tzinfo=UTC)
TODAY: Final = date(2026, 9, 22)
