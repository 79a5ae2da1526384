"""The guards of the database: generated, installed after each migration, compared.

Nobody writes a policy, trigger or grant by hand. What `guarded_tables` declares is
turned into facts; what the database's catalogue holds is read as facts; the difference
is what is missing or was added behind our back.
"""

from contextlib import AbstractContextManager, nullcontext

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from mingbai.places import guards_postgresql, guards_sqlite
from mingbai.places.guard_facts import Fact, Statements
from mingbai.places.guarded_tables import Table, guarded_tables


def install(connection: BaseDatabaseWrapper) -> None:
    """Bring the database to what is declared, in one transaction.

    What stands already is left alone, so a second run takes no locks. Call it as the
    owner of the tables. Tables not made yet are passed over.
    """
    existing = set(connection.introspection.table_names())
    tables = tuple(table for table in guarded_tables() if table.name in existing)
    with transaction.atomic(using=connection.alias):
        wanted = _wanted(connection, tables)
        found = _found(connection)
        extra, missing = found - wanted.keys(), wanted.keys() - found
        if extra or missing:
            with open_to_the_owner(connection), connection.cursor() as cursor:
                for fact in sorted(extra, reverse=True):
                    for statement in _undo(connection, fact):
                        cursor.execute(statement)
                for fact in sorted(missing):
                    for statement in wanted[fact]:
                        cursor.execute(statement)


def open_to_the_owner(
    connection: BaseDatabaseWrapper,
) -> AbstractContextManager[None]:
    """Within it the owner of the tables, and nobody else, sees the rows of all places.

    PostgreSQL checks a new foreign key by a query of the owner's, which row security
    would show no rows, or refuse. Doors go on meanwhile and see nothing of it.
    """
    if connection.vendor == "postgresql":
        return guards_postgresql.open_to_the_owner(connection)
    return nullcontext()


def missing_or_extra(connection: BaseDatabaseWrapper) -> list[str]:
    """Where database and declarations differ; empty when all is well."""
    tables = guarded_tables()
    declared = {table.name for table in tables}
    existing = set(connection.introspection.table_names())
    wanted = _wanted(connection, tables)
    found = _found(connection)
    return [
        *(f"table {name} is missing" for name in sorted(declared - existing)),
        *(f"table {name} has no guard" for name in sorted(existing - declared)),
        *(f"missing: {fact}" for fact in sorted(wanted.keys() - found)),
        *(f"extra: {fact}" for fact in sorted(found - wanted.keys())),
    ]


def _wanted(
    connection: BaseDatabaseWrapper, tables: tuple[Table, ...]
) -> dict[Fact, Statements]:
    if connection.vendor == "postgresql":
        return guards_postgresql.wanted(tables)
    return guards_sqlite.wanted(tables)


def _found(connection: BaseDatabaseWrapper) -> set[Fact]:
    if connection.vendor == "postgresql":
        return guards_postgresql.found(connection)
    return guards_sqlite.found(connection)


def _undo(connection: BaseDatabaseWrapper, fact: Fact) -> Statements:
    if connection.vendor == "postgresql":
        return guards_postgresql.undo(fact)
    return guards_sqlite.undo(fact)
