"""The signer never contradicts itself, whoever asks and however often it is killed."""

import multiprocessing
import os
import signal
import sqlite3
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingbai.lib.tlog import note
from mingbai.lib.tlog.checkpoint import Checkpoint, open_checkpoint
from mingbai.lib.tlog.hashing import EMPTY_ROOT
from mingbai.lib.tlog.proofs import Proof, consistency_proof
from mingbai.lib.tlog.refused import SignatureRefused, SigningRefused
from mingbai.lib.tlog.signer import Signer
from tests.lib.grown_log import GrownLog, some_entries

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_SECRET = Ed25519PrivateKey.from_private_bytes(bytes(32))
ORIGIN = "example.test/log1"
FORK = multiprocessing.get_context("fork")
LOG = GrownLog(some_entries(300))
OTHER_LOG = GrownLog([b"another history", *some_entries(299)])


def checkpoint_at(size: int, log: GrownLog = LOG) -> Checkpoint:
    return Checkpoint(ORIGIN, size, log.tree.root(size))


def proof_between(old_size: int, size: int, log: GrownLog = LOG) -> Proof:
    return consistency_proof(log.tree, old_size, size)


def begun(tmp_path: Path) -> Signer:
    signer = Signer(tmp_path / "lock.sqlite3", ORIGIN, SECRET)
    signer.begin()
    return signer


def signed_up_to_200(tmp_path: Path) -> Signer:
    signer = begun(tmp_path)
    signer.sign(checkpoint_at(200), proof_between(0, 200))
    return signer


def test_a_log_neither_begun_nor_adopted_is_not_signed(tmp_path: Path) -> None:
    signer = Signer(tmp_path / "lock.sqlite3", ORIGIN, SECRET)
    for checkpoint in (checkpoint_at(200), checkpoint_at(0)):
        with pytest.raises(SigningRefused, match="begun or adopted"):
            signer.sign(checkpoint, ())
    assert signer.last() is None


def test_a_log_is_not_begun_twice(tmp_path: Path) -> None:
    signer = signed_up_to_200(tmp_path)
    with pytest.raises(SigningRefused, match="begun already"):
        signer.begin()
    assert signer.last() == checkpoint_at(200)


def test_a_smaller_log_is_not_signed(tmp_path: Path) -> None:
    signer = signed_up_to_200(tmp_path)
    for size in (0, 1, 199):
        with pytest.raises(SigningRefused, match="larger"):
            signer.sign(checkpoint_at(size), ())
    assert signer.last() == checkpoint_at(200)


def test_another_root_of_the_same_size_is_not_signed(tmp_path: Path) -> None:
    signer = signed_up_to_200(tmp_path)
    with pytest.raises(SigningRefused, match="Another root"):
        signer.sign(checkpoint_at(200, OTHER_LOG), ())
    assert signer.last() == checkpoint_at(200)


def test_growth_that_does_not_continue_the_last_is_not_signed(tmp_path: Path) -> None:
    signer = signed_up_to_200(tmp_path)
    for checkpoint, proof in (
        (checkpoint_at(300), ()),
        (checkpoint_at(300), proof_between(199, 300)),
        (checkpoint_at(300, OTHER_LOG), proof_between(200, 300)),
        (checkpoint_at(300, OTHER_LOG), proof_between(200, 300, OTHER_LOG)),
    ):
        with pytest.raises(SigningRefused, match="does not continue"):
            signer.sign(checkpoint, proof)
    assert signer.last() == checkpoint_at(200)


def test_another_logs_checkpoint_is_not_signed(tmp_path: Path) -> None:
    foreign = Checkpoint("example.test/log2", 300, LOG.tree.root())
    with pytest.raises(SigningRefused, match="another log"):
        signed_up_to_200(tmp_path).sign(foreign, proof_between(200, 300))


def test_a_checkpoint_of_a_foreign_key_is_not_adopted(tmp_path: Path) -> None:
    signer = Signer(tmp_path / "lock.sqlite3", ORIGIN, SECRET)
    forged = note.sign(checkpoint_at(200).text, ORIGIN, OTHER_SECRET)
    with pytest.raises(SignatureRefused):
        signer.adopt(forged)
    foreign_key = note.verifier_key("example.test/log2", OTHER_SECRET)
    with pytest.raises(SigningRefused, match="another log"):
        signer.adopt(forged, foreign_key)
    assert signer.last() is None


def test_a_smaller_or_contradicting_checkpoint_is_not_adopted(tmp_path: Path) -> None:
    signer = signed_up_to_200(tmp_path)
    older = note.sign(checkpoint_at(199).text, ORIGIN, SECRET)
    with pytest.raises(SigningRefused, match="larger"):
        signer.adopt(older)
    fork = note.sign(checkpoint_at(200, OTHER_LOG).text, ORIGIN, SECRET)
    with pytest.raises(SigningRefused, match="Another root"):
        signer.adopt(fork)
    assert signer.last() == checkpoint_at(200)


def test_after_adoption_only_what_continues_it_is_signed(tmp_path: Path) -> None:
    published = note.sign(checkpoint_at(200).text, ORIGIN, SECRET)
    signer = Signer(tmp_path / "lock.sqlite3", ORIGIN, SECRET)
    assert signer.adopt(published) == checkpoint_at(200)
    with pytest.raises(SigningRefused):
        signer.sign(checkpoint_at(199), ())
    with pytest.raises(SigningRefused):
        signer.sign(checkpoint_at(300, OTHER_LOG), proof_between(200, 300, OTHER_LOG))
    signer.sign(checkpoint_at(300), proof_between(200, 300))
    assert signer.last() == checkpoint_at(300)


def test_of_two_processes_that_sign_different_roots_one_wins(tmp_path: Path) -> None:
    for attempt in range(10):
        database = tmp_path / f"{attempt}.sqlite3"
        Signer(database, ORIGIN, SECRET).begin()
        barrier = FORK.Barrier(2)
        racers = [
            FORK.Process(target=race, args=(database, log, barrier))
            for log in (LOG, OTHER_LOG)
        ]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join(60)
        assert sorted(racer.exitcode or 0 for racer in racers) == [0, 3]
        winner = (LOG, OTHER_LOG)[[racer.exitcode for racer in racers].index(0)]
        last = Signer(database, ORIGIN, SECRET).last()
        assert last == checkpoint_at(300, winner)


def race(database: Path, log: GrownLog, barrier: Barrier) -> None:
    """Exits with 0 if its root was signed, with 3 if it was refused."""
    signer = Signer(database, ORIGIN, SECRET)
    checkpoint = checkpoint_at(300, log)
    barrier.wait(30)
    try:
        signer.sign(checkpoint, ())
    except SigningRefused:
        os._exit(3)
    os._exit(0)


def test_a_note_that_was_given_out_survives_a_kill(tmp_path: Path) -> None:
    database = tmp_path / "lock.sqlite3"
    Signer(database, ORIGIN, SECRET).begin()
    process = FORK.Process(target=sign_and_die, args=(database, tmp_path / "note"))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    given_out = (tmp_path / "note").read_text()
    signer = Signer(database, ORIGIN, SECRET)
    assert signer.last_note() == given_out
    with pytest.raises(SigningRefused):
        signer.sign(checkpoint_at(300, OTHER_LOG), ())


def sign_and_die(database: Path, outside: Path) -> None:
    signed = Signer(database, ORIGIN, SECRET).sign(checkpoint_at(300), ())
    outside.write_text(signed)
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_row_that_no_log_can_have_is_refused_by_the_database(tmp_path: Path) -> None:
    begun(tmp_path)
    connection = sqlite3.connect(tmp_path / "lock.sqlite3")
    for change in ("size = -1", "root = x'00'", "size = 'many'"):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(f"UPDATE last SET {change}")
    connection.close()


def test_the_same_checkpoint_again_gives_the_same_note(tmp_path: Path) -> None:
    signer = begun(tmp_path)
    first = signer.sign(checkpoint_at(200), ())
    assert signer.sign(checkpoint_at(200), ()) == first
    again = Signer(tmp_path / "lock.sqlite3", ORIGIN, SECRET)
    assert again.sign(checkpoint_at(200), ()) == first == again.last_note()


def test_a_growing_log_is_signed_step_by_step(tmp_path: Path) -> None:
    signer = Signer(tmp_path / "lock.sqlite3", ORIGIN, SECRET)
    assert open_checkpoint(signer.begin(), log_key=signer.key).root == EMPTY_ROOT
    for old_size, size in ((0, 1), (1, 200), (200, 256), (256, 300)):
        signed = signer.sign(checkpoint_at(size), proof_between(old_size, size))
        assert open_checkpoint(signed, log_key=signer.key) == checkpoint_at(size)
        assert signer.last() == checkpoint_at(size)


def test_several_logs_share_a_lock_database(tmp_path: Path) -> None:
    signed_up_to_200(tmp_path)
    second = Signer(tmp_path / "lock.sqlite3", "example.test/log2", OTHER_SECRET)
    assert second.last() is None
    second.begin()
    assert begun_size(tmp_path) == 200


def begun_size(tmp_path: Path) -> int:
    last = Signer(tmp_path / "lock.sqlite3", ORIGIN, SECRET).last()
    assert last is not None
    return last.size


def test_a_checkpoint_of_the_logs_earlier_key_is_adopted_if_it_is_named(
    tmp_path: Path,
) -> None:
    earlier = note.verifier_key(ORIGIN, OTHER_SECRET)
    published = note.sign(checkpoint_at(200).text, ORIGIN, OTHER_SECRET)
    signer = Signer(tmp_path / "lock.sqlite3", ORIGIN, SECRET)
    assert signer.adopt(published, earlier) == checkpoint_at(200)
    signer.sign(checkpoint_at(300), proof_between(200, 300))
