"""The key ring: every long-lived secret of an installation, outside its database.

    ring/             0700
      root.key        0600  from which named secrets are derived
      lookup.key      0600  finds a telephone number without showing it
      field/N.key     0600  seals personal data; the newest seals, all open
      days/DAY.key    0600  seals what waits; destroyed after three days, no backup
      logs/           0755  ORIGIN.key 0600 for the sequencer, ORIGIN.pub 0644 for all

On a district's server `logs` is a folder elsewhere that belongs to the sequencer.
"""

import hmac
from contextlib import suppress
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mingbai.lib.blob import BlobHead, BlobKey, BlobKind, NotDecryptable, read_head
from mingbai.lib.day_keys import DayKeys
from mingbai.lib.log_keys import LogKeys
from mingbai.lib.secret_file import (
    KEY_BYTES,
    check_folder,
    make_folder,
    read_key,
    write_key,
)

_SECRET_LABEL = b"mingbai/secret/v1 "


class KeyRingMissing(Exception):
    """There is no whole key ring in this folder."""


class KeyRingExists(Exception):
    """The folder holds a key ring already; overwriting it would lose data for ever."""


class KeyRing:
    """The keys in one folder. Its `repr` names the folder and nothing else."""

    def __init__(self, path: Path, logs: Path | None = None) -> None:
        """Take the keys that `path` holds: `KeyRing.open` says when it refuses."""
        self._path = path
        self._days = DayKeys(path / "days")
        self._logs = LogKeys(logs or path / "logs")
        self._fields: dict[int, BlobKey] = {}
        try:
            check_folder(path)
            self._root = read_key(path / "root.key")
            self._lookup = read_key(path / "lookup.key")
        except FileNotFoundError as error:
            raise KeyRingMissing(str(path)) from error
        self._read_field_keys()
        if not self._fields:
            raise KeyRingMissing(str(path))

    def __repr__(self) -> str:
        return f"KeyRing({str(self._path)!r})"

    @classmethod
    def create(cls, path: Path, *, logs: Path | None = None) -> "KeyRing":
        """Make a new ring in a new or empty folder and return it.

        Refuses a folder that holds a ring with KeyRingExists, also when another process
        was faster, and one that others could read with SecretExposed. What an
        interrupted run left behind is completed.
        """
        if (path / "root.key").exists():
            raise KeyRingExists(str(path))
        make_folder(path)
        make_folder(path / "field")
        DayKeys(path / "days").create()
        LogKeys(logs or path / "logs").create()
        for name in ("lookup.key", "field/1.key"):
            # It may be left by an interrupted run, or made by one beside this.
            with suppress(FileExistsError):
                write_key(path / name)
        try:
            # Last: a folder with this file holds a whole ring.
            write_key(path / "root.key")
        except FileExistsError:
            raise KeyRingExists(str(path)) from None
        return cls(path, logs)

    @classmethod
    def open(cls, path: Path, *, logs: Path | None = None) -> "KeyRing":
        """Return the ring in a folder.

        Refuses an incomplete or absent one with KeyRingMissing, a folder or file that
        others may read with SecretExposed, a file this system user may not read with
        SecretUnreadable and one that holds no key with SecretDamaged.
        """
        return cls(path, logs)

    def encrypt(self, plain: bytes, *, context: bytes) -> bytes:
        """Return `plain` sealed under the newest field key; see `BlobKey.encrypt`."""
        return self._fields[max(self._fields)].encrypt(plain, context=context)

    def decrypt(self, blob: bytes, *, context: bytes) -> bytes:
        """Return what a blob of any field or day key holds.

        Refuses with NotDecryptable, and with KeyDestroyed when its day is over.
        """
        head = read_head(blob)
        if head.kind is BlobKind.DAY:
            key = self._days.existing(_day(head))
        else:
            key = self._field_key(head.number)
        return key.decrypt(blob, context=context)

    def add_field_key(self) -> int:
        """Make a new field key, which seals from now on, and return its number.

        Other processes open its blobs at once and seal with it when they next start.
        """
        self._read_field_keys()
        number = max(self._fields)
        while True:
            number += 1
            try:
                write_key(self._field_path(number))
            except FileExistsError:
                continue
            self._read_field_keys()
            return number

    def lookup_hmac(self, value: str) -> bytes:
        """Return 32 bytes by which a value is found again: HMAC-SHA256 of its UTF-8.

        Equal values give equal bytes, so `value` must be in its normal form.
        """
        return hmac.digest(self._lookup, value.encode(), "sha256")

    def secret(self, name: str) -> bytes:
        """Return the 32-byte secret of a name such as "forms", always the same."""
        info = _SECRET_LABEL + name.encode()
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(self._root)

    def day_key(self, day: date) -> BlobKey:
        """Return the key of a day, made at its first use by whichever process.

        Ask anew for each use and keep no copy: a copy would outlive its destruction.
        Refuses a day whose key was destroyed with KeyDestroyed.
        """
        return self._days.obtain(day)

    def destroy_day_keys(self, before: date) -> list[date]:
        """Destroy the keys of all days before `before` for ever; return those days."""
        return self._days.destroy_before(before)

    def create_log_key(self, origin: str) -> Ed25519PublicKey:
        """Make the key of a log; see `LogKeys.create_key`."""
        return self._logs.create_key(origin)

    def log_private_key(self, origin: str) -> Ed25519PrivateKey:
        """Return the key that signs checkpoints; see `LogKeys.private_key`."""
        return self._logs.private_key(origin)

    def log_public_key(self, origin: str) -> Ed25519PublicKey:
        """Return the key that verifies checkpoints; see `LogKeys.public_key`."""
        return self._logs.public_key(origin)

    def field_numbers(self) -> list[int]:
        """Return the numbers of the field keys; the last one seals."""
        self._read_field_keys()
        return sorted(self._fields)

    def days(self) -> list[date]:
        """Return the days that have a key, the earliest first."""
        return self._days.days()

    def origins(self) -> list[str]:
        """Return the origins of the logs that have a key, in order."""
        return self._logs.origins()

    def _field_key(self, number: int) -> BlobKey:
        if number not in self._fields:
            self._read_field_keys()  # another process may have added it
        if number not in self._fields:
            raise NotDecryptable(f"field key {number} is not in the ring")
        return self._fields[number]

    def _read_field_keys(self) -> None:
        for path in (self._path / "field").glob("[0-9]*.key"):
            number = int(path.stem)
            if number not in self._fields:
                head = BlobHead(BlobKind.FIELD, number)
                self._fields[number] = BlobKey(head, read_key(path))

    def _field_path(self, number: int) -> Path:
        return self._path / "field" / f"{number}.key"


def blob_day(blob: bytes) -> date:
    """Return the day whose key seals a blob; refuses others with NotDecryptable."""
    head = read_head(blob)
    if head.kind is not BlobKind.DAY:
        raise NotDecryptable("not sealed under a day key")
    return _day(head)


def _day(head: BlobHead) -> date:
    try:
        return date.fromordinal(head.number)
    except (ValueError, OverflowError):
        raise NotDecryptable("sealed under no day") from None
