"""Which database this run of the tests is on: SQLite unless told otherwise."""

import os
from functools import cache
from typing import Final, Protocol

from tests.databases.postgresql import PostgresqlDatabases
from tests.databases.sqlite import SqliteDatabases

VARIABLE: Final = "MINGBAI_TEST_DATABASE"


class Databases(Protocol):
    """Templates, and copies of them."""

    kind: str

    def placeholder_url(self) -> str:
        """The address of no database, for settings read before there is one."""
        ...

    def require(self) -> None:
        """Skip the test, or fail it, when this machine lacks what is needed."""
        ...

    def start(self) -> None:
        """Bring up what the databases live in; nothing when another worker did."""
        ...

    def create(self, name: str, template: str | None) -> None:
        """Make a new database, empty or a copy."""
        ...

    def setting(self, name: str) -> str:
        """What stands in settings as NAME."""
        ...

    def freeze(self, name: str) -> None:
        """Let nobody connect to a template any more."""
        ...

    def drop(self, name: str) -> None:
        """Remove it; fails loudly when somebody is still connected."""
        ...

    def owner(self) -> str:
        """The role that owns the tables; empty where there are no roles."""
        ...

    def app(self) -> str:
        """The role that the doors and the tests use."""
        ...

    def url(self, name: str, role: str) -> str:
        """What another process puts into MINGBAI_DATABASE."""
        ...


@cache
def chosen() -> Databases:
    """The databases named by MINGBAI_TEST_DATABASE."""
    kind = os.environ.get(VARIABLE, "sqlite")
    if kind == "sqlite":
        return SqliteDatabases()
    if kind == "postgresql":
        return PostgresqlDatabases()
    raise SystemExit(f"{VARIABLE} must be sqlite or postgresql, not {kind!r}")
