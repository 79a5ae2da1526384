"""The hand that signs: one row per log says what was signed last. It never goes back.

The lock database must never be restored from a backup: an old one would let the signer
sign a second history. After a loss, start with a new one and `adopt` the newest
checkpoint that anybody outside has.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingbai.lib.tlog import note
from mingbai.lib.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from mingbai.lib.tlog.hashing import EMPTY_ROOT
from mingbai.lib.tlog.proofs import verify_consistency
from mingbai.lib.tlog.refused import ProofRefused, SigningRefused

WAIT_SECONDS = 20

TABLE = """
CREATE TABLE IF NOT EXISTS last (
    origin TEXT PRIMARY KEY,
    size INTEGER NOT NULL CONSTRAINT size_is_natural CHECK (size >= 0),
    root BLOB NOT NULL CONSTRAINT root_is_a_hash CHECK (length(root) = 32),
    note TEXT NOT NULL
) STRICT
"""


class Signer:
    """Signs the checkpoints of one log, each only if it continues the last one.

    `name` is the log's origin and its key's name. Several logs may share a lock
    database; several processes may hold a signer for the same log: of two that want to
    sign different roots of the same size, one is refused.
    """

    def __init__(
        self, lock_database: Path, name: str, private_key: Ed25519PrivateKey
    ) -> None:
        self.key = note.verifier_key(name, private_key)
        self._private_key = private_key
        self._lock_database = lock_database
        with self._locked() as connection:
            connection.execute(TABLE)

    @property
    def name(self) -> str:
        """The log's origin."""
        return self.key.name

    def last_note(self) -> str | None:
        """The note signed or adopted last; None for a log not begun here."""
        with self._locked() as connection:
            row = connection.execute(
                "SELECT note FROM last WHERE origin = ?", [self.name]
            ).fetchone()
        return row[0] if row else None

    def last(self) -> Checkpoint | None:
        """The checkpoint signed or adopted last; None for a log not begun here."""
        last_note = self.last_note()
        return parse_checkpoint(note.parse(last_note).text) if last_note else None

    def begin(self) -> str:
        """The signed checkpoint of a new, empty log: once, when a place is made.

        Without it nothing is signed: a lost lock database looks like a new one, and
        only people know whether anything was published. Refuses a log begun already.
        """
        empty = Checkpoint(self.name, 0, EMPTY_ROOT)
        with self._locked() as connection:
            if self._row(connection) is not None:
                raise SigningRefused("This log has been begun already.")
            return self._sign_and_keep(connection, empty)

    def sign(self, checkpoint: Checkpoint, consistency_proof: Sequence[bytes]) -> str:
        """The signed note, which was made durable as the last one before it is given.

        `consistency_proof` leads from the last signed checkpoint to this one. The same
        checkpoint again gives the same note. Refuses another log's checkpoint, one
        smaller than the last, another root at the same size, growth that is not proved,
        and every checkpoint of a log neither begun nor adopted.
        """
        if checkpoint.origin != self.name:
            raise SigningRefused("This key signs for another log.")
        with self._locked() as connection:
            row = self._row(connection)
            if row is None:
                raise SigningRefused("This log must be begun or adopted first.")
            size, root, last_note = row
            self._check_continues(size, root, checkpoint, consistency_proof)
            if checkpoint.size == size:
                return last_note
            return self._sign_and_keep(connection, checkpoint)

    def adopt(
        self, note_text: str, verifier: note.VerifierKey | None = None
    ) -> Checkpoint:
        """Takes a published checkpoint as the last one signed: after a restore.

        It must carry the signature of this log's own key, or of `verifier`, an earlier
        key of the same log. Refuses it if a larger one was signed, or another root at
        the same size: somebody then has two histories.
        """
        if verifier is not None and verifier.name != self.name:
            raise SigningRefused("The key given belongs to another log.")
        checkpoint = open_checkpoint(note_text, log_key=verifier or self.key)
        with self._locked() as connection:
            size, root, _ = self._row(connection) or (0, EMPTY_ROOT, "")
            if checkpoint.size < size:
                raise SigningRefused("A larger log than this one was already signed.")
            if checkpoint.size == size and checkpoint.root != root:
                raise SigningRefused("Another root of this size was already signed.")
            self._keep(connection, checkpoint, note_text)
        return checkpoint

    def _check_continues(
        self, size: int, root: bytes, checkpoint: Checkpoint, proof: Sequence[bytes]
    ) -> None:
        if checkpoint.size < size:
            raise SigningRefused("A larger log than this one was already signed.")
        if checkpoint.size == size:
            if checkpoint.root != root:
                raise SigningRefused("Another root of this size was already signed.")
            return
        try:
            verify_consistency(size, root, checkpoint.size, checkpoint.root, proof)
        except ProofRefused as error:
            raise SigningRefused(
                f"The log does not continue what was signed last. {error}"
            ) from error

    def _sign_and_keep(
        self, connection: sqlite3.Connection, checkpoint: Checkpoint
    ) -> str:
        signed = note.sign(checkpoint.text, self.name, self._private_key)
        self._keep(connection, checkpoint, signed)
        return signed

    def _keep(
        self, connection: sqlite3.Connection, checkpoint: Checkpoint, signed: str
    ) -> None:
        connection.execute(
            "INSERT INTO last (origin, size, root, note) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (origin) DO UPDATE"
            " SET size = excluded.size, root = excluded.root, note = excluded.note",
            [self.name, checkpoint.size, checkpoint.root, signed],
        )

    def _row(self, connection: sqlite3.Connection) -> tuple[int, bytes, str] | None:
        row: tuple[int, bytes, str] | None = connection.execute(
            "SELECT size, root, note FROM last WHERE origin = ?", [self.name]
        ).fetchone()
        return row

    @contextmanager
    def _locked(self) -> Iterator[sqlite3.Connection]:
        """One write transaction, durable when the block ends, undone when it raises."""
        connection = sqlite3.connect(
            self._lock_database, timeout=WAIT_SECONDS, isolation_level=None
        )
        try:
            # EXTRA is FULL and also syncs the folder when the journal goes: with
            # FULL alone a power cut could bring the journal back, and the old row.
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        finally:
            connection.close()
