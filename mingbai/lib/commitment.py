"""What the public ledger commits to: bytes that hide a letter and bind it for ever.

The formulas and their test vectors stand in `docs/reference/commitment.md`, so that
strangers can recompute them with tools we did not write.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import date, datetime

LEAF_LABEL = b"mingbai/leaf/v1"
DOCUMENT_LABEL = b"mingbai/document/v1"
_DIGEST_BYTES = 32
_LENGTH_BYTES = 8


class NotCanonical(ValueError):
    """The value has no single JSON form: a float, a key that is no text, a type."""


def content_part(
    title: str,
    addressee: str,
    power_code: str,
    text: str,
    file_digests: Iterable[bytes],
) -> bytes:
    """Return the bytes that stand for what a writer sent.

    Line ends of `text` become LF; nothing else is changed. By SMS all but `text` is
    empty. Refuses a file digest that is not 32 bytes with ValueError.
    """
    digests = list(file_digests)
    if any(len(digest) != _DIGEST_BYTES for digest in digests):
        raise ValueError("a file digest has 32 bytes")
    fields = (title, addressee, power_code, _with_line_feeds(text))
    return _joined(*(one.encode() for one in fields), *digests)


def imported_content(letter_part: bytes, reply: str) -> bytes:
    """Return the bytes that stand for an imported letter together with its reply.

    `letter_part` comes from `content_part`; line ends of `reply` become LF.
    """
    return _joined(letter_part, _with_line_feeds(reply).encode())


def c0(commitment_key: bytes, content: bytes) -> bytes:
    """Return the inner commitment: HMAC-SHA256 of the content part, 32 bytes.

    It hides the content from everyone without the key and stands in the record for
    ever. Refuses a key that is not 32 bytes with ValueError.
    """
    _must_be_32_bytes(commitment_key)
    return hmac.digest(commitment_key, content, "sha256")


def commit(c0: bytes, ref: str, received: date, due: date) -> bytes:
    """Return the commitment of a letter's leaf, 32 bytes.

    `ref` is the number as shown, `received` and `due` are local days of the place.
    With c0 they can be proved without the text. Refuses a c0 that is not 32 bytes with
    ValueError and an instant in place of a day with TypeError.
    """
    _must_be_32_bytes(c0)
    days = (_day(received), _day(due))
    return _sha256(LEAF_LABEL, c0, ref.encode(), *days)


def canonical_json(value: object) -> bytes:
    """Return the one JSON form of `value`: UTF-8, keys sorted by code point, no blanks.

    Takes None, booleans, integers, texts, lists, tuples and dicts with text keys. Only
    `"`, `\\` and characters below U+0020 are escaped. Right: {"名": 1}. Refuses floats
    (1.0 and 1 would be two forms of one number), other keys and other types with
    NotCanonical.
    """
    _must_be_canonical(value)
    plain = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), indent=None
    )
    return plain.encode()


def commit_document(salt32: bytes, canonical: bytes) -> bytes:
    """Return the commitment of any other leaf, 32 bytes.

    `canonical` comes from `canonical_json`. Whoever destroys the salt makes the
    document unprovable and leaves every proof of the ledger intact. Refuses a salt
    that is not 32 bytes with ValueError.
    """
    _must_be_32_bytes(salt32)
    return _sha256(DOCUMENT_LABEL, hmac.digest(salt32, canonical, "sha256"))


def _sha256(*fields: bytes) -> bytes:
    return hashlib.sha256(_joined(*fields)).digest()


def _joined(*fields: bytes) -> bytes:
    """Each field behind its length: no two lists of fields give the same bytes."""
    return b"".join(len(one).to_bytes(_LENGTH_BYTES, "big") + one for one in fields)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _day(day: date) -> bytes:
    if isinstance(day, datetime):
        raise TypeError("a leaf carries local days, not instants")
    return day.isoformat().encode()


def _must_be_32_bytes(secret: bytes) -> None:
    if len(secret) != _DIGEST_BYTES:
        raise ValueError("a key, salt or c0 has 32 bytes")


def _must_be_canonical(value: object) -> None:
    if value is None or isinstance(value, bool | int | str):
        return
    if isinstance(value, list | tuple):
        for item in value:
            _must_be_canonical(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"a key must be text, not {type(key).__name__}")
            _must_be_canonical(item)
    else:
        raise NotCanonical(f"no canonical form: {type(value).__name__}")
