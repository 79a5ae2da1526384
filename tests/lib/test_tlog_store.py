"""The folder of a log: durable, immutable, and complete after any kill."""

import errno
import multiprocessing
import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingbai.lib.tlog import note
from mingbai.lib.tlog.audit import audit
from mingbai.lib.tlog.checkpoint import Checkpoint, parse_checkpoint
from mingbai.lib.tlog.refused import FileConflict, FileMissing, Malformed
from mingbai.lib.tlog.store import Store
from mingbai.lib.tlog.tiles import growth
from mingbai.lib.tlog.tree import Tree
from tests.lib.grown_log import GrownLog, some_entries

if TYPE_CHECKING:
    from _typeshed import HasFileno

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "example.test/log1"
FORK = multiprocessing.get_context("fork")


def signed(log: GrownLog, size: int | None = None) -> str:
    size = log.size if size is None else size
    checkpoint = Checkpoint(ORIGIN, size, log.tree.root(size))
    return note.sign(checkpoint.text, ORIGIN, SECRET)


def tick(folder: Path, entries: list[bytes]) -> None:
    """Brings the folder up to `entries`, as the sequencer does."""
    store = Store(folder)
    old_size = store.published_size()
    store.write(growth(old_size, entries[old_size:], store.read))
    root = Tree(store.read, len(entries)).root()
    checkpoint = Checkpoint(ORIGIN, len(entries), root)
    store.publish(note.sign(checkpoint.text, ORIGIN, SECRET))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def run_and_kill(at_call: int, act: Callable[[], None]) -> bool:
    """Runs `act` in a process that dies at its n-th fsync; whether it died."""
    process = FORK.Process(target=_dying, args=(at_call, act))
    process.start()
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def _dying(at_call: int, act: Callable[[], None]) -> None:
    fsync = os.fsync
    calls = 0

    def dying_fsync(fd: "int | HasFileno") -> None:
        nonlocal calls
        calls += 1
        if calls == at_call:
            os.kill(os.getpid(), signal.SIGKILL)
        fsync(fd)

    os.fsync = dying_fsync
    act()


@pytest.mark.parametrize("path", ["tile/0/000", "tile/entries/000", "tile/0/001.p/44"])
def test_a_stored_file_is_not_rewritten(tmp_path: Path, path: str) -> None:
    files = GrownLog(some_entries(300)).files
    store = Store(tmp_path)
    store.write(files)
    before = contents(tmp_path)
    with pytest.raises(FileConflict, match=path):
        store.write({path: files[path][:-1] + b"!"})
    assert contents(tmp_path) == before


def test_a_checkpoint_without_its_tiles_is_not_published(tmp_path: Path) -> None:
    log = GrownLog(some_entries(300))
    store = Store(tmp_path)
    with pytest.raises(FileMissing):
        store.publish(signed(log))
    store.write(GrownLog([b"another", *some_entries(299)]).files)
    with pytest.raises(FileConflict, match="do not lead"):
        store.publish(signed(log))
    assert store.checkpoint() is None


def test_a_smaller_checkpoint_is_not_published(tmp_path: Path) -> None:
    log = GrownLog(some_entries(300))
    store = Store(tmp_path)
    store.write(log.files)
    store.publish(signed(log))
    with pytest.raises(FileConflict, match="larger"):
        store.publish(signed(log, 299))
    assert store.checkpoint() == signed(log)


def test_a_text_that_is_no_signed_checkpoint_is_not_published(tmp_path: Path) -> None:
    for text in ("", Checkpoint(ORIGIN, 1, bytes(32)).text, "hello\n\n— a YWFhYWE=\n"):
        with pytest.raises(Malformed):
            Store(tmp_path).publish(text)


def test_a_file_that_is_not_stored_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="tile/0/000"):
        Store(tmp_path / "nothing").read("tile/0/000")


def test_a_disk_that_cannot_sync_stops_the_tick_before_it_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing_fsync(descriptor: int) -> None:
        raise OSError(errno.EIO, "the disk is gone")

    entries = some_entries(300)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing_fsync)
        with pytest.raises(OSError, match="the disk is gone"):
            tick(tmp_path, entries)
    assert Store(tmp_path).checkpoint() is None
    tick(tmp_path, entries)
    assert contents(tmp_path)["checkpoint"].decode() == signed(GrownLog(entries))


def test_a_tick_killed_at_any_sync_is_completed_to_the_same_bytes(
    tmp_path: Path,
) -> None:
    before, entries = some_entries(300), some_entries(600)
    tick(tmp_path / "whole", before)
    tick(tmp_path / "whole", entries)
    at_call = 0
    died = True
    while died:
        at_call += 1
        folder = tmp_path / f"killed-{at_call}"
        tick(folder, before)
        died = run_and_kill(at_call, partial(tick, folder, entries))
        published = parse_checkpoint(note.parse(Store(folder).checkpoint() or "").text)
        audit(Store(folder).read, published)
        tick(folder, entries)
        assert contents(folder) == contents(tmp_path / "whole")
    # Nine files, their folders, the checkpoint: a loop that ends early proves nothing.
    assert at_call > 12


def test_two_writers_of_the_same_log_do_not_disturb_each_other(tmp_path: Path) -> None:
    entries = some_entries(2_000)
    writers = [FORK.Process(target=tick, args=(tmp_path, entries)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0] * 4
    log = GrownLog(entries)
    assert contents(tmp_path) == log.files | {"checkpoint": signed(log).encode()}


def test_the_same_files_again_change_nothing(tmp_path: Path) -> None:
    tick(tmp_path, some_entries(300))
    before = contents(tmp_path)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("tile/**/*")}
    tick(tmp_path, some_entries(300))
    Store(tmp_path).write(GrownLog(some_entries(300)).files)
    assert contents(tmp_path) == before
    assert times == {path: path.stat().st_mtime_ns for path in times}


def test_a_log_rebuilt_from_its_entries_has_the_same_bytes(tmp_path: Path) -> None:
    entries = some_entries(600)
    for size in (1, 255, 256, 300, 600):
        tick(tmp_path / "grown", entries[:size])
    tick(tmp_path / "rebuilt", entries)
    grown, rebuilt = contents(tmp_path / "grown"), contents(tmp_path / "rebuilt")
    assert {path: grown[path] for path in rebuilt} == rebuilt
    assert all(".p/" in path for path in set(grown) - set(rebuilt))


def test_an_empty_log_is_published_without_tiles(tmp_path: Path) -> None:
    tick(tmp_path, [])
    assert set(contents(tmp_path)) == {"checkpoint"}
    assert Store(tmp_path).published_size() == 0
