"""The log under test; each has a database copy and folders of its own."""

import pytest

from tests.databases.installation import Installation
from tests.ledger.books import Book


@pytest.fixture
def book(committed: Installation) -> Book:
    """试点县's log, not begun yet; opening the county has left leaves that wait."""
    return Book(committed, committed.place)
