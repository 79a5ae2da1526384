"""Paths, bundles and growth of the log's files."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingbai.lib.tlog.audit import audit
from mingbai.lib.tlog.checkpoint import Checkpoint
from mingbai.lib.tlog.refused import FileConflict, FileMissing, Malformed
from mingbai.lib.tlog.tiles import (
    bundle_path,
    decode_bundle,
    encode_bundle,
    growth,
    read_bundle,
    read_entries,
    tile_path,
    width_at,
)
from tests.lib.grown_log import GrownLog, some_entries

few = settings(max_examples=40, deadline=None)


def checkpoint_of(log: GrownLog) -> Checkpoint:
    return Checkpoint("example.test/log1", log.size, log.tree.root())


def test_an_entry_longer_than_its_length_field_is_refused() -> None:
    encode_bundle([b"a" * 65_535])
    with pytest.raises(Malformed, match="65,535"):
        encode_bundle([b"a" * 65_536])


@pytest.mark.parametrize("cut", [1, 2, 3, 4, 5])
def test_a_bundle_cut_within_an_entry_is_refused(cut: int) -> None:
    with pytest.raises(Malformed, match="within an entry"):
        decode_bundle(encode_bundle([b"abcd", b"efgh"])[:-cut])


def test_a_bundle_with_too_few_entries_is_refused() -> None:
    log = GrownLog(some_entries(5))
    log.files["tile/entries/000.p/5"] = encode_bundle(some_entries(4))
    with pytest.raises(Malformed, match="wrong length"):
        read_bundle(log.read, 0, 5)


def test_growth_without_the_right_edge_is_refused() -> None:
    log = GrownLog(some_entries(5))
    log.files.clear()
    with pytest.raises(FileMissing):
        log.extend(some_entries(1))


@pytest.mark.parametrize("kept", ["entries", "hashes"])
def test_an_audit_refuses_a_log_whose_old_entry_was_rewritten(kept: str) -> None:
    honest = GrownLog(some_entries(600))
    signed = checkpoint_of(honest)
    rewritten = GrownLog([b"afterwards", *some_entries(599, start=1)])
    if kept == "hashes":
        rewritten.files |= {
            path: honest.files[path] for path in honest.files if "entries" not in path
        }
    with pytest.raises(FileConflict):
        audit(rewritten.read, signed)


def test_an_audit_refuses_a_missing_bundle() -> None:
    log = GrownLog(some_entries(600))
    del log.files["tile/entries/001"]
    with pytest.raises(FileMissing):
        audit(log.read, checkpoint_of(log))


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 600, 70_000])
def test_an_audit_passes_an_honest_log(size: int) -> None:
    log = GrownLog(some_entries(size))
    audit(log.read, checkpoint_of(log))


def test_paths_are_those_of_the_specification() -> None:
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path(0, 1234) == "tile/0/x001/234"
    assert tile_path(3, 0, 17) == "tile/3/000.p/17"
    assert bundle_path(999) == "tile/entries/999"
    assert bundle_path(1000, 1) == "tile/entries/x001/000.p/1"


def test_a_log_of_seventy_thousand_has_the_tiles_the_specification_names() -> None:
    files = growth(0, some_entries(70_000), GrownLog().read)
    tiles = [path for path in files if "entries" not in path]
    assert len([path for path in tiles if path.startswith("tile/0/")]) == 274
    assert [path for path in tiles if not path.startswith("tile/0/")] == [
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert len(files["tile/0/273.p/112"]) == 112 * 32
    assert [width_at(70_000, level, 0) for level in range(4)] == [256, 256, 1, 0]


def test_a_log_of_one_full_tile_has_a_partial_one_above() -> None:
    assert set(growth(0, some_entries(256), GrownLog().read)) == {
        "tile/entries/000",
        "tile/0/000",
        "tile/1/000.p/1",
    }


def test_nothing_new_needs_no_files() -> None:
    log = GrownLog(some_entries(5))
    assert growth(5, [], log.read) == {}


def test_growth_reads_the_right_edge_only() -> None:
    log = GrownLog(some_entries(70_000))
    read_paths = []

    def read(path: str) -> bytes:
        read_paths.append(path)
        return log.read(path)

    files = growth(70_000, some_entries(200, start=70_000), read)
    assert set(read_paths) == {
        "tile/entries/273.p/112",
        "tile/0/273.p/112",
        "tile/1/001.p/17",
    }
    assert set(files) == {
        "tile/entries/273",
        "tile/entries/274.p/56",
        "tile/0/273",
        "tile/0/274.p/56",
        "tile/1/001.p/18",
    }


def test_partial_files_that_were_cleared_away_are_read_from_the_full_ones() -> None:
    log = GrownLog(some_entries(200))
    old_root = log.tree.root()
    log.extend(some_entries(100, start=200))
    del log.files["tile/0/000.p/200"], log.files["tile/entries/000.p/200"]
    log.size = 200
    assert log.tree.root() == old_root
    assert list(read_entries(log.read, 200)) == some_entries(200)


@few
@given(st.lists(st.integers(0, 700), max_size=6))
def test_a_log_grown_in_any_steps_has_the_files_of_one_grown_at_once(
    steps: list[int],
) -> None:
    log = GrownLog()
    for step in steps:
        log.extend(some_entries(step, start=log.size))
    at_once = GrownLog(some_entries(log.size)).files
    assert {path: log.files[path] for path in at_once} == at_once
    # What the steps left besides are partial files of earlier sizes, all still true.
    for path in set(log.files) - set(at_once):
        full = log.files.get(path.split(".p/")[0]) or _widest(log, path)
        assert full.startswith(log.files[path])


def _widest(log: GrownLog, path: str) -> bytes:
    start = path.split(".p/")[0] + ".p/"
    return max((log.files[p] for p in log.files if p.startswith(start)), key=len)


@few
@given(st.lists(st.binary(max_size=300)), st.data())
def test_entries_come_back_byte_for_byte(
    entries: list[bytes], data: st.DataObject
) -> None:
    assert list(decode_bundle(encode_bundle(entries))) == entries
    log = GrownLog(entries)
    start = data.draw(st.integers(0, len(entries)))
    assert list(read_entries(log.read, log.size, start)) == entries[start:]
