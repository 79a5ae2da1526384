"""From which size on a log has a file: what an archive may take of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingbai.lib.tlog.paths import size_needed
from mingbai.lib.tlog.tiles import bundle_path, tile_path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "tile/0/1",
        "tile/0/000.p/0",
        "tile/64/000",
        "tile/0/../000",
        "tile/entries/x1/000",
        "tile/0/.000.unfinished",
        "tile/0/０００",
        "/tile/0/000",
    ],
)
def test_what_is_no_tile_has_no_size(path: str) -> None:
    assert size_needed(path) is None


@given(st.integers(0, 3), st.integers(0, 5_000_000), st.integers(1, 256))
def test_a_tile_is_there_once_all_its_hashes_are(
    level: int, index: int, width: int
) -> None:
    needed = (index * 256 + width) * 256**level
    assert size_needed(tile_path(level, index, width)) == needed


@given(st.integers(0, 5_000_000), st.integers(1, 256))
def test_a_bundle_is_there_once_all_its_entries_are(index: int, width: int) -> None:
    assert size_needed(bundle_path(index, width)) == index * 256 + width
