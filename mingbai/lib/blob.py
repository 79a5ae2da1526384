"""Sealed blobs: AES-256-GCM under a key that the blob itself names.

A blob is: 1 byte of kind, 4 bytes of key number (big-endian), 12 bytes of random nonce,
ciphertext, 16 bytes of tag. Kind, number and the caller's context are authenticated: a
blob moved to another row does not open. A random nonce serves 2^32 blobs of one key
(NIST SP 800-38D, 8.3); a new field key starts the count anew.
"""

import enum
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mingbai.lib.secret_file import KEY_BYTES

_HEAD_BYTES = 5
_NONCE_BYTES = 12
_TAG_BYTES = 16


class NotDecryptable(Exception):
    """Not a blob of ours, a damaged one, another context, or a key that is not here."""


class BlobKind(enum.IntEnum):
    """What kind of key seals a blob: its first byte."""

    FIELD = 1
    DAY = 2


@dataclass(frozen=True)
class BlobHead:
    """The key that a blob names."""

    kind: BlobKind
    number: int

    def to_bytes(self) -> bytes:
        return bytes([self.kind]) + self.number.to_bytes(4, "big")


@dataclass(frozen=True, repr=False)
class BlobKey:
    """A key that seals and opens blobs. Its `repr` gives nothing away."""

    head: BlobHead
    key: bytes

    def __post_init__(self) -> None:
        if len(self.key) != KEY_BYTES:
            raise ValueError("a blob key has 32 bytes")

    def __repr__(self) -> str:
        return f"BlobKey({self.head.kind.name}, {self.head.number}, hidden)"

    def encrypt(self, plain: bytes, *, context: bytes) -> bytes:
        """Return the blob of `plain`, which opens with the same `context` only.

        The context says where the blob belongs (table, column, row); it is not secret
        and not stored in the blob.
        """
        head = self.head.to_bytes()
        nonce = os.urandom(_NONCE_BYTES)
        return head + nonce + AESGCM(self.key).encrypt(nonce, plain, head + context)

    def decrypt(self, blob: bytes, *, context: bytes) -> bytes:
        """Return what was sealed; refuses all else with NotDecryptable."""
        if read_head(blob) != self.head:
            raise NotDecryptable("sealed under another key")
        head, rest = blob[:_HEAD_BYTES], blob[_HEAD_BYTES:]
        nonce, sealed = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            return AESGCM(self.key).decrypt(nonce, sealed, head + context)
        except InvalidTag:
            raise NotDecryptable("damaged, or sealed for another context") from None


def read_head(blob: bytes) -> BlobHead:
    """Return the key that a blob names; refuses what is no blob with NotDecryptable."""
    if len(blob) < _HEAD_BYTES + _NONCE_BYTES + _TAG_BYTES:
        raise NotDecryptable("too short for a blob")
    try:
        kind = BlobKind(blob[0])
    except ValueError:
        raise NotDecryptable("not a kind of blob we make") from None
    return BlobHead(kind, int.from_bytes(blob[1:_HEAD_BYTES], "big"))
