"""Templates and copies as databases of a PostgreSQL cluster of our own."""

import time
from typing import Final

import psycopg
from psycopg import sql

from tests.databases.cluster import Cluster
from tests.databases.run import at_the_end, locked, run_folder, run_process
from tests.requires import require

OWNER: Final = "mingbai_migrator"
APP: Final = "mingbai_app"


class PostgresqlDatabases:
    """Databases made and owned by the migrator, used by the app."""

    kind = "postgresql"

    def __init__(self) -> None:
        self.cluster = Cluster(run_folder() / "postgresql", process=run_process())
        at_the_end(self.cluster.stop)

    def placeholder_url(self) -> str:
        return self.url("none", APP)

    def require(self) -> None:
        require(self.cluster.is_installed(), "PostgreSQL 15 (apt install postgresql)")

    def start(self) -> None:
        with locked("postgresql"):
            if not self.cluster.is_running():
                self.cluster.start()
                # Only tests make databases; an installation's migrator does not.
                self.cluster.run_as_superuser(f"ALTER ROLE {OWNER} CREATEDB")

    def create(self, name: str, template: str | None) -> None:
        self._as_owner(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template or "template0")
            )
        )

    def setting(self, name: str) -> str:
        return name

    def freeze(self, name: str) -> None:
        self._as_owner(
            sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(
                sql.Identifier(name)
            )
        )

    def drop(self, name: str) -> None:
        statement = sql.SQL("DROP DATABASE {}").format(sql.Identifier(name))
        # A server that was killed has sessions for a moment longer.
        for _ in range(50):
            try:
                return self._as_owner(statement)
            except psycopg.errors.ObjectInUse:
                time.sleep(0.1)
        return self._as_owner(statement)

    def owner(self) -> str:
        return OWNER

    def app(self) -> str:
        return APP

    def url(self, name: str, role: str) -> str:
        return f"postgresql://{role}@/{name}?host={self.cluster.sockets}"

    def _as_owner(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host=str(self.cluster.sockets),
            dbname="postgres",
            user=OWNER,
            autocommit=True,
        ) as connection:
            connection.execute(statement)
