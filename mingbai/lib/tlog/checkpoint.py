"""Checkpoints (C2SP tlog-checkpoint): what a log says about itself at one size."""

from collections.abc import Iterable
from dataclasses import dataclass

from mingbai.lib.tlog import note
from mingbai.lib.tlog.hashing import EMPTY_ROOT, HASH_SIZE
from mingbai.lib.tlog.lines import read_decimal, read_hash, write_base64
from mingbai.lib.tlog.refused import Malformed, SignatureRefused


@dataclass(frozen=True)
class Checkpoint:
    """The root over the first `size` entries of the log named `origin`."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or any(sign < " " for sign in self.origin):
            raise Malformed(
                "A checkpoint's origin must be one line that says something."
            )
        if self.size < 0:
            raise Malformed("A checkpoint's size must not be negative.")
        if len(self.root) != HASH_SIZE:
            raise Malformed("A checkpoint's root must be exactly 32 bytes long.")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise Malformed("The root of an empty log must be the hash of nothing.")

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{write_base64(self.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """What a note's text says; extension lines are allowed and left aside."""
    lines = text.removesuffix("\n").split("\n")
    if not text.endswith("\n") or len(lines) < 3 or "" in lines:
        raise Malformed("A checkpoint must be three or more lines, none of them empty.")
    return Checkpoint(lines[0], read_decimal(lines[1]), read_hash(lines[2]))


def open_checkpoint(
    encoded: str,
    *,
    log_key: note.VerifierKey,
    witnesses: Iterable[note.VerifierKey] = (),
) -> Checkpoint:
    """The checkpoint in a note that the log itself signed.

    The key's name is the log's origin. Refuses a note that `log_key` did not sign, that
    carries a wrong signature of it or of a witness, or that speaks of another log.
    """
    verified = note.verify(encoded, (log_key, *witnesses))
    signers = {(line.name, line.key_id) for line in verified.signatures}
    if (log_key.name, log_key.key_id) not in signers:
        raise SignatureRefused("The log itself has not signed this checkpoint.")
    checkpoint = parse_checkpoint(verified.text)
    if checkpoint.origin != log_key.name:
        raise SignatureRefused("The checkpoint speaks of another log than its key.")
    return checkpoint
