"""A fact about the guards, as declared or as read from a database's catalogue."""

import enum
from dataclasses import dataclass

Statements = tuple[str, ...]


class Kind(enum.IntEnum):
    """In the order of making; undone in the opposite order."""

    KEY = 1  # what a placed reference points at
    REFERENCE = 2
    ROW_SECURITY = 3
    POLICY = 4
    TRIGGER = 5
    GRANT = 6


@dataclass(frozen=True, order=True)
class Fact:
    """One key, reference, policy, trigger or grant, with what exactly it says."""

    kind: Kind
    table: str
    name: str
    says: str

    def __str__(self) -> str:
        kind = self.kind.name.lower().replace("_", " ")
        return f"{kind} {self.name} on {self.table}: {self.says}"
