"""The log under test; each has a database copy, a key and folders of its own."""

import pytest
from pytest_django import Settings

from mingbai.lib.log_keys import LogKeys
from tests.databases.installation import Installation
from tests.ledger.books import Book


@pytest.fixture
def book(committed: Installation, settings: Settings) -> Book:
    """试点县's log, not begun yet; opening the county has left leaves that wait."""
    settings.KEYS = committed.data / "keys"
    keys = LogKeys(committed.data / "keys" / "logs")
    keys.create()
    place = committed.place
    keys.create_key(place.origin)
    return Book(committed, place)
