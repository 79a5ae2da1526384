"""Where the log's hashes and entries lie, and which files a longer log needs.

C2SP tlog-tiles: a tile is up to 256 hashes of one level, a bundle up to 256 entries.
Every file is immutable; a growing right edge gets a new partial file (`.p/<width>`).
A log grows by reading its right edge only, so the cost is that of the new entries.
"""

from collections.abc import Callable, Iterator, Sequence

from mingbai.lib.tlog.hashing import HASH_SIZE, leaf_hash, root_hash
from mingbai.lib.tlog.refused import FileMissing, Malformed

WIDTH = 256
BITS = 8
LONGEST_ENTRY = 0xFFFF

# Gives the bytes of a stored path, or raises FileMissing.
ReadFile = Callable[[str], bytes]


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """The path of a tile of hashes: `tile_path(0, 1234, 7)` is tile/0/x001/234.p/7."""
    return f"tile/{level}/{_index_path(index)}{_partial(width)}"


def bundle_path(index: int, width: int = WIDTH) -> str:
    """The path of a bundle of entries: `bundle_path(5)` is tile/entries/005."""
    return f"tile/entries/{_index_path(index)}{_partial(width)}"


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """The entries, each after its length in two bytes; refuses more than 65,535."""
    if any(len(entry) > LONGEST_ENTRY for entry in entries):
        raise Malformed("An entry must not be longer than 65,535 bytes.")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def decode_bundle(bundle: bytes) -> tuple[bytes, ...]:
    """The entries of a bundle; refuses one that is cut short."""
    entries = []
    at = 0
    while at < len(bundle):
        start = at + 2
        at = start + int.from_bytes(bundle[at:start], "big")
        if start > len(bundle) or at > len(bundle):
            raise Malformed("A bundle must not end within an entry.")
        entries.append(bundle[start:at])
    return tuple(entries)


def width_at(size: int, level: int, index: int) -> int:
    """How many hashes tile `index` of `level` has in a log of `size`; 0 if none."""
    return max(0, min(WIDTH, (size >> (BITS * level)) - index * WIDTH))


def read_tile(read: ReadFile, level: int, index: int, width: int) -> bytes:
    """The first `width` hashes of a tile, joined; refuses a file of another length.

    A partial tile may have been cleared away once the full one is there.
    """
    stored, wide = _read_partial_or_full(
        read, tile_path(level, index, width), tile_path(level, index), width
    )
    if len(stored) != wide * HASH_SIZE:
        raise Malformed(
            f"The tile {tile_path(level, index, width)} has a wrong length."
        )
    return stored[: width * HASH_SIZE]


def read_bundle(read: ReadFile, index: int, width: int) -> tuple[bytes, ...]:
    """The first `width` entries of a bundle; refuses a file with another number."""
    stored, wide = _read_partial_or_full(
        read, bundle_path(index, width), bundle_path(index), width
    )
    entries = decode_bundle(stored)
    if len(entries) != wide:
        raise Malformed(f"The bundle {bundle_path(index, width)} has a wrong length.")
    return entries[:width]


def read_entries(read: ReadFile, size: int, start: int = 0) -> Iterator[bytes]:
    """The entries from `start` up to `size`, in order."""
    for index in range(start // WIDTH, -(-size // WIDTH)):
        entries = read_bundle(read, index, width_at(size, 0, index))
        yield from entries[max(0, start - index * WIDTH) :]


def growth(old_size: int, entries: Sequence[bytes], read: ReadFile) -> dict[str, bytes]:
    """The files (path -> bytes) a log of `old_size` needs to hold `entries` as well.

    Reads nothing but the partial files at the right edge of `old_size`. The same
    arguments always give the same files; no entries, none. What it read is not proved
    here: a spoilt edge makes a root that the signer refuses.
    """
    if not entries:
        return {}
    files = _bundles(old_size, entries, read)
    hashes = list(map(leaf_hash, entries))
    level = 0
    while hashes:
        files |= _tiles(level, old_size >> (BITS * level), hashes, read)
        first = (old_size >> (BITS * level)) // WIDTH
        hashes = [
            root_hash(_split(files[path])) for path in _full_paths(level, first, files)
        ]
        level += 1
    return files


def _bundles(
    old_size: int, entries: Sequence[bytes], read: ReadFile
) -> dict[str, bytes]:
    first, kept = divmod(old_size, WIDTH)
    edge = list(read_bundle(read, first, kept)) if kept else []
    every = edge + list(entries)
    files = {}
    for at in range(0, len(every), WIDTH):
        part = every[at : at + WIDTH]
        files[bundle_path(first + at // WIDTH, len(part))] = encode_bundle(part)
    return files


def _tiles(
    level: int, old_count: int, hashes: Sequence[bytes], read: ReadFile
) -> dict[str, bytes]:
    first, kept = divmod(old_count, WIDTH)
    edge = read_tile(read, level, first, kept) if kept else b""
    every = edge + b"".join(hashes)
    files = {}
    for at in range(0, len(every), WIDTH * HASH_SIZE):
        part = every[at : at + WIDTH * HASH_SIZE]
        index = first + at // (WIDTH * HASH_SIZE)
        files[tile_path(level, index, len(part) // HASH_SIZE)] = part
    return files


def _full_paths(level: int, first: int, files: dict[str, bytes]) -> Iterator[str]:
    index = first
    while (path := tile_path(level, index)) in files:
        yield path
        index += 1


def _split(tile: bytes) -> list[bytes]:
    return [tile[at : at + HASH_SIZE] for at in range(0, len(tile), HASH_SIZE)]


def _read_partial_or_full(
    read: ReadFile, partial: str, full: str, width: int
) -> tuple[bytes, int]:
    try:
        return read(partial), width
    except FileMissing:
        return read(full), WIDTH


def _index_path(index: int) -> str:
    last = f"{index % 1000:03d}"
    while index := index // 1000:
        last = f"x{index % 1000:03d}/{last}"
    return last


def _partial(width: int) -> str:
    return "" if width == WIDTH else f".p/{width}"
