"""Whether this installation can work at all: keys, a database, and its tables."""

from django.conf import settings
from django.db import ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from mingbai.cli.refused import Refused


def refuse_unready() -> None:
    """Raises Refused when the key ring or a migration is missing.

    A database that does not answer raises Django's OperationalError, for which `main`
    has a sentence. Leaves no connection behind.
    """
    if not settings.HAS_KEYS:
        what = _("There is no key ring in %(folder)s. Run `mingbai keys create`.")
        raise Refused(what % {"folder": settings.KEYS})
    refuse_unmigrated()


def refuse_unmigrated() -> None:
    """Raises Refused when the database lacks a migration that this version brings."""
    try:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except ProgrammingError as error:
        what = _("This database role may not do that: %(reason)s")
        reason = str(error).strip()
        raise Refused(what % {"reason": reason}) from error
    finally:
        connection.close()
    if pending:
        what = _("%(number)s migrations are pending. Run `mingbai migrate`.")
        raise Refused(what % {"number": pending})
