"""Django's SQLite backend with durable commits and the turnstile before BEGIN."""

import os
import sqlite3
import threading
import weakref
from typing import Any, Final

from django.db.backends.sqlite3 import base, features
from django.db.utils import OperationalError

from mingbai.places.sqlite.turnstile import NoTurn, Turnstile

# Connections that a parent process had opened: SQLite forbids a child to use or even
# to close them, so they are kept here, untouched, until the child ends.
_PARENTS: Final[list[sqlite3.Connection]] = []
_WRAPPERS: "Final[weakref.WeakSet[DatabaseWrapper]]" = weakref.WeakSet()


class DatabaseFeatures(features.DatabaseFeatures):
    """What SQLite can do, as far as we ask it to.

    It compares row values since 3.15 and begins in an index behind one, which Django
    leaves out for want of `IN` over them (sqlite.org/rowvalue.html).
    """

    supports_tuple_lookups = True


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions each wait for their turn.

    From BEGIN to COMMIT, ROLLBACK or close the turn is ours; after 20 s without one
    it refuses with `OperationalError: database is locked`, as SQLite would.
    """

    features_class = DatabaseFeatures

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._process = os.getpid()
        self.thread = threading.get_ident()
        self._turnstile: Turnstile | None = None
        _WRAPPERS.add(self)

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """A connection that waits for the disk and keeps every foreign key."""
        self._process = os.getpid()
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        if not self.is_in_memory_db():
            # The name may have changed since: tests move from copy to copy.
            self._turnstile = Turnstile(str(self.settings_dict["NAME"]))
            self._write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        # REPLACE deletes rows, and without this it passes the guards unseen.
        connection.execute("PRAGMA recursive_triggers = ON")
        return connection

    def _write_ahead(self, connection: sqlite3.Connection) -> None:
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        if mode == "wal":
            return
        # Changing the mode does not wait for others, so it needs a turn of its own.
        self._take_turn()
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        finally:
            self._leave_turn()

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # django-stubs leave it out
        except BaseException:
            self._leave_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # django-stubs leave it out
        finally:
            self._leave_if_over()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # django-stubs leave it out
        finally:
            self._leave_if_over()

    def _close(self) -> None:
        try:
            if self._process == os.getpid():
                super()._close()  # type: ignore[misc]  # django-stubs leave it out
            elif self.connection is not None:
                _PARENTS.append(self.connection)
        finally:
            self.close_turnstile()

    def close_turnstile(self) -> None:
        """Close both files of the turnstile, whoever opened them."""
        if self._turnstile is not None:
            self._turnstile.close()

    def _take_turn(self) -> None:
        if self._turnstile is None or self._turnstile.is_held:
            return
        try:
            self._turnstile.take()
        except NoTurn as waited:
            raise OperationalError("database is locked") from waited

    def _leave_turn(self) -> None:
        if self._turnstile is not None:
            self._turnstile.leave()

    def _leave_if_over(self) -> None:
        if self.connection is None or not self.connection.in_transaction:
            self._leave_turn()


def _leave_the_parents_connections() -> None:
    """After a fork: the locks and the connections are the parent's alone."""
    for wrapper in list(_WRAPPERS):
        wrapper.close_turnstile()
        if wrapper.thread == threading.get_ident():
            wrapper.close()


os.register_at_fork(after_in_child=_leave_the_parents_connections)
