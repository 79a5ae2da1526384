"""The Merkle tree over a log's stored tiles, at one size and all smaller ones."""

from mingbai.lib.tlog.hashing import EMPTY_ROOT, HASH_SIZE, node_hash, root_hash
from mingbai.lib.tlog.tiles import BITS, WIDTH, ReadFile, read_tile, width_at


class Tree:
    """Hashes of a log whose files for exactly `size` entries are stored.

    Keeps the tiles it has read for as long as it lives: make one per piece of work.
    Refuses missing tiles and tiles of a wrong length; that the hashes are the right
    ones is proved by comparing a root, a proof or, for all of them, `audit`.
    """

    def __init__(self, read: ReadFile, size: int) -> None:
        self.size = size
        self._read = read
        self._tiles: dict[tuple[int, int], bytes] = {}

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` entries, by default over all."""
        size = self.size if size is None else size
        return self.range_hash(0, size) if size else EMPTY_ROOT

    def leaf(self, index: int) -> bytes:
        """The hash of the entry `index`, counted from 0."""
        return self.range_hash(index, index + 1)

    def range_hash(self, start: int, end: int) -> bytes:
        """The Merkle tree hash over the entries from `start` to before `end`.

        `start` must be a multiple of the largest power of two below the length, as it
        is for every range that RFC 6962 speaks of.
        """
        if not 0 <= start < end <= self.size:
            raise IndexError("The range lies outside the log.")
        left = split_at(end - start)
        if end - start == left * 2 or end - start == 1:
            return self._full(start, end - start)
        middle = start + left
        return node_hash(self._full(start, left), self.range_hash(middle, end))

    def _full(self, start: int, length: int) -> bytes:
        """The hash over a full subtree: `length` is a power of two."""
        height = length.bit_length() - 1
        level, within = divmod(height, BITS)
        first = start >> (BITS * level)
        index, at = divmod(first, WIDTH)
        tile = self._tile(level, index)
        hashes = [
            tile[position * HASH_SIZE : (position + 1) * HASH_SIZE]
            for position in range(at, at + (1 << within))
        ]
        return root_hash(hashes)

    def _tile(self, level: int, index: int) -> bytes:
        if (level, index) not in self._tiles:
            width = width_at(self.size, level, index)
            self._tiles[level, index] = read_tile(self._read, level, index, width)
        return self._tiles[level, index]


def split_at(length: int) -> int:
    """Where RFC 6962 splits: the largest power of two below `length`; 1 for 1."""
    return 1 << max(0, (length - 1).bit_length() - 1)
