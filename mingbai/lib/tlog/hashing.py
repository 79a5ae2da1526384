"""The hashes of RFC 6962, section 2.1, with SHA-256."""

from collections.abc import Sequence
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry: SHA-256(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def root_hash(hashes: Sequence[bytes]) -> bytes:
    """The Merkle tree hash over these hashes, which stand for equal full subtrees.

    Over leaf hashes it is the root of RFC 6962; over nothing, the empty root.
    """
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    while len(level) > 1:
        pairs = [
            node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)
        ]
        # A last one without a partner rises as it is: RFC 6962 splits at the largest
        # power of two, which gives the same tree.
        level = pairs + level[len(pairs) * 2 :]
    return level[0]
