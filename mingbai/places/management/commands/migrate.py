"""Django's migrate; afterwards the cache has its table and every table its guards."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connections

from mingbai.places.guards import install


class Command(migrate.Command):
    """Guards are installed anew each time: SQLite drops the triggers of a table that
    a migration remakes, and PostgreSQL knows nothing of a table's place.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then guard; `--plan` and `--check` only look."""
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        database = options["database"]
        call_command("createcachetable", database=database, verbosity=0)
        install(connections[database])
        if options["verbosity"] >= 1:
            self.stdout.write(self.style.SUCCESS("  The tables are guarded."))
