"""Addresses of static files that change whenever the file does."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static


class NoSuchAsset(LookupError):
    """A template asked for a static file that does not exist."""


def asset_address(path: str) -> str:
    """The address of a static file with `?v=` and 12 digits of its SHA-256.

    Raises NoSuchAsset.
    """
    found = _find(path)
    stat = found.stat()
    return f"{static(path)}?v={_fingerprint(found, stat.st_mtime_ns, stat.st_size)}"


@lru_cache(maxsize=256)
def _find(path: str) -> Path:
    found = finders.find(path)
    if not isinstance(found, str):
        raise NoSuchAsset(path)
    return Path(found)


@lru_cache(maxsize=256)
def _fingerprint(found: Path, _changed_ns: int, _size: int) -> str:
    """Read again only after the file changed: time and size are part of the key."""
    return hashlib.sha256(found.read_bytes()).hexdigest()[:12]
