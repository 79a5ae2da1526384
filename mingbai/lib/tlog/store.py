"""A log's files in a folder, written so that no crash leaves a half-truth.

The folder can be served as it is by any web server. Files of the tree are immutable:
written once, never changed. Only `checkpoint` is replaced, and always last.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mingbai.lib.tlog.checkpoint import parse_checkpoint
from mingbai.lib.tlog.note import parse
from mingbai.lib.tlog.refused import FileConflict, FileMissing
from mingbai.lib.tlog.tree import Tree

CHECKPOINT = "checkpoint"


class Store:
    """The folder of one log; it is made when first written to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, path: str) -> bytes:
        """The bytes of a tile or bundle; refuses one that is not stored."""
        try:
            return (self.folder / path).read_bytes()
        except FileNotFoundError as error:
            raise FileMissing(f"The file {path} is not stored.") from error

    def checkpoint(self) -> str | None:
        """The published checkpoint, a signed note; None if none was published yet."""
        try:
            return self.read(CHECKPOINT).decode()
        except FileMissing:
            return None

    def published_size(self) -> int:
        """How many entries the published checkpoint counts; 0 without one."""
        published = self.checkpoint()
        return parse_checkpoint(parse(published).text).size if published else 0

    def write(self, files: Mapping[str, bytes]) -> None:
        """Makes these files durable; those that stand there already are left alone.

        When it returns, they survive a loss of power. Killed in between, it can be
        called again with the same files. Refuses a file that stands there with other
        bytes: published hashes are not rewritten.
        """
        with self._alone():
            folders = {self.folder}
            for path, content in files.items():
                target = self.folder / path
                folders |= self._make_folders(target.parent)
                self._write_once(target, content)
            self._make_entries_durable(folders)

    def publish(self, note: str) -> None:
        """Replaces the published checkpoint, durably. Call it after `write`.

        Refuses a smaller log than the published one, and a checkpoint whose root does
        not follow from the stored files.
        """
        checkpoint = parse_checkpoint(parse(note).text)
        with self._alone():
            if checkpoint.size < self.published_size():
                raise FileConflict("A larger log than this one is already published.")
            if Tree(self.read, checkpoint.size).root() != checkpoint.root:
                raise FileConflict("The stored files do not lead to this root.")
            _replace(self.folder / CHECKPOINT, note.encode())
            _fsync_folder(self.folder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two writers take turns, or one could rename the other's unfinished file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _make_folders(self, folder: Path) -> set[Path]:
        """The folders from here up to the log's own, all of which now exist."""
        folder.mkdir(parents=True, exist_ok=True)
        above = folder.relative_to(self.folder).parents
        return {folder, *(self.folder / part for part in above)}

    def _write_once(self, target: Path, content: bytes) -> None:
        if not target.exists():
            _replace(target, content)
        elif target.read_bytes() != content:
            path = target.relative_to(self.folder)
            raise FileConflict(f"The file {path} is stored with other bytes.")

    def _make_entries_durable(self, folders: set[Path]) -> None:
        # A run killed after renaming left names that may not be durable yet, so every
        # folder is synced, not only those in which this run wrote.
        for folder in sorted(folders):
            _fsync_folder(folder)
        _fsync_folder(self.folder.parent)


def _replace(target: Path, content: bytes) -> None:
    """The unfinished file has a fixed name: the next run overwrites a crash's rest."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
