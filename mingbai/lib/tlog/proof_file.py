"""Offline proofs (C2SP tlog-proof): one file that shows an entry to be in a log.

It holds the entry's index, its inclusion proof and the signed checkpoint, but not the
entry: whoever verifies brings that. Files end in `.tlog-proof`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mingbai.lib.tlog.checkpoint import Checkpoint, open_checkpoint
from mingbai.lib.tlog.hashing import leaf_hash
from mingbai.lib.tlog.lines import read_base64, read_decimal, read_hash, write_base64
from mingbai.lib.tlog.note import VerifierKey
from mingbai.lib.tlog.proofs import Proof, verify_inclusion
from mingbai.lib.tlog.refused import Malformed

HEADER = "c2sp.org/tlog-proof@v1"
# A tree of 2^63 leaves is 63 hashes high.
LONGEST_PROOF = 63


@dataclass(frozen=True)
class ProofFile:
    """What a `.tlog-proof` file says; nothing of it is verified yet.

    `checkpoint` is the whole signed note. `extra` is proved by nothing; None if absent.
    """

    index: int
    proof: Proof
    checkpoint: str
    extra: bytes | None = None

    @property
    def text(self) -> str:
        """The file, ready to be written as UTF-8."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {write_base64(self.extra)}")
        lines.append(f"index {self.index}")
        lines += map(write_base64, self.proof)
        return "\n".join(lines) + "\n\n" + self.checkpoint

    def verify(
        self,
        entry: bytes,
        *,
        log_key: VerifierKey,
        witnesses: Iterable[VerifierKey] = (),
    ) -> Checkpoint:
        """The checkpoint under which `entry` is proved to stand at `index`.

        Refuses a checkpoint that the log's own key did not sign, a wrong signature of a
        known witness, and any other entry than the one that was logged.
        """
        checkpoint = open_checkpoint(
            self.checkpoint, log_key=log_key, witnesses=witnesses
        )
        verify_inclusion(
            leaf_hash(entry), self.index, checkpoint.size, self.proof, checkpoint.root
        )
        return checkpoint


def parse_proof_file(text: str) -> ProofFile:
    """What the file says; refuses any form but the specified one."""
    head, gap, checkpoint = text.partition("\n\n")
    header, *lines = head.split("\n")
    if header != HEADER or not gap:
        raise Malformed(f"A proof file must begin with {HEADER}.")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = read_base64(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise Malformed("A proof file must name the entry's index.")
    index = read_decimal(lines.pop(0).removeprefix("index "))
    if len(lines) > LONGEST_PROOF:
        raise Malformed("A proof must not be longer than any log is high.")
    return ProofFile(index, tuple(map(read_hash, lines)), checkpoint, extra)
