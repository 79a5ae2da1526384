"""What an archive says of itself: rows and digests by table, digests of its files."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

NAME: Final = "manifest.json"
DATABASE: Final = "database"
FORMAT: Final = 1
# Filled anew by use: it is left out, as the words in it may be of any day.
LEFT_OUT: Final = frozenset({"cache"})


class ManifestRefused(Exception):
    """It is no manifest of ours, or of a later format."""


@dataclass(frozen=True)
class TableSum:
    """How many rows a table has, and the SHA-256 of them all in the order of `key`."""

    key: tuple[str, ...]
    rows: int
    digest: str


@dataclass(frozen=True)
class FileSum:
    """The length of a file in bytes, and its SHA-256."""

    size: int
    digest: str


@dataclass(frozen=True)
class Snapshot:
    """What a database held at one instant; `notes` are the newest kept checkpoints."""

    tables: Mapping[str, TableSum]
    migrations: tuple[str, ...]
    notes: Mapping[UUID, str]


@dataclass(frozen=True)
class Manifest:
    """The whole of it, as it stands in the archive."""

    made_at: str
    version: str
    vendor: str
    server: str
    migrations: tuple[str, ...]
    tables: Mapping[str, TableSum]
    files: Mapping[str, FileSum]
    format: int = FORMAT

    def encode(self) -> bytes:
        """Its JSON, with sorted keys."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def read_manifest(encoded: bytes) -> Manifest:
    """The manifest that these bytes say; raises ManifestRefused."""
    try:
        said: dict[str, Any] = json.loads(encoded)
        if said["format"] != FORMAT:
            raise ManifestRefused(f"format {said['format']}")
        said["migrations"] = tuple(map(str, said["migrations"]))
        said["tables"] = {
            name: TableSum(tuple(one["key"]), one["rows"], one["digest"])
            for name, one in said["tables"].items()
        }
        said["files"] = {name: FileSum(**one) for name, one in said["files"].items()}
        return Manifest(**said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestRefused(type(error).__name__) from error
