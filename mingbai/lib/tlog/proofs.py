"""Inclusion and consistency proofs of RFC 6962: made from a tree, verified alone.

The making follows RFC 6962, sections 2.1.1 and 2.1.2; the verifying, which needs no
tree, follows RFC 9162, sections 2.1.3.2 and 2.1.4.2.
"""

from collections.abc import Sequence

from mingbai.lib.tlog.hashing import EMPTY_ROOT, HASH_SIZE, node_hash
from mingbai.lib.tlog.refused import ProofRefused
from mingbai.lib.tlog.tree import Tree, split_at

Proof = tuple[bytes, ...]


def inclusion_proof(tree: Tree, index: int, size: int | None = None) -> Proof:
    """The hashes, sibling first, that lead from entry `index` to the root at `size`."""
    size = tree.size if size is None else size
    if not 0 <= index < size <= tree.size:
        raise IndexError("The entry or the size lies outside the log.")
    start, end = 0, size
    siblings: list[bytes] = []
    while end - start > 1:
        middle = start + split_at(end - start)
        if index < middle:
            siblings.append(tree.range_hash(middle, end))
            end = middle
        else:
            siblings.append(tree.range_hash(start, middle))
            start = middle
    return tuple(reversed(siblings))


def consistency_proof(tree: Tree, old_size: int, size: int | None = None) -> Proof:
    """The hashes that show the log at `old_size` to be the beginning of the other.

    Empty when the sizes are equal or the old log was empty: nothing is to be shown.
    """
    size = tree.size if size is None else size
    if not 0 <= old_size <= size <= tree.size:
        raise IndexError("A size lies outside the log.")
    if old_size in (0, size):
        return ()
    start, end = 0, size
    hashes: list[bytes] = []
    while end != old_size:
        middle = start + split_at(end - start)
        if old_size <= middle:
            hashes.append(tree.range_hash(middle, end))
            end = middle
        else:
            hashes.append(tree.range_hash(start, middle))
            start = middle
    # The verifier holds the old root itself; only a later part of it must be told.
    if start:
        hashes.append(tree.range_hash(start, end))
    return tuple(reversed(hashes))


def verify_inclusion(
    leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Refuses unless `leaf_hash` is entry `index` of the log of this size and root."""
    _check_hashes(leaf_hash, root, *proof)
    if not 0 <= index < size:
        raise ProofRefused("The entry's index does not lie within the log.")
    position, last, current = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            raise ProofRefused("The inclusion proof is longer than the log is high.")
        if position & 1 or position == last:
            current = node_hash(sibling, current)
            shift = _shift_to_right_child(position)
            position, last = position >> shift, last >> shift
        else:
            current = node_hash(current, sibling)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise ProofRefused("The inclusion proof is shorter than the log is high.")
    if current != root:
        raise ProofRefused("The inclusion proof does not lead to the log's root.")


def verify_consistency(
    old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """Refuses unless the log at `old_size` is the beginning of the log at `size`."""
    _check_hashes(old_root, root, *proof)
    if not 0 <= old_size <= size:
        raise ProofRefused("A log cannot have become smaller.")
    if old_size in (0, size):
        _verify_without_proof(old_size, old_root, size, root, proof)
    elif not proof:
        raise ProofRefused("The consistency proof is empty.")
    else:
        _verify_growth(old_size, old_root, size, root, proof)


def _verify_without_proof(
    old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    if proof:
        raise ProofRefused("The consistency proof must be empty for these sizes.")
    if old_size == 0 and old_root != EMPTY_ROOT:
        raise ProofRefused("The root of an empty log must be the hash of nothing.")
    if old_size == size and old_root != root:
        raise ProofRefused("Two logs of the same size have different roots.")


def _verify_growth(
    old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    is_full = old_size & (old_size - 1) == 0
    first, *rest = (old_root, *proof) if is_full else proof
    old_last = old_size - 1
    shift = (old_last ^ (old_last + 1)).bit_length() - 1
    position, last = old_last >> shift, (size - 1) >> shift
    old_current = current = first
    for sibling in rest:
        if last == 0:
            raise ProofRefused("The consistency proof is longer than the log is high.")
        if position & 1 or position == last:
            old_current = node_hash(sibling, old_current)
            current = node_hash(sibling, current)
            shift = _shift_to_right_child(position)
            position, last = position >> shift, last >> shift
        else:
            current = node_hash(current, sibling)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise ProofRefused("The consistency proof is shorter than the log is high.")
    if old_current != old_root:
        raise ProofRefused("The old log is not the beginning of the new one.")
    if current != root:
        raise ProofRefused("The consistency proof does not lead to the new root.")


def _shift_to_right_child(position: int) -> int:
    """How far up until `position` is a right child: a last one rises alone."""
    return (position & -position).bit_length() - 1


def _check_hashes(*hashes: bytes) -> None:
    if any(len(digest) != HASH_SIZE for digest in hashes):
        raise ProofRefused("Every hash of a proof must be exactly 32 bytes long.")
