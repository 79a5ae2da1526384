"""Numbers are dense, each has its leaf, and a rollback gives the number back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from mingbai.ledger.clock import NotNow
from mingbai.ledger.enter import NotNumbered, enter
from mingbai.ledger.models import Counter, Leaf
from mingbai.lib.commitment import commit
from mingbai.places.models import Place
from mingbai.places.scoping import within
from tests.ledger.books import DUE, RECEIVED, Book, enter_letter
from tests.moments import NOW

C0 = bytes(range(32))


@pytest.mark.parametrize(
    "kind", [Leaf.Kind.EVENT, Leaf.Kind.PUBLIC, Leaf.Kind.MANIFEST]
)
def test_only_letters_and_reports_get_numbers(place: Place, kind: Leaf.Kind) -> None:
    with pytest.raises(NotNumbered):
        enter(
            log=place.pk,
            year=2026,
            kind=kind,
            c0=C0,
            received=RECEIVED,
            due=DUE,
            at=NOW,
        )


def test_a_back_dated_entry_is_refused_and_takes_no_number(place: Place) -> None:
    with pytest.raises(NotNow):
        enter(
            log=place.pk,
            year=2026,
            kind=Leaf.Kind.INTAKE,
            c0=C0,
            received=RECEIVED,
            due=DUE,
            at=NOW - timedelta(days=3),
        )
    assert not Counter.objects.filter(log=place.pk).exists()


def test_an_entry_that_fails_gives_its_number_back(place: Place) -> None:
    with pytest.raises(ValueError, match="32 bytes"), transaction.atomic():
        enter_letter(place.pk, c0=b"too short")
    assert enter_letter(place.pk).number == 1


def test_the_leaf_commits_to_number_and_days(place: Place) -> None:
    first, second = enter_letter(place.pk, c0=C0), enter_letter(place.pk, c0=C0)
    assert (first.ref, second.ref) == ("26-0000001", "26-0000002")
    assert bytes(second.leaf.commitment) == commit(C0, "26-0000002", RECEIVED, DUE)
    assert second.leaf.position is None
    assert second.leaf.entered_at == NOW
    assert not second.leaf.is_late


def test_each_year_counts_from_one(place: Place) -> None:
    years = (2026, 2025, 2026, 2025, 2024)
    entries = [enter_letter(place.pk, year=year) for year in years]
    assert [entry.ref for entry in entries] == [
        "26-0000001",
        "25-0000001",
        "26-0000002",
        "25-0000002",
        "24-0000001",
    ]


def test_an_imported_letter_is_marked_late_for_ever(place: Place) -> None:
    entry = enter(
        log=place.pk,
        year=2012,
        kind=Leaf.Kind.IMPORTED,
        c0=C0,
        received=date(2012, 3, 1),
        due=date(2012, 3, 22),
        at=NOW - timedelta(days=5000),
    )
    stored = Leaf.objects.get(pk=entry.leaf.pk)
    assert stored.is_late
    assert stored.entered_at == NOW


class Interrupted(Exception):
    """Something after the entry went wrong."""


def enter_and_fail(book: Book) -> None:
    with within(book.place, durable=True):
        assert enter_letter(book.log).number == 3
        raise Interrupted


def test_a_rolled_back_letter_leaves_no_gap(book: Book) -> None:
    book.enter(2)
    with pytest.raises(Interrupted):
        enter_and_fail(book)
    assert book.enter()[0].number == 3


def test_numbers_are_dense_when_eight_write_at_once(book: Book) -> None:
    def write(count: int) -> list[int]:
        try:
            return [book.enter()[0].number for _ in range(count)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as writers:
        numbers = [n for each in writers.map(write, [10] * 8) for n in each]
    assert sorted(numbers) == list(range(1, 81))
    with within(book.place, read_only=True):
        assert Leaf.objects.numbered(book.log).count() == 80


def test_the_first_number_of_a_year_is_given_once(book: Book) -> None:
    def first(year: int) -> int:
        try:
            return book.enter(year=year)[0].number
        finally:
            connection.close()

    def pairs() -> Iterator[list[int]]:
        with ThreadPoolExecutor(4) as writers:
            for year in range(2030, 2040):
                yield sorted(writers.map(first, [year] * 4))

    assert list(pairs()) == [[1, 2, 3, 4]] * 10
