"""Signed notes (C2SP signed-note) with Ed25519 keys.

A note is text, an empty line and signature lines. A verifier ignores signatures of
keys it does not know: so witnesses and other algorithms can sign beside us.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from mingbai.lib.tlog.lines import read_base64, write_base64
from mingbai.lib.tlog.refused import Malformed, SignatureRefused

ED25519 = b"\x01"
KEY_ID_SIZE = 4
# The specification demands room for 16; Go's reader stops at 100 as well.
MOST_SIGNATURES = 100
DASH = "\N{EM DASH} "


@dataclass(frozen=True)
class VerifierKey:
    """A named Ed25519 public key; `str()` is its vkey: `name+id+key`."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.public_key) != 32:
            raise Malformed("An Ed25519 public key must be exactly 32 bytes long.")

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{write_base64(self._typed_key)}"

    @property
    def key_id(self) -> bytes:
        """Four bytes that find the key in a note; not a fingerprint to trust."""
        named = self.name.encode() + b"\n" + self._typed_key
        return sha256(named).digest()[:KEY_ID_SIZE]

    @property
    def _typed_key(self) -> bytes:
        return ED25519 + self.public_key

    def has_signed(self, text: str, signature: bytes) -> bool:
        """Whether `signature` is this key's over `text`."""
        key = Ed25519PublicKey.from_public_bytes(self.public_key)
        try:
            key.verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signature:
    """One signature line: who says to have signed, and the bytes, still unverified."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {write_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True)
class Note:
    """A note as it stands; `text` may be trusted only after `verify`."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(map(str, self.signatures))


def verifier_key(name: str, private_key: Ed25519PrivateKey) -> VerifierKey:
    """The public half of a signing key, under its name."""
    return VerifierKey(name, private_key.public_key().public_bytes_raw())


def parse_vkey(vkey: str) -> VerifierKey:
    """The key that a vkey spells; refuses other algorithms and a wrong key id."""
    try:
        name, key_id, encoded = vkey.split("+", 2)
    except ValueError as error:
        raise Malformed("A verifier key must have the form name+id+key.") from error
    typed_key = read_base64(encoded)
    if typed_key[:1] != ED25519:
        raise Malformed("A verifier key must be of type Ed25519.")
    key = VerifierKey(name, typed_key[1:])
    if key_id.lower() != key.key_id.hex():
        raise Malformed("A verifier key's id does not belong to its name and key.")
    return key


def check_key_name(name: str) -> None:
    """Refuses a name that is empty or has a space, a plus or a control character."""
    has_space = any(sign.isspace() or sign < " " for sign in name)
    if not name or has_space or "+" in name:
        raise Malformed("A key name must be without spaces, plus and control signs.")
    _utf8(name)


def sign(text: str, name: str, private_key: Ed25519PrivateKey) -> str:
    """The note: `text`, which must end in a line feed, with one signature."""
    _check_characters(text)
    if not text.endswith("\n"):
        raise Malformed("A note's text must end in a line feed.")
    key = verifier_key(name, private_key)
    signature = Signature(name, key.key_id, private_key.sign(text.encode()))
    return str(Note(text, (signature,)))


def parse(encoded: str) -> Note:
    """The note's text and signatures, nothing verified yet; refuses any other form."""
    _check_characters(encoded)
    at = encoded.rfind("\n\n")
    if at < 0:
        raise Malformed("A note must have an empty line before its signatures.")
    text, rest = encoded[: at + 1], encoded[at + 2 :]
    if not rest.endswith("\n"):
        raise Malformed("A note must end in a signature line and a line feed.")
    lines = rest.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise Malformed(f"A note must not have more than {MOST_SIGNATURES} signatures.")
    return Note(text, tuple(map(_parse_signature, lines)))


def verify(encoded: str, keys: Iterable[VerifierKey]) -> Note:
    """The note, holding only the signatures of `keys`, each of them verified.

    Unknown signatures are ignored, also those that share only a name or only an id with
    a known key. One bad signature of a known key refuses the whole note, and so does
    the absence of any good one.
    """
    known = {(key.name, key.key_id): key for key in keys}
    note = parse(encoded)
    verified = []
    for line in note.signatures:
        key = known.get((line.name, line.key_id))
        if key is None:
            continue
        if not key.has_signed(note.text, line.signature):
            raise SignatureRefused(f"The signature of {line.name} is wrong.")
        verified.append(line)
    if not verified:
        raise SignatureRefused("No known key has signed this note.")
    return Note(note.text, tuple(verified))


def _parse_signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not space:
        raise Malformed("A signature line must be a dash, a name and Base64.")
    check_key_name(name)
    blob = read_base64(encoded)
    if len(blob) <= KEY_ID_SIZE:
        raise Malformed("A signature must be longer than its key id.")
    return Signature(name, blob[:KEY_ID_SIZE], blob[KEY_ID_SIZE:])


def _check_characters(text: str) -> None:
    _utf8(text)
    if any(sign < " " and sign != "\n" for sign in text):
        raise Malformed("A note must have no control characters but line feeds.")


def _utf8(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Malformed("A note must be valid UTF-8.") from error
