"""The two databases as the proof needs them: made, asked past every wall, killed."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg

from tests.databases.cluster import Cluster

NAME: Final = "mingbai"
ROLES: Final = {
    "migrate": "mingbai_migrator",
    "serve": "mingbai_app",
    "sequence": "mingbai_sequencer",
}


class Database(Protocol):
    """What the proof asks of either."""

    kind: str

    def make(self) -> None: ...
    def url(self, part: str) -> str: ...
    def rows(self, query: str) -> list[tuple[Any, ...]]: ...
    def kill(self, turn: int) -> None: ...
    def end(self) -> None: ...


class Sqlite:
    """One file; there is nobody to kill."""

    kind = "SQLite"

    def __init__(self, file: Path) -> None:
        self._file = file

    def make(self) -> None:
        """The first connection makes the file."""

    def url(self, part: str) -> str:
        """The address for MINGBAI_DATABASE."""
        del part
        return f"sqlite:///{self._file}"

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What stands in the file."""
        with closing(sqlite3.connect(f"{self._file.as_uri()}?mode=ro", uri=True)) as it:
            return it.execute(query).fetchall()

    def kill(self, turn: int) -> None:
        """There is no server to kill."""
        raise NotImplementedError(f"SQLite has no server, turn {turn}")

    def end(self) -> None:
        """Nothing runs."""


class Postgresql:
    """A cluster of our own with PostgreSQL's durable defaults."""

    kind = "PostgreSQL"

    def __init__(self, folder: Path) -> None:
        self._cluster = Cluster(folder / "postgresql", options=())

    def make(self) -> None:
        """Start the cluster and make an empty database of the migrator's."""
        self._cluster.start()
        self._cluster.run_as_superuser(f"CREATE DATABASE {NAME} OWNER mingbai_migrator")

    def url(self, part: str) -> str:
        """The address for MINGBAI_DATABASE, with the role of that part."""
        return f"postgresql://{ROLES[part]}@/{NAME}?host={self._cluster.sockets}"

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What stands in the database, past every wall."""
        where = f"host={self._cluster.sockets} user=postgres dbname={NAME}"
        with psycopg.connect(where) as it:
            return it.execute(query.encode()).fetchall()

    def kill(self, turn: int) -> None:
        """By turns: immediate shutdown, kill -9 of the server, or of one session."""
        way = turn % 3
        if way == 0:
            self._cluster.stop("immediate")
        elif way == 1:
            os.kill(self._postmaster(), signal.SIGKILL)
        else:
            self._kill_a_session()
            return
        self._start_again()

    def end(self) -> None:
        """Stop it in order."""
        self._cluster.stop("fast")

    def _postmaster(self) -> int:
        lines = (self._cluster.folder / "data" / "postmaster.pid").read_text()
        return int(lines.splitlines()[0])

    def _kill_a_session(self) -> None:
        """PostgreSQL then throws everybody out and recovers by itself."""
        query = (
            "SELECT pid FROM pg_stat_activity WHERE usename = 'mingbai_app'"
            " ORDER BY xact_start NULLS LAST"
        )
        with suppress(ProcessLookupError):
            for (pid,) in self.rows(query)[:1]:
                os.kill(pid, signal.SIGKILL)

    def _start_again(self) -> None:
        """The sessions of a killed server take a moment to notice and go."""
        for _attempt in range(40):
            try:
                self._cluster.start()
            except RuntimeError:
                time.sleep(0.25)
            else:
                return
        self._cluster.start()


def databases(kinds: Sequence[str], folder: Path) -> list[Database]:
    """Those that were asked for, each in a folder below this one."""
    ways: dict[str, Callable[[Path], Database]] = {
        "sqlite": lambda folder: Sqlite(folder / "mingbai.sqlite3"),
        "postgresql": Postgresql,
    }
    found: list[Database] = []
    for kind in kinds:
        (folder / kind).mkdir(mode=0o711)
        found.append(ways[kind](folder / kind))
    return found
