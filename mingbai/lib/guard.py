"""How a table is guarded in the database, declared beside its model.

The declaration is plain data so that the ledger, which knows nobody, can carry
one too; `places.guards` turns declarations into policies, triggers and grants.
"""

from dataclasses import dataclass
from typing import Final

PRIVILEGES: Final = frozenset({"select", "insert", "update", "delete"})


@dataclass(frozen=True)
class Guard:
    """What may happen to the rows of one table, and who may do it.

    `append_only`: rows are inserted and never changed or deleted, save that
    `erasable` columns may go from a value to NULL once and `set_once` columns
    from NULL to a value once. `scope` names the column that holds the place.
    The role fields hold the privileges of that role, parted by blanks.
    """

    append_only: bool = False
    erasable: tuple[str, ...] = ()
    set_once: tuple[str, ...] = ()
    scope: str = "place_id"
    app: str = "select insert update delete"
    sequencer: str = ""
    inspection: str = ""
    backup: str = "select"

    def __post_init__(self) -> None:
        for granted in (self.app, self.sequencer, self.inspection, self.backup):
            unknown = set(granted.split()) - PRIVILEGES
            if unknown:
                raise ValueError(f"Unknown privileges: {sorted(unknown)}")
        if (self.erasable or self.set_once) and not self.append_only:
            raise ValueError("Only an append-only table has columns that change once")
        if set(self.erasable) & set(self.set_once):
            raise ValueError("A column is either erased once or set once, not both")
