"""The verb that has a grown log signed, if it continues what was signed before."""

from mingbai.lib.tlog.checkpoint import Checkpoint
from mingbai.lib.tlog.proofs import consistency_proof
from mingbai.lib.tlog.signer import Signer
from mingbai.lib.tlog.store import Store
from mingbai.lib.tlog.tree import Tree


def seal(*, store: Store, signer: Signer, size: int) -> str:
    """The signed checkpoint over the first `size` entries of the stored files.

    The same size again gives the same note. Refuses with SigningRefused, for the
    signer, whatever does not continue the checkpoint signed last.
    """
    tree = Tree(store.read, size)
    last = signer.last()
    continues = last is not None and last.size <= size
    proof = consistency_proof(tree, last.size) if last and continues else ()
    return signer.sign(Checkpoint(signer.name, size, tree.root()), proof)
