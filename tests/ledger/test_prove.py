"""A proof that a stranger checks without us."""

import pytest

from mingbai.ledger.models import Leaf
from mingbai.ledger.prove import NotInTheLog, NotYetPublished, inclusion
from mingbai.lib.tlog.proof_file import parse_proof_file
from mingbai.lib.tlog.refused import ProofRefused
from mingbai.places.scoping import within
from tests.ledger.books import Book


def stored(book: Book, leaf: Leaf) -> Leaf:
    with within(book.place, read_only=True):
        return Leaf.objects.get(pk=leaf.pk)


def test_a_waiting_leaf_has_no_proof(book: Book) -> None:
    leaf = book.enter()[0].leaf
    with pytest.raises(NotYetPublished):
        inclusion(leaf=leaf, store=book.store)
    book.turn(steps_done=2)
    with pytest.raises(NotYetPublished):
        inclusion(leaf=stored(book, leaf), store=book.store)


def test_a_changed_leaf_has_no_proof(book: Book) -> None:
    leaf = book.enter()[0].leaf
    book.turn()
    changed = stored(book, leaf)
    changed.commitment = bytes(32)
    with pytest.raises(NotInTheLog):
        inclusion(leaf=changed, store=book.store)


def test_the_proof_file_convinces_a_stranger(book: Book) -> None:
    leaves = [entry.leaf for entry in book.enter(300)]
    book.turn()
    for leaf in (leaves[0], leaves[150], leaves[299]):
        leaf = stored(book, leaf)  # noqa: PLW2901 - now with its position
        proof = parse_proof_file(inclusion(leaf=leaf, store=book.store).text)
        checkpoint = proof.verify(leaf.entry, log_key=book.verifier)
        assert checkpoint.size == book.store.published_size()
        with pytest.raises(ProofRefused):
            proof.verify(leaves[1].entry, log_key=book.verifier)
