"""Which of the two ways is taken, by the kind of the database."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

from django.db import connection

from mingbai.cli.archive import postgresql, sqlite
from mingbai.cli.archive.manifest import Snapshot, TableSum


class Database(Protocol):
    """What both ways can do."""

    def write_database(self, target: Path) -> Snapshot: ...
    def is_empty(self) -> bool: ...
    def read_database(
        self, source: Path, keys: Mapping[str, Sequence[str]]
    ) -> dict[str, TableSum]: ...
    def close_database(self, source: Path) -> None: ...
    def clear_database(self) -> None: ...
    def server(self) -> str: ...


WAYS: Final[Mapping[str, Database]] = {"postgresql": postgresql, "sqlite": sqlite}


def database() -> Database:
    """The way of the configured database."""
    return WAYS[connection.vendor]
