"""Recomputing a stored log from its entries: for verifiers, and after a restore."""

from collections.abc import Iterable
from itertools import islice

from mingbai.lib.tlog.checkpoint import Checkpoint
from mingbai.lib.tlog.hashing import leaf_hash, root_hash
from mingbai.lib.tlog.refused import FileConflict
from mingbai.lib.tlog.tiles import (
    BITS,
    WIDTH,
    ReadFile,
    read_entries,
    read_tile,
    tile_path,
    width_at,
)
from mingbai.lib.tlog.tree import Tree


def audit(read: ReadFile, checkpoint: Checkpoint) -> None:
    """Refuses unless every stored tile follows from the entries, up to the root.

    Reads and hashes the whole log, one bundle after another, and names the first file
    that is missing or differs. The caller has verified the checkpoint's signature.
    """
    hashes: Iterable[bytes] = map(leaf_hash, read_entries(read, checkpoint.size))
    level = 0
    while checkpoint.size >> (BITS * level):
        hashes = _audit_level(read, checkpoint.size, level, hashes)
        level += 1
    if Tree(read, checkpoint.size).root() != checkpoint.root:
        raise FileConflict("The entries do not lead to the checkpoint's root.")


def _audit_level(
    read: ReadFile, size: int, level: int, hashes: Iterable[bytes]
) -> list[bytes]:
    """The hashes of the level above, once every tile of this one was compared."""
    remaining = iter(hashes)
    above = []
    index = 0
    while width := width_at(size, level, index):
        expected = list(islice(remaining, width))
        if read_tile(read, level, index, width) != b"".join(expected):
            path = tile_path(level, index, width)
            raise FileConflict(f"The file {path} does not follow from the entries.")
        if width == WIDTH:
            above.append(root_hash(expected))
        index += 1
    return above
