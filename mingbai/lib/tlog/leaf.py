"""What one entry of the log says: its kind and a commitment, nothing else in clear.

Letters and reports look alike, entries of a kind are equally long, and no text, name,
telephone, number or body ever stands here.
"""

from dataclasses import dataclass

from mingbai.lib.tlog.hashing import HASH_SIZE
from mingbai.lib.tlog.lines import read_hash, write_base64
from mingbai.lib.tlog.refused import Malformed

HEADER = "mingbai-leaf/1"
KINDS = ("intake", "imported", "event", "public", "manifest")


@dataclass(frozen=True)
class Leaf:
    """One entry: `kind` is one of `KINDS`, `commitment` is 32 bytes."""

    kind: str
    commitment: bytes

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise Malformed("A leaf's kind must be one of: " + ", ".join(KINDS) + ".")
        if len(self.commitment) != HASH_SIZE:
            raise Malformed("A leaf's commitment must be exactly 32 bytes long.")


def encode_leaf(kind: str, commitment: bytes) -> bytes:
    """The entry's bytes; refuses other kinds and commitments that are not 32 bytes."""
    leaf = Leaf(kind, commitment)
    encoded = write_base64(leaf.commitment)
    return f"{HEADER}\nkind {leaf.kind}\nc {encoded}\n".encode()


def parse_leaf(entry: bytes) -> Leaf:
    """The leaf that `encode_leaf` would write as exactly these bytes, or a refusal."""
    try:
        header, kind, commitment, rest = entry.decode("ascii").split("\n")
    except ValueError as error:
        raise Malformed("A leaf must be three lines of ASCII.") from error
    has_labels = kind.startswith("kind ") and commitment.startswith("c ")
    if header != HEADER or not has_labels or rest:
        raise Malformed("A leaf must have the lines header, kind and c.")
    return Leaf(kind.removeprefix("kind "), read_hash(commitment.removeprefix("c ")))
