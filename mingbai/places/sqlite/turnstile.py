"""Two locked files by which threads and processes take turns to write."""

import fcntl
import os
import time
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Final

PATIENCE_SECONDS: Final = 20.0
PAUSE_SECONDS: Final = 0.002


class NoTurn(Exception):
    """The writer before us did not finish within the patience."""


class Turnstile:
    """One writer's way to its turn; each connection has one of its own.

    Whoever waits stands in `queue`, where the kernel lets them in by order of arrival.
    The one at its head tries `turn`, takes it, and makes room in the queue. The locks
    belong to the open files, so whoever dies gives its turn back.
    """

    def __init__(self, database: str) -> None:
        self._paths = (Path(f"{database}-queue"), Path(f"{database}-turn"))
        self._files: tuple[int, int] | None = None
        self._closes: weakref.finalize[..., Turnstile] | None = None
        self.is_held = False

    def take(self) -> None:
        """Wait for the turn; raises NoTurn when the head of the queue waited 20 s."""
        queue, turn = self._open()
        fcntl.flock(queue, fcntl.LOCK_EX)
        try:
            _take_within_patience(turn)
        finally:
            fcntl.flock(queue, fcntl.LOCK_UN)
        self.is_held = True

    def leave(self) -> None:
        """Give the turn to the next; nothing when it isn't ours."""
        if self.is_held and self._files is not None:
            self.is_held = False
            fcntl.flock(self._files[1], fcntl.LOCK_UN)

    def close(self) -> None:
        """Close both files, and with them leave."""
        self.is_held = False
        self._files = None
        if self._closes is not None:
            self._closes()
            self._closes = None

    def _open(self) -> tuple[int, int]:
        if self._files is None:
            flags = os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC
            queue, turn = (os.open(path, flags, 0o644) for path in self._paths)
            self._files = (queue, turn)
            # A thread that ends without a word must not keep its turn.
            self._closes = weakref.finalize(self, _close, queue, turn)
        return self._files


def _take_within_patience(turn: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        if time.monotonic() >= deadline:
            raise NoTurn
        time.sleep(PAUSE_SECONDS)


def _close(*files: int) -> None:
    for file in files:
        os.close(file)
