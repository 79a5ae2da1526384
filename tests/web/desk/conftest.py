"""The desks of a test: each official signs in once and goes on in the same browser."""

from functools import cache

import pytest

from mingbai.places.models import Place
from tests.web.desk.work import Desk, at_desk


@pytest.fixture
def desk(place: Place) -> Desk:
    """The browser of the official with that login."""
    return cache(at_desk)
