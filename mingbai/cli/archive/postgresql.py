"""A PostgreSQL database, written by pg_dump and read back by pg_restore.

Rows are summed in the very snapshot that pg_dump writes, so that the manifest speaks
of the dump and not of a moment before or after it.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg
from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg import sql

from mingbai.cli.archive.manifest import LEFT_OUT, Snapshot, TableSum
from mingbai.cli.refused import Refused

# How values are written as text, whatever the server's configuration says.
SPELLING: Final = (
    "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO';"
    " SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL bytea_output = 'hex';"
    " SET LOCAL extra_float_digits = 1"
)
KEYS: Final = """
SELECT c.relname, array_agg(a.attname::text ORDER BY k.place)
FROM pg_class c
JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k (number, place)
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
GROUP BY c.relname ORDER BY c.relname
"""
COLLATED: Final = """
SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = current_schema()::regnamespace AND a.attcollation <> 0
"""
# Before the data sections nothing guards the rows, after them everything does.
OPEN_SECTIONS: Final = ("--section=pre-data", "--section=data")
CLOSING_SECTION: Final = "--section=post-data"


def write_database(target: Path) -> Snapshot:
    """Dump the database to `target` and say what it holds.

    Refuses a role from which row security would hide rows.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        _refuse_blind(cursor)
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        _run(
            "pg_dump", "--format=custom", "--no-password",
            *(f"--exclude-table-data={name}" for name in sorted(LEFT_OUT)),
            f"--snapshot={snapshot}", f"--file={target}",
        )  # fmt: skip
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")
        migrations = tuple(row[0] for row in cursor.fetchall())
        cursor.execute(
            "SELECT DISTINCT ON (log) log, note FROM ledger_checkpoint"
            " ORDER BY log, size DESC"
        )
        notes: dict[UUID, str] = dict(cursor.fetchall())
        cursor.execute(KEYS)
        return Snapshot(_sums(cursor, dict(cursor.fetchall())), migrations, notes)


def is_empty() -> bool:
    """Whether there is no table yet."""
    return not connection.introspection.table_names()


def read_database(
    source: Path, keys: Mapping[str, Sequence[str]]
) -> dict[str, TableSum]:
    """Restore tables and rows, and sum them; row security is not on yet.

    `keys` gives the order of each table, whose primary key is not made yet either.
    """
    for section in OPEN_SECTIONS:
        _restore(section, source)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        found = set(connection.introspection.table_names(cursor))
        return _sums(cursor, {name: key for name, key in keys.items() if name in found})


def close_database(source: Path) -> None:
    """Restore keys, triggers and policies, after which rows are guarded again."""
    _restore(CLOSING_SECTION, source)


def clear_database() -> None:
    """Take away what an unfinished restore has left; the schema is as it was made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
            " ALTER SCHEMA public OWNER TO pg_database_owner;"
            " GRANT USAGE ON SCHEMA public TO PUBLIC"
        )


def server() -> str:
    """Name and version of the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'PostgreSQL ' || current_setting('server_version')")
        (version,) = cursor.fetchone()
    return str(version)


def _refuse_blind(cursor: Any) -> None:
    cursor.execute(
        "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles"
        " WHERE rolname = current_user"
    )
    role, sees_all = cursor.fetchone()
    if not sees_all:
        what = _(
            "The role %(role)s does not see the rows of every place, so its backup"
            " would lack some. Let MINGBAI_DATABASE name the role mingbai_backup."
        )
        raise Refused(what % {"role": role})


def _sums(cursor: Any, keys: Mapping[str, Sequence[str]]) -> dict[str, TableSum]:
    cursor.execute(SPELLING)
    cursor.execute(COLLATED)
    collated = set(cursor.fetchall())
    sums = {}
    for table, key in keys.items():
        if table not in LEFT_OUT:
            order = [_order(column, (table, column) in collated) for column in key]
            sums[table] = _sum(table, key, order)
    return sums


def _order(column: str, is_collated: bool) -> sql.Composable:
    """Words sort by their bytes: another server may know another alphabet."""
    name = sql.Identifier(column)
    return sql.SQL('{} COLLATE "C"').format(name) if is_collated else name


def _sum(table: str, key: Sequence[str], order: Sequence[sql.Composable]) -> TableSum:
    """COPY writes a row a line, and escapes what would break one."""
    statement = sql.SQL("COPY (SELECT * FROM {} ORDER BY {}) TO STDOUT").format(
        sql.Identifier(table), sql.SQL(", ").join(order)
    )
    digest, rows = sha256(), 0
    with _raw().cursor() as cursor, cursor.copy(statement) as copied:
        for block in copied:
            digest.update(block)
            rows += bytes(block).count(b"\n")
    return TableSum(tuple(key), rows, digest.hexdigest())


def _restore(section: str, source: Path) -> None:
    _run(
        "pg_restore", "--exit-on-error", "--single-transaction", "--no-password",
        section, source,
    )  # fmt: skip


def _run(program: str, *words: str | Path) -> None:
    """Run one of PostgreSQL's programs on our database; its password in no list."""
    said = connection.settings_dict
    named = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    address = {key: said[name] for key, name in named.items() if said[name]}
    # What is not text, a pool say, is Django's own and no part of an address.
    address |= {
        key: one for key, one in said["OPTIONS"].items() if isinstance(one, str)
    }
    where = psycopg.conninfo.make_conninfo("", **address)
    environment = dict(os.environ)
    if said["PASSWORD"]:
        environment["PGPASSWORD"] = said["PASSWORD"]
    try:
        subprocess.run(
            [program, f"--dbname={where}", *map(str, words)],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError:
        what = _("%(program)s is not installed (apt install postgresql-client).")
        raise Refused(what % {"program": program}) from None
    except subprocess.CalledProcessError as error:
        what = _("%(program)s failed: %(reason)s")
        facts = {"program": program, "reason": error.stderr.strip()}
        raise Refused(what % facts) from error


def _raw() -> psycopg.Connection[tuple[Any, ...]]:
    """psycopg's own connection under Django's."""
    connection.ensure_connection()
    raw: psycopg.Connection[tuple[Any, ...]] = connection.connection
    return raw
