"""The one way into a place, and the filter that keeps rows inside it.

`within(place)` sets a context variable and, on PostgreSQL, a transaction-local
setting that every row-security policy reads. Outside it, SQL on a scoped table
raises instead of returning an empty page.
"""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from mingbai.places.place import Place

Row = TypeVar("Row", bound=models.Model)

_current: ContextVar[Place | None] = ContextVar("place", default=None)


class NoPlace(Exception):
    """SQL was about to be written without a place."""


class AlreadyWithin(Exception):
    """Another place is open; leave it before entering this one."""


def current_place() -> Place:
    """The place we are within; raises NoPlace outside."""
    place = _current.get()
    if place is None:
        raise NoPlace("Enter a place first: `with within(place):`")
    return place


def current_place_id() -> uuid.UUID:
    """The id of the place we are within; raises NoPlace outside."""
    return current_place().pk


@contextmanager
def within(
    place: Place, *, read_only: bool = False, durable: bool = False
) -> Iterator[Place]:
    """Open a place for reading and writing rows.

    One transaction on both databases; with `read_only` one read-only transaction
    on PostgreSQL and none on SQLite, where the connection refuses to write. Joined to
    an outer transaction, `read_only` holds for its own part alone.
    `durable` is for doors alone: it refuses to be nested in another transaction.
    Entering the place that is already open joins it; another one is refused.
    """
    outer = _current.get()
    if outer is not None and outer.pk != place.pk:
        raise AlreadyWithin(f"{outer} is open")
    token = _current.set(place)
    try:
        with ExitStack() as stack:
            if connection.vendor == "postgresql":
                stack.enter_context(_postgresql(place, read_only, durable))
            elif read_only:
                if connection.in_atomic_block:
                    stack.enter_context(transaction.atomic(durable=durable))
                stack.enter_context(_sqlite_reading())
            else:
                stack.enter_context(transaction.atomic(durable=durable))
            yield place
    finally:
        _current.reset(token)


@contextmanager
def _postgresql(place: Place, read_only: bool, durable: bool) -> Iterator[None]:
    outermost = not connection.in_atomic_block
    with transaction.atomic(durable=durable):
        with connection.cursor() as cursor:
            if read_only:
                cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute(
                "SELECT current_setting('mingbai.place', true),"
                " set_config('mingbai.place', %s, true)",
                [str(place.pk)],
            )
            before = cursor.fetchone()[0] or ""
        yield
        # A joined transaction goes on after us: it must find what it had. After an
        # error the savepoint's rollback has restored it already.
        if not outermost and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('mingbai.place', %s, true)", [before])


@contextmanager
def _sqlite_reading() -> Iterator[None]:
    connection.ensure_connection()
    (before,) = connection.connection.execute("PRAGMA query_only").fetchone()
    connection.connection.execute("PRAGMA query_only = ON")
    try:
        yield
    finally:
        # Not by a cursor of Django's, which refuses in a transaction gone wrong. A
        # connection that was closed meanwhile opens again without the pragma.
        if connection.connection is not None:
            connection.connection.execute(f"PRAGMA query_only = {before}")


class CurrentPlace(models.Expression):
    """The id of the open place, looked up only when SQL is written.

    An expression that raised when the query is built would break ModelForms,
    which build their querysets while modules are imported.
    """

    output_field = models.UUIDField()

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        value = self.output_field.get_db_prep_value(current_place_id(), connection)
        return "%s", (value,)


class PlaceManager(models.Manager[Row]):
    """Rows of the open place; every reverse and forward relation goes through it."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(place_id=CurrentPlace())
