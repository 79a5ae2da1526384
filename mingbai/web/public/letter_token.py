"""What a letter's page carries for the next act: sealed, for one purpose, for a while.

A page opened by receipt never carries the receipt. Each of its forms has a token that
says which letter it opens and, for a promise, which one. It is sealed under the key of
the installation and bound to place and purpose: elsewhere it opens nothing.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from mingbai.letters.models import Letter
from mingbai.lib.blob import NotDecryptable
from mingbai.places.actors import Citizen
from mingbai.places.keys import key_ring
from mingbai.places.scoping import current_place_id

FIELD: Final = "token"
GOOD_FOR: Final = timedelta(minutes=30)
_ID: Final = 16
_TIME: Final = 8
LONGEST: Final = 400


class Purpose(StrEnum):
    """What a token is for; the last word of the address it is posted to."""

    SHOW = "show"
    ADD = "add"
    WITHDRAW = "withdraw"
    RATE = "rate"
    REOPEN = "reopen"
    PROMISE = "promise"


class NoToken(Exception):
    """It opens nothing: forged, cut, or for something else."""


@dataclass(frozen=True)
class Opened:
    """The letter a token opens, and the promise it is about, if any."""

    letter: UUID
    subject: UUID | None
    sealed_at: datetime

    def is_over(self, *, at: datetime) -> bool:
        """Whether its half hour has passed, or its time has not come."""
        return not timedelta() <= at - self.sealed_at <= GOOD_FOR


def seal(
    letter: Letter, purpose: Purpose, *, at: datetime, subject: UUID | None = None
) -> str:
    """A token for this letter and purpose, good for thirty minutes."""
    plain = letter.pk.bytes + int(at.timestamp()).to_bytes(_TIME, "big")
    plain += subject.bytes if subject else b""
    sealed = key_ring().encrypt(plain, context=_context(purpose))
    return base64.urlsafe_b64encode(sealed).decode()


def unseal(token: str, purpose: Purpose) -> Opened:
    """What a token of this purpose opens, however old it is; raises NoToken."""
    if len(token) > LONGEST or not token.isascii():
        raise NoToken
    try:
        blob = base64.urlsafe_b64decode(token)
        plain = key_ring().decrypt(blob, context=_context(purpose))
    except (binascii.Error, NotDecryptable) as error:
        raise NoToken from error
    letter, rest = UUID(bytes=plain[:_ID]), plain[_ID:]
    seconds, subject = int.from_bytes(rest[:_TIME], "big"), rest[_TIME:]
    return Opened(
        letter=letter,
        subject=UUID(bytes=subject) if subject else None,
        sealed_at=datetime.fromtimestamp(seconds, UTC),
    )


def writer_of(letter: Letter) -> Citizen:
    """Whoever has opened this letter with its receipt or a token of it."""
    return Citizen(channel="web", letters=frozenset({letter.pk}))


def _context(purpose: Purpose) -> bytes:
    return b"web.public.letter:" + current_place_id().bytes + purpose.encode()
