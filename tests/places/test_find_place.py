"""From a host name to a place."""

import time

import pytest

from mingbai.places.find_place import (
    UnknownPlace,
    forget_hosts,
    place_of_host,
    place_of_slug,
)
from mingbai.places.models import Host, Place


@pytest.fixture(autouse=True)
def _fresh() -> None:
    forget_hosts()


def test_a_host_that_nobody_registered_has_no_place(place: Place) -> None:
    assert place_of_host("elsewhere.example") is None
    assert place_of_host("") is None


def test_an_unknown_slug_is_refused(place: Place) -> None:
    with pytest.raises(UnknownPlace):
        place_of_slug("nowhere")


@pytest.mark.parametrize("written", ["testserver", "TestServer:8000", "testserver."])
def test_neither_port_nor_case_plays_a_part(place: Place, written: str) -> None:
    assert place_of_host(written) == place


def test_an_address_in_brackets_is_found_without_them(place: Place) -> None:
    Host.objects.create(name="::1", place=place)
    assert place_of_host("[::1]:8000") == place


def test_a_host_registered_just_now_is_found_at_once(place: Place) -> None:
    assert place_of_host("new.example") is None
    Host.objects.create(name="new.example", place=place)
    assert place_of_host("new.example") == place


def test_a_host_taken_away_is_forgotten_within_seconds(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert place_of_host("testserver") == place
    Host.objects.filter(name="testserver").delete()
    assert place_of_host("testserver") == place
    later = time.monotonic() + 6
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert place_of_host("testserver") is None
