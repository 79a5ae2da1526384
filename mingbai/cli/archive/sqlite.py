"""A SQLite database, copied by its online backup while others go on writing."""

import os
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import connection

from mingbai.cli.archive.manifest import LEFT_OUT, Snapshot, TableSum

TABLES: Final = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
    " ESCAPE '\\' ORDER BY name"
)
KEY: Final = "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk"
NOTES: Final = (
    "SELECT log, note FROM ledger_checkpoint AS c WHERE size ="
    " (SELECT max(size) FROM ledger_checkpoint WHERE log = c.log)"
)
MIGRATIONS: Final = "SELECT app || '.' || name FROM django_migrations ORDER BY id"


def write_database(target: Path) -> Snapshot:
    """Copy the database to `target` and say what it holds."""
    with (
        closing(sqlite3.connect(f"{_file().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        # One file, without a journal beside it; what is left out leaves no trace.
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("PRAGMA secure_delete = ON")
        for table in sorted(LEFT_OUT):
            copy.execute(f"DELETE FROM {_quoted(table)}")  # noqa: S608  # our own name
        copy.commit()
        keys = {
            table: [row[0] for row in copy.execute(KEY, [table])]
            for (table,) in copy.execute(TABLES).fetchall()
        }
        migrations = tuple(row[0] for row in copy.execute(MIGRATIONS))
        notes = {UUID(log): str(note) for log, note in copy.execute(NOTES)}
        return Snapshot(_sums(copy, keys), migrations, notes)


def is_empty() -> bool:
    """Whether there is no file yet, or no table in it."""
    if not _file().exists():
        return True
    with closing(sqlite3.connect(f"{_file().as_uri()}?mode=ro", uri=True)) as database:
        return database.execute(TABLES).fetchone() is None


def read_database(
    source: Path, keys: Mapping[str, Sequence[str]]
) -> dict[str, TableSum]:
    """Put the copy where the database belongs, durably, and sum its rows."""
    connection.close()
    target = _file()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    shutil.copyfile(source, unfinished)
    _sync(unfinished)
    clear_database()
    unfinished.replace(target)
    _sync(target.parent)
    with closing(sqlite3.connect(f"{target.as_uri()}?mode=ro", uri=True)) as database:
        found = {row[0] for row in database.execute(TABLES)}
        known = {table: key for table, key in keys.items() if table in found}
        return _sums(database, known)


def close_database(source: Path) -> None:
    """Nothing: a copy has its triggers from the start."""


def clear_database() -> None:
    """Take away the file, and those that lie beside it."""
    connection.close()
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{_file()}{suffix}").unlink(missing_ok=True)


def server() -> str:
    """Name and version of the library."""
    return f"SQLite {sqlite3.sqlite_version}"


def _sums(
    database: sqlite3.Connection, keys: Mapping[str, Sequence[str]]
) -> dict[str, TableSum]:
    return {
        table: _sum(database, table, key)
        for table, key in keys.items()
        if table not in LEFT_OUT
    }


def _sum(database: sqlite3.Connection, table: str, key: Sequence[str]) -> TableSum:
    order = ", ".join(_quoted(column) for column in key)
    # Names come from the database itself or are compared with it, and are quoted.
    statement = f"SELECT * FROM {_quoted(table)} ORDER BY {order}"  # noqa: S608
    digest, rows = sha256(), 0
    for row in database.execute(statement):
        for value in row:
            digest.update(_encoded(value))
        rows += 1
    return TableSum(tuple(key), rows, digest.hexdigest())


def _encoded(value: bytes | str | float | None) -> bytes:
    """A value with its type and length before it, so that no two rows look alike."""
    content = value if isinstance(value, bytes) else repr(value).encode()
    return f"{type(value).__name__} {len(content)} ".encode() + content


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _file() -> Path:
    return Path(connection.settings_dict["NAME"]).absolute()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
