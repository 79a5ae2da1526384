"""Growing, sealing and keeping: what continues is signed, nothing else."""

import pytest

from mingbai.ledger import grow as growing
from mingbai.ledger.clock import now
from mingbai.ledger.grow import LedgerBehind, NotDense, grow
from mingbai.ledger.keep import AnotherHistory, keep
from mingbai.ledger.models import Checkpoint, Leaf
from mingbai.ledger.seal import seal
from mingbai.lib.tlog.checkpoint import Checkpoint as Head
from mingbai.lib.tlog.note import sign
from mingbai.lib.tlog.refused import SigningRefused
from mingbai.lib.tlog.store import Store
from mingbai.lib.tlog.tiles import growth
from mingbai.places.scoping import within
from tests.ledger.books import Book

TAKE_LAST = "UPDATE ledger_leaf SET position = NULL WHERE position >= %s"


def test_a_database_set_back_behind_the_published_log_is_refused(book: Book) -> None:
    book.turn()
    size = book.store.published_size()
    book.behind_our_back("ledger_leaf", TAKE_LAST, [size - 3])
    with within(book.place, read_only=True), pytest.raises(LedgerBehind):
        grow(log=book.log, store=book.store)


def test_a_gap_between_positions_is_refused(book: Book) -> None:
    book.turn()
    size = book.store.published_size()
    book.enter(5)
    book.turn(steps_done=1)
    book.behind_our_back(
        "ledger_leaf",
        "UPDATE ledger_leaf SET position = 999999 WHERE position = %s",
        [size + 1],
    )
    with within(book.place, read_only=True), pytest.raises(NotDense):
        grow(log=book.log, store=book.store)
    assert book.store.published_size() == size


def test_growing_twice_writes_the_same_files(book: Book) -> None:
    book.enter(300)
    book.turn(steps_done=2)
    with within(book.place, read_only=True):
        size = grow(log=book.log, store=book.store)
        files = book.files()
        assert grow(log=book.log, store=book.store) == size
    assert book.files() == files


def test_growing_in_pieces_ends_with_the_files_of_one_piece(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.enter(600)
    book.turn(steps_done=2)
    monkeypatch.setattr(growing, "CHUNK", 256)
    with within(book.place, read_only=True):
        grow(log=book.log, store=book.store)
    at_once = growth(0, book.entries(), book.store.read)
    assert at_once.items() <= book.files().items()


def test_another_history_is_not_signed(book: Book) -> None:
    book.turn()
    signed = book.signer.last_note()
    entries = book.entries()
    forged = Store(book.installation.data / "forged")
    entries[0], entries[1] = entries[1], entries[0]
    entries += entries[:2]
    forged.write(growth(0, entries, forged.read))
    with pytest.raises(SigningRefused):
        seal(store=forged, signer=book.signer, size=len(entries))
    assert book.signer.last_note() == signed


def test_a_shorter_log_is_not_signed(book: Book) -> None:
    book.turn()
    size = book.store.published_size()
    with pytest.raises(SigningRefused):
        seal(store=book.store, signer=book.signer, size=size - 1)


def test_sealing_twice_gives_the_same_note(book: Book) -> None:
    book.turn()
    size = book.store.published_size()
    note = seal(store=book.store, signer=book.signer, size=size)
    assert note == book.store.checkpoint()


def test_another_root_of_a_kept_size_is_refused(book: Book) -> None:
    book.turn()
    size = book.store.published_size()
    key = book.signer._private_key
    other = sign(Head(book.place.origin, size, bytes(32)).text, book.place.origin, key)
    with book.as_sequencer(), within(book.place), pytest.raises(AnotherHistory):
        keep(log=book.log, note=other, at=now())


def test_what_was_published_is_kept(book: Book) -> None:
    book.turn()
    book.enter(3)
    book.turn()
    with within(book.place, read_only=True):
        kept = Checkpoint.objects.get(log=book.log, size=book.store.published_size())
        assert kept.note == book.store.checkpoint()
        assert kept.size == Leaf.objects.size(book.log)
