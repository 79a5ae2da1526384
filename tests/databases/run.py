"""The folder of one pytest run, shared by its workers and removed when it ends."""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

VARIABLE: Final = "MINGBAI_TEST_RUN"

_at_the_end: list[Callable[[], None]] = []


def run_folder() -> Path:
    """This run's folder; the first process to ask makes it and removes it at its end.

    Workers of pytest-xdist inherit its name by the environment.
    """
    if VARIABLE not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="mingbai-tests-"))
        # PostgreSQL, which refuses to be root, has to pass through it.
        folder.chmod(0o711)
        (folder / "process").write_text(str(os.getpid()), encoding="ascii")
        os.environ[VARIABLE] = str(folder)
        atexit.register(_end, folder, os.getpid())
    return Path(os.environ[VARIABLE])


def run_process() -> int:
    """The process whose end is the end of the run."""
    return int((run_folder() / "process").read_text(encoding="ascii"))


def at_the_end(act: Callable[[], None]) -> None:
    """Run this before the folder goes, if this process is the one that removes it."""
    _at_the_end.append(act)


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Wait until no other worker of this run is within a lock of this name."""
    with (run_folder() / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _end(folder: Path, process: int) -> None:
    if os.getpid() != process:
        return
    for act in _at_the_end:
        act()
    shutil.rmtree(folder, ignore_errors=True)
