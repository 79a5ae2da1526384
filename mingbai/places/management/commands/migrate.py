"""Django's migrate; afterwards the cache has its table and every table its guards."""

from contextlib import nullcontext
from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from mingbai.places.guards import install, open_to_the_owner


class Command(migrate.Command):
    """Guards are installed anew each time: SQLite drops the triggers of a table that
    a migration remakes, and PostgreSQL knows nothing of a table's place.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then guard; `--plan` and `--check` only look."""
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        database = options["database"]
        connection = connections[database]
        with open_to_the_owner(connection) if _has_work(connection) else nullcontext():
            super().handle(*args, **options)
            call_command("createcachetable", database=database, verbosity=0)
        install(connection)
        if options["verbosity"] >= 1:
            self.stdout.write(self.style.SUCCESS("  The tables are guarded."))


def _has_work(connection: BaseDatabaseWrapper) -> bool:
    """Whether a migration waits; without one, no table is touched."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
