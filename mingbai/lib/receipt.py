"""The receipt: what a citizen holds, and from which every key of a letter is derived.

A receipt is 100 random bits, shown as 20 signs of Crockford's base 32 and one check
sign: `7K3M9-QXD2V-TAHE5-R4NJC-F`. With 100 bits a look-up by a plain hash is safe from
guessing, so no slow hash is needed that a flood of look-ups could turn against us.

The check sign is a weighted sum over GF(32), made by the primitive polynomial
x^5 + x^2 + 1 with the element a = x. Sign i of 21, counted from 0, has the weight
a^(20 - i), so the check sign itself has weight 1, and the sum over all 21 is 0. No
weight is 0, so one wrong sign always shows. a has order 31, so all weights differ and
two signs that changed places always show, neighbours or not.

Keys are HKDF-SHA256 (RFC 5869) without salt, 32 bytes each; the input is the 20 signs
as upper-case ASCII, `info` is the label below.
"""

import enum
import hashlib
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mingbai.lib.half_width import half_width, is_dash, without_blanks

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGNS = 20
_GROUP = 5
_POLYNOMIAL = 0b100101
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
_LOOKALIKE = str.maketrans("ILO", "110")
# Longer than any way to write a receipt, short enough to read sign by sign.
_LONGEST_TEXT = 200


class Fault(enum.Enum):
    """Why a text is no receipt."""

    SIGN = "sign"  # a sign that no receipt has
    LENGTH = "length"  # not 21 signs
    CHECK = "check"  # a wrong sign, or two that changed places


class NotAReceipt(Exception):
    """The text is no receipt; `fault` tells why. The text itself is never kept."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, repr=False)
class Receipt:
    """A receipt whose check sign was right. Its `repr` gives nothing away.

    `str()` is the grouped form for the citizen's eyes and must never reach a log.
    """

    signs: str  # the 20 without the check sign

    def __post_init__(self) -> None:
        if any(sign not in _VALUE for sign in self.signs):
            raise NotAReceipt(Fault.SIGN)
        if len(self.signs) != SIGNS:
            raise NotAReceipt(Fault.LENGTH)

    def __repr__(self) -> str:
        return "Receipt(hidden)"

    def __str__(self) -> str:
        starts = range(0, SIGNS + 1, _GROUP)
        return "-".join(self.compact[start : start + _GROUP] for start in starts)

    @property
    def compact(self) -> str:
        """All 21 signs without hyphens, for a text message."""
        return self.signs + check_sign(self.signs)

    @property
    def lookup_id(self) -> bytes:
        """The 32 bytes that find the letter; the server stores only their digest."""
        return self._derive(b"mingbai/receipt/v1 look-up")

    @property
    def lookup_digest(self) -> bytes:
        """SHA-256 of the look-up id: what the server stores and searches for."""
        return hashlib.sha256(self.lookup_id).digest()

    @property
    def commitment_key(self) -> bytes:
        """The 32 bytes that hide the letter's content in the public ledger."""
        return self._derive(b"mingbai/receipt/v1 commitment")

    @property
    def dialogue_key(self) -> bytes:
        """The 32 bytes for a dialogue with a writer whom nobody knows."""
        return self._derive(b"mingbai/receipt/v1 dialogue")

    def _derive(self, label: bytes) -> bytes:
        derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=label)
        return derivation.derive(self.signs.encode("ascii"))


def mint() -> Receipt:
    """Return a new receipt from the system's random source."""
    return Receipt("".join(secrets.choice(ALPHABET) for _ in range(SIGNS)))


def parse(text: str) -> Receipt:
    """Return the receipt a person typed.

    Lower case, full width, blanks, invisible signs and any dash are taken; I and L are
    read as 1, O as 0. Refuses all else with NotAReceipt, whose `fault` is the first of
    SIGN, LENGTH and CHECK that applies.
    """
    if len(text) > _LONGEST_TEXT:
        raise NotAReceipt(Fault.LENGTH)
    typed = without_blanks(half_width(text))
    plain = "".join(_upper(sign) for sign in typed if not is_dash(sign))
    signs = plain.translate(_LOOKALIKE)
    if any(sign not in _VALUE for sign in signs):
        raise NotAReceipt(Fault.SIGN)
    if len(signs) != SIGNS + 1:
        raise NotAReceipt(Fault.LENGTH)
    if check_sign(signs[:SIGNS]) != signs[SIGNS]:
        raise NotAReceipt(Fault.CHECK)
    return Receipt(signs[:SIGNS])


def check_sign(signs: str) -> str:
    """Return the check sign of 20 signs, by Horner's rule over GF(32)."""
    total = 0
    for sign in signs:
        total = _times_a(total ^ _VALUE[sign])
    return ALPHABET[total]


def _times_a(value: int) -> int:
    shifted = value << 1
    return shifted ^ _POLYNOMIAL if shifted & 32 else shifted


def _upper(sign: str) -> str:
    # Only ASCII: str.upper would read "ı" as I and "ſ" as S.
    return sign.upper() if sign.isascii() else sign
