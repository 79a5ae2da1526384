"""Logs grown in memory, for the tests of `mingbai.lib.tlog`."""

from collections.abc import Sequence

from mingbai.lib.tlog.refused import FileMissing
from mingbai.lib.tlog.tiles import growth
from mingbai.lib.tlog.tree import Tree


class GrownLog:
    """A log whose files lie in a dict; `extend` is one tick."""

    def __init__(self, entries: Sequence[bytes] = ()) -> None:
        self.files: dict[str, bytes] = {}
        self.size = 0
        self.extend(entries)

    def read(self, path: str) -> bytes:
        try:
            return self.files[path]
        except KeyError as error:
            raise FileMissing(path) from error

    def extend(self, entries: Sequence[bytes]) -> None:
        self.files |= growth(self.size, entries, self.read)
        self.size += len(entries)

    @property
    def tree(self) -> Tree:
        return Tree(self.read, self.size)


def some_entries(count: int, start: int = 0) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(start, start + count)]
