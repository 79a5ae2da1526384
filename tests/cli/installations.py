"""Running our commands as another process, on an installation or on an empty copy."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.databases.choice import Databases
from tests.databases.installation import Installation
from tests.databases.template import connected_to

BACKUP = "mingbai_backup"


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


def run_command(environment: Mapping[str, str], *words: str | Path) -> Ended:
    """Run `mingbai` to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "mingbai", *map(str, words)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def backup(installation: Installation, file: Path) -> Ended:
    """Run `mingbai backup`, as the role that may."""
    role = BACKUP if installation.databases.kind == "postgresql" else ""
    return run_command(installation.environment(role), "backup", file)


@contextmanager
def empty(databases: Databases, folder: Path) -> Iterator[Installation]:
    """An installation with keys and without tables; Django is connected to it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"restored_{worker}_{folder.name}"
    databases.create(name, None)
    folder.mkdir()
    try:
        with connected_to(databases.setting(name), databases.owner()):
            yield Installation(databases, name, folder)
    finally:
        databases.drop(name)


def restore(installation: Installation, *words: str | Path) -> Ended:
    """Run `mingbai restore` as the owner of the tables."""
    role = installation.databases.owner()
    return run_command(installation.environment(role), "restore", *words)
