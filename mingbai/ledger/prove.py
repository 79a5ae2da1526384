"""What shows a stranger, without us, that a leaf stands in the public log."""

from mingbai.ledger.models import Leaf
from mingbai.lib.tlog.checkpoint import parse_checkpoint
from mingbai.lib.tlog.hashing import leaf_hash
from mingbai.lib.tlog.note import parse
from mingbai.lib.tlog.proof_file import ProofFile
from mingbai.lib.tlog.proofs import inclusion_proof
from mingbai.lib.tlog.store import Store
from mingbai.lib.tlog.tree import Tree


class NotYetPublished(Exception):
    """The leaf waits for the next signed checkpoint."""


class NotInTheLog(Exception):
    """Another entry stands where this leaf should: the database was changed."""


def inclusion(*, leaf: Leaf, store: Store) -> ProofFile:
    """The proof under the published checkpoint; its `.text` is a `.tlog-proof` file.

    Refuses a leaf that is not published yet, and one that the log contradicts.
    """
    note = store.checkpoint()
    size = parse_checkpoint(parse(note).text).size if note else 0
    if note is None or leaf.position is None or leaf.position >= size:
        raise NotYetPublished
    tree = Tree(store.read, size)
    if tree.leaf(leaf.position) != leaf_hash(leaf.entry):
        raise NotInTheLog(str(leaf.position))
    return ProofFile(leaf.position, inclusion_proof(tree, leaf.position), note)
