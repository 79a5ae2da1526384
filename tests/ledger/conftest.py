"""The log under test; each has a database copy and folders of its own."""

from contextlib import suppress

import pytest
from django.conf import settings

from mingbai.lib.keyring import KeyRing
from mingbai.lib.log_keys import LogKeyExists
from tests.databases.installation import Installation
from tests.ledger.books import Book


@pytest.fixture
def book(committed: Installation) -> Book:
    """试点县's log, not begun yet; opening the county has left leaves that wait."""
    place = committed.place
    with suppress(LogKeyExists):
        KeyRing.open(settings.KEYS).create_log_key(place.origin)
    return Book(committed, place)
