"""The two spellings that all C2SP text formats share: decimals and Base64."""

import base64
import binascii

from mingbai.lib.tlog.refused import Malformed

# A tree of 2^63 leaves would outlive everyone; longer numbers are attacks on memory.
LONGEST_DECIMAL = 19


def read_decimal(text: str) -> int:
    """The number; refuses signs, spaces, leading zeroes and more than 19 digits.

    `0` and `70000` are right; `007`, `+7`, `七` and the empty text are refused.
    """
    is_ascii_number = text.isascii() and text.isdigit()
    has_leading_zero = len(text) > 1 and text.startswith("0")
    if not is_ascii_number or has_leading_zero or len(text) > LONGEST_DECIMAL:
        raise Malformed("A number must be plain decimal digits without leading zeroes.")
    return int(text)


def write_base64(raw: bytes) -> str:
    """Standard Base64 with padding (RFC 4648, section 4)."""
    return base64.b64encode(raw).decode("ascii")


def read_base64(text: str) -> bytes:
    """The bytes; refuses every spelling but the one `write_base64` gives."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("A line is not valid Base64.") from error
    if write_base64(raw) != text:
        raise Malformed("A line is not canonical Base64.")
    return raw


def read_hash(text: str) -> bytes:
    """The 32 bytes of a Base64 SHA-256; refuses any other length."""
    digest = read_base64(text)
    if len(digest) != 32:
        raise Malformed("A hash must be exactly 32 bytes long.")
    return digest
