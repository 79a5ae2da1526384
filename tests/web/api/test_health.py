"""What a watchman reads every minute."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client

from mingbai.places.models import Errand, Place
from mingbai.places.scoping import within
from tests.ledger.books import Book, enter_letter
from tests.ledger.conftest import book
from tests.moments import NOW

__all__ = ["book"]


@pytest.fixture
def at_work(place: Place) -> Place:
    """The worker has just had its round, and no leaf waits."""
    beat(0)
    return place


def beat(seconds_ago: int) -> None:
    Errand.objects.create(
        place_id=Place.objects.get(slug="shidian").pk,
        kind="worker.beat",
        subject=Place.objects.get(slug="shidian").pk,
        due_at=NOW,
        claimed_at=NOW - timedelta(seconds=seconds_ago),
    )


def health() -> tuple[int, dict[str, int | None]]:
    answer = Client().get("/healthz")
    assert "no-cache" in answer.headers["Cache-Control"]
    return answer.status_code, answer.json()


def test_without_a_worker_all_is_not_well(place: Place) -> None:
    status, numbers = health()
    assert status == HTTPStatus.SERVICE_UNAVAILABLE
    assert numbers["worker_seconds"] is None


def test_a_worker_that_stands_still_is_told(
    place: Place, clock: time_machine.Traveller
) -> None:
    beat(3600)
    status, numbers = health()
    assert status == HTTPStatus.SERVICE_UNAVAILABLE
    assert numbers["worker_seconds"] == 3600


def test_a_sequencer_that_stands_still_is_told(at_work: Place) -> None:
    # Leaves of the county's opening, three weeks ago, were never sequenced.
    status, numbers = health()
    assert status == HTTPStatus.SERVICE_UNAVAILABLE
    assert (numbers["sequencer_seconds"] or 0) > 20 * 24 * 3600


def test_numbers_alone_are_told(at_work: Place) -> None:
    enter_letter(at_work.pk)
    _, numbers = health()
    assert numbers.keys() == {"database", "worker_seconds", "sequencer_seconds"}
    assert all(isinstance(number, int) for number in numbers.values())


def test_all_at_work_is_well(book: Book) -> None:
    book.turn()
    now = datetime.now(UTC)
    with within(book.place, durable=True):
        Errand.objects.create(
            place_id=book.log,
            kind="worker.beat",
            subject=book.log,
            due_at=now,
            claimed_at=now,
        )
    status, numbers = health()
    assert status == HTTPStatus.OK
    assert numbers["sequencer_seconds"] == 0
