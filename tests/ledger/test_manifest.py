"""The daily manifest adds up, or it is not written."""

from datetime import date

import pytest

from mingbai.ledger.clock import now
from mingbai.ledger.manifest import (
    DoesNotAddUp,
    Version,
    newest_versions,
    write_manifest,
)
from mingbai.ledger.models import Leaf
from mingbai.places.scoping import within
from tests.ledger.books import Book


@pytest.mark.parametrize("highest", [{2026: 2}, {2026: 4}, {2025: 1, 2026: 3}, {}])
def test_numbers_that_do_not_add_up_are_not_written(
    book: Book, highest: dict[int, int]
) -> None:
    book.enter(3)
    book.turn(steps_done=2)
    with book.as_sequencer(), within(book.place):
        size = Leaf.objects.size(book.log)
        with pytest.raises(DoesNotAddUp):
            write_manifest(
                log=book.log,
                day=date(2026, 9, 22),
                size=size,
                highest=highest,
                at=now(),
            )
        assert not Leaf.objects.filter(kind=Leaf.Kind.MANIFEST).exists()


def test_the_manifest_gives_sums_and_newest_versions(book: Book) -> None:
    book.enter(3)
    book.enter(2, year=2025)
    first = book.publish_version("power/QH-001", 1)
    book.publish_version("power/QH-002", 1)
    book.publish_version("power/QH-001", 2)
    book.turn()
    with within(book.place, read_only=True):
        manifest = Leaf.objects.get(kind=Leaf.Kind.MANIFEST)
        first.refresh_from_db()
        stated = manifest.opening.stated or {}
        newest = newest_versions(book.log, stated["size"])
    assert stated["highest"] == {"2025": 2, "2026": 3}
    assert stated["objects"] == {
        name: version.position for name, version in newest.items()
    }
    assert newest["power/QH-001"].version == 2
    assert newest["power/QH-001"].position != first.position


def test_of_the_same_version_the_later_leaf_holds(book: Book) -> None:
    book.publish_version("power/QH-001", 1)
    book.turn()
    again = book.publish_version("power/QH-001", 1)
    book.turn()
    with within(book.place, read_only=True):
        again.refresh_from_db()
        assert again.position is not None
        newest = newest_versions(book.log, again.position + 1)
    assert newest["power/QH-001"] == Version(1, again.position)
