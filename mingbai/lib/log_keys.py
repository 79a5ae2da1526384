"""Signing keys of the ledgers: one Ed25519 key a log, private to the sequencer.

On a district's server the folder belongs to the sequencer's system user. The app reads
the public files in it and can't read the private ones.
"""

from pathlib import Path
from urllib.parse import quote, unquote

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from mingbai.lib.secret_file import make_folder, read_private, write_new


class LogKeyMissing(Exception):
    """There is no key for a log of this origin."""


class LogKeyExists(Exception):
    """The log of this origin has its key already; a log never changes its key."""


class LogKeys:
    """The folder of log keys: `ORIGIN.key` for the sequencer, `ORIGIN.pub` for all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self) -> None:
        make_folder(self._folder, 0o755)

    def create_key(self, origin: str) -> Ed25519PublicKey:
        """Make the key of a log and return its public half.

        Refuses an origin that a signed note can't carry with ValueError and a log that
        has its key with LogKeyExists. An interrupted run is completed.
        """
        private = Ed25519PrivateKey.generate()
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        try:
            write_new(self._path(origin, "key"), pem)
        except FileExistsError:
            private = self.private_key(origin)
        try:
            return self._publish(origin, private)
        except FileExistsError:
            raise LogKeyExists(origin) from None

    def private_key(self, origin: str) -> Ed25519PrivateKey:
        """Return the key that signs; for the sequencer alone.

        Refuses with LogKeyMissing, SecretExposed or SecretUnreadable.
        """
        try:
            pem = read_private(self._path(origin, "key"))
        except FileNotFoundError:
            raise LogKeyMissing(origin) from None
        private = load_pem_private_key(pem, password=None)
        if not isinstance(private, Ed25519PrivateKey):
            raise TypeError("a log key is an Ed25519 key")
        return private

    def public_key(self, origin: str) -> Ed25519PublicKey:
        """Return the key that verifies; refuses with LogKeyMissing."""
        try:
            pem = self._path(origin, "pub").read_bytes()
        except FileNotFoundError:
            raise LogKeyMissing(origin) from None
        public = load_pem_public_key(pem)
        if not isinstance(public, Ed25519PublicKey):
            raise TypeError("a log key is an Ed25519 key")
        return public

    def origins(self) -> list[str]:
        """Return the origins that have a public key here, in order."""
        return sorted(unquote(path.stem) for path in self._folder.glob("*.pub"))

    def _publish(self, origin: str, private: Ed25519PrivateKey) -> Ed25519PublicKey:
        public = private.public_key()
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        write_new(self._path(origin, "pub"), pem, 0o644)
        return public

    def _path(self, origin: str, suffix: str) -> Path:
        # C2SP signed-note: a key name is not empty and has no blanks and no plus.
        if not origin or "+" in origin or any(sign.isspace() for sign in origin):
            raise ValueError(f"not a name a signed note can carry: {origin!r}")
        name = quote(origin, safe="")
        if name.startswith("."):
            raise ValueError(f"not a name for a file: {origin!r}")
        return self._folder / f"{name}.{suffix}"
