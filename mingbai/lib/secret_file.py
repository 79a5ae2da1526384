"""Files that hold a secret: made whole or not at all, refused when others may read.

A secret never appears in an exception; its path does.
"""

import os
import secrets
from pathlib import Path

KEY_BYTES = 32
_OTHERS = 0o077
_PRIVATE = 0o600


class SecretFileFault(Exception):
    """Something is wrong with a file or folder of secrets: see its `path`."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path


class SecretExposed(SecretFileFault):
    """Others than its owner may read, write or list it."""


class SecretUnreadable(SecretFileFault):
    """This system user may not read it."""


class SecretDamaged(SecretFileFault):
    """It does not hold a key of 32 bytes."""


def make_folder(path: Path, mode: int = 0o700) -> None:
    """Make sure that an empty or new folder has exactly this mode.

    Refuses a folder that holds anything and whose mode is wider with SecretExposed:
    what lies there may have been seen.
    """
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    present = path.stat().st_mode & 0o777
    if present & ~mode and any(path.iterdir()):
        raise SecretExposed(path, f"mode {present:04o} is wider than {mode:04o}")
    if present != mode:
        path.chmod(mode)


def check_folder(path: Path) -> None:
    """Refuse a folder that others may enter or list with SecretExposed."""
    _refuse_others(path, path.stat().st_mode)


def write_new(path: Path, content: bytes, mode: int = _PRIVATE) -> None:
    """Make a file that appears with all its content and survives a power cut.

    Refuses a path that exists with FileExistsError: of several processes that try at
    once, one wins, and nobody ever reads half a key.
    """
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    with os.fdopen(os.open(unfinished, flags, _PRIVATE), "wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())
    try:
        # A link, unlike a rename, does not replace what is already there.
        os.link(unfinished, path)
    finally:
        unfinished.unlink()
        sync_folder(path.parent)


def read_private(path: Path) -> bytes:
    """Return the content of a file that its owner alone may read.

    Refuses one that others may read or write with SecretExposed and one that this
    system user may not read with SecretUnreadable; FileNotFoundError flies.
    """
    try:
        with path.open("rb") as file:
            _refuse_others(path, os.fstat(file.fileno()).st_mode)
            return file.read()
    except PermissionError as error:
        raise SecretUnreadable(path, "not readable by this user") from error


def write_key(path: Path) -> None:
    """Make a file with a new random key; refuses as `write_new` does."""
    write_new(path, secrets.token_bytes(KEY_BYTES))


def read_key(path: Path) -> bytes:
    """Return a key of 32 bytes.

    Refuses as `read_private` does, and a file of another size with SecretDamaged.
    """
    key = read_private(path)
    if len(key) != KEY_BYTES:
        raise SecretDamaged(path, f"{len(key)} bytes instead of {KEY_BYTES}")
    return key


def destroy(path: Path) -> None:
    """Overwrite a file and remove it; one that is gone already is no fault.

    A journalling or copying file system and a flash disk may keep older blocks. Whoever
    must rule that out puts the folder on an encrypted volume or in memory.
    """
    try:
        with path.open("r+b") as file:
            size = os.fstat(file.fileno()).st_size
            for pattern in (os.urandom(size), bytes(size)):
                file.seek(0)
                file.write(pattern)
                file.flush()
                os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make new, renamed and removed names in a folder survive a power cut."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refuse_others(path: Path, mode: int) -> None:
    if mode & _OTHERS:
        raise SecretExposed(path, f"mode {mode & 0o777:04o}: open to others")
