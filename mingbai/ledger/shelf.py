"""Where the public files of a log lie."""

from pathlib import Path
from uuid import UUID

from django.conf import settings

from mingbai.lib.tlog.store import Store


def store_of(log: UUID) -> Store:
    """The folder of this log under MINGBAI_LEDGER; any web server can serve it."""
    return Store(Path(settings.LEDGER) / str(log))
