"""The verb that writes the public files for all leaves that have a position."""

from typing import Final
from uuid import UUID

from mingbai.ledger.models import Leaf
from mingbai.lib.tlog.store import Store
from mingbai.lib.tlog.tiles import growth

# A full subtree of two levels, and some five megabytes of entries at a time.
CHUNK: Final = 65_536


class LedgerBehind(Exception):
    """The database holds fewer leaves than were published: it was set back."""


class NotDense(Exception):
    """A position below the highest one has no leaf."""


def grow(*, log: UUID, store: Store) -> int:
    """The size up to which the files now stand, durable and not yet published.

    Killed anywhere and called again it ends with the same files. Reads the database and
    writes none of it. Refuses a database that lacks what was published.
    """
    size = Leaf.objects.size(log)
    done = store.published_size()
    if size < done:
        raise LedgerBehind(f"{size} of {done}")
    while done < size:
        end = min(size, (done // CHUNK + 1) * CHUNK)
        entries = [leaf.entry for leaf in Leaf.objects.between(log, done, end)]
        if len(entries) != end - done:
            raise NotDense(f"{end - done - len(entries)} between {done} and {end}")
        store.write(growth(done, entries, store.read))
        done = end
    return size
