"""A list that was handed in: kept for the next step sealed, and never in clear.

What is small enough travels through the browser under the key of the day, bound to
the official who handed it in; what is larger is handed in again, and must be the same.
"""

import base64
import binascii
import hashlib
import hmac
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from mingbai.lib.blob import NotDecryptable
from mingbai.lib.day_keys import KeyDestroyed
from mingbai.places.keys import key_ring

MOST_BYTES: Final = 8 << 20
# Base64 makes it a third longer, and a form may be 2 MB.
MOST_SEALED: Final = 1 << 20
_NAME_END: Final = b"\0"


class SealBroken(Exception):
    """Nothing that this official handed in lately."""


@dataclass(frozen=True)
class Upload:
    """A file as somebody handed it in."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256, by which the same file is known again."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def is_small(self) -> bool:
        """Whether it can travel sealed."""
        return len(self.content) <= MOST_SEALED

    def is_the_same_as(self, digest: str) -> bool:
        """Whether a file of this digest was handed in before."""
        return hmac.compare_digest(self.digest.encode(), digest.encode())

    @contextmanager
    def opened(self) -> Iterator[Path]:
        """The file for readers that need a path; it is gone afterwards."""
        with tempfile.NamedTemporaryFile(prefix="mingbai-list-") as file:
            file.write(self.content)
            file.flush()
            yield Path(file.name)


def seal(upload: Upload, user: UUID, day: date) -> str:
    """The upload as a text for a form, which opens until the day's key is destroyed."""
    plain = upload.name.encode() + _NAME_END + upload.content
    sealed = key_ring().day_key(day).encrypt(plain, context=_context(user))
    return base64.urlsafe_b64encode(sealed).decode()


def unseal(sealed: str, user: UUID) -> Upload:
    """What was sealed for this official; raises SealBroken."""
    try:
        blob = base64.b64decode(sealed.encode(), altchars=b"-_", validate=True)
        plain = key_ring().decrypt(blob, context=_context(user))
    except (binascii.Error, UnicodeEncodeError, NotDecryptable, KeyDestroyed) as error:
        raise SealBroken from error
    name, _end, content = plain.partition(_NAME_END)
    return Upload(name.decode(), content)


def _context(user: UUID) -> bytes:
    return b"desk/power-import/v1 " + user.bytes
