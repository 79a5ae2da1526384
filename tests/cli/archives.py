"""Reading an archive as a stranger would, and spoiling it."""

import json
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any


def members(file: Path) -> dict[str, bytes]:
    """What stands in the archive, by name."""
    found = {}
    with tarfile.open(file) as tar:
        for member in tar:
            source = tar.extractfile(member)
            assert source is not None
            found[member.name] = source.read()
    return found


def rewrite(file: Path, changed: dict[str, bytes]) -> None:
    """Write the archive anew from these members."""
    with tarfile.open(file, "w") as tar:
        for name, content in changed.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, BytesIO(content))


def manifest(file: Path) -> dict[str, Any]:
    """What it says of itself."""
    said: dict[str, Any] = json.loads(members(file)["manifest.json"])
    return said


def change_manifest(file: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Let it say something else of itself."""
    said = manifest(file)
    change(said)
    rewrite(file, members(file) | {"manifest.json": json.dumps(said).encode()})
