"""Positions are dense and given once, in an order that tells nothing."""

import pytest
from django.db import Error, transaction
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from mingbai.ledger.clock import now
from mingbai.ledger.models import Leaf
from mingbai.ledger.tick import Ticked, tick
from mingbai.places.scoping import within
from tests.ledger.books import Book


def ticked(book: Book, limit: int = 100_000) -> Ticked:
    with book.as_sequencer(), within(book.place, durable=True):
        return tick(log=book.log, limit=limit)


def positions(book: Book) -> list[int | None]:
    """In the order in which the leaves were entered."""
    with within(book.place, read_only=True):
        leaves = Leaf.objects.filter(log=book.log).order_by("entered_at", "id")
        return list(leaves.values_list("position", flat=True))


@pytest.mark.postgresql
def test_the_app_may_place_no_leaf(book: Book) -> None:
    with pytest.raises(Error, match="permission denied"), within(book.place):
        tick(log=book.log, limit=1)


def test_a_position_is_set_once(book: Book) -> None:
    ticked(book)
    with book.as_sequencer(), within(book.place):
        leaf = Leaf.objects.filter(position=0)
        with pytest.raises(Error), transaction.atomic():
            leaf.update(position=F("position") + 1_000_000)
        with pytest.raises(Error), transaction.atomic():
            leaf.update(position=None)


def test_a_position_is_taken_once(book: Book) -> None:
    ticked(book)
    book.enter()
    with (
        book.as_sequencer(),
        within(book.place),
        pytest.raises(Error),
        transaction.atomic(),
    ):
        Leaf.objects.waiting(book.log).update(position=0)


def test_positions_are_dense_from_zero(book: Book) -> None:
    book.enter(20)
    first = ticked(book)
    book.enter(30)
    second = ticked(book)
    assert second.size == first.size + 30 == first.given + second.given
    assert sorted(n for n in positions(book) if n is not None) == list(
        range(second.size)
    )


def test_a_tick_without_leaves_changes_nothing(book: Book) -> None:
    before = ticked(book)
    assert ticked(book) == Ticked(0, before.size, {})


def test_the_oldest_leaves_come_first_and_the_rest_waits(book: Book) -> None:
    size = ticked(book).size
    book.enter(10)
    tick_of_four = ticked(book, limit=4)
    assert tick_of_four == Ticked(4, size + 4, None)
    # One more than the limit is looked at, and chance leaves one of those behind.
    newest = positions(book)[-5:]
    assert newest == [None] * 5


def test_the_highest_numbers_are_those_of_the_leaves_placed(book: Book) -> None:
    book.enter(3, year=2025)
    book.enter(5)
    assert ticked(book).highest == {2025: 3, 2026: 5}


def test_the_order_of_arrival_can_not_be_read(book: Book) -> None:
    size = ticked(book).size
    book.enter(300)
    ticked(book)
    placed = [n for n in positions(book) if n is not None and n >= size]
    ranks = range(size, size + 300)
    middle = size + 149.5
    covariance = sum(
        (rank - middle) * (place - middle)
        for rank, place in zip(ranks, placed, strict=True)
    )
    correlation = covariance / sum((rank - middle) ** 2 for rank in ranks)
    # By chance it is 0 ± 0.06; in order of arrival 1, in reverse -1.
    assert abs(correlation) < 0.5


def test_five_thousand_leaves_take_a_handful_of_queries(
    book: Book, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ticked(book)
    with within(book.place, durable=True):
        Leaf.objects.bulk_create(
            Leaf(
                log=book.log,
                kind=Leaf.Kind.EVENT,
                commitment=n.to_bytes(32, "big"),
                entered_at=now(),
            )
            for n in range(5_000)
        )
    with book.as_sequencer(), within(book.place), django_assert_max_num_queries(5):
        assert tick(log=book.log, limit=5_000).given == 5_000
