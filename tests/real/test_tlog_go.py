"""Go's `sumdb/note` and `sumdb/tlog`, unmodified, verify a log of ours.

They come from Debian's golang-go and golang-golang-x-mod-dev, without any download.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingbai.lib.tlog import note
from mingbai.lib.tlog.checkpoint import Checkpoint
from mingbai.lib.tlog.leaf import KINDS, encode_leaf
from mingbai.lib.tlog.lines import write_base64
from mingbai.lib.tlog.proofs import Proof, consistency_proof, inclusion_proof
from mingbai.lib.tlog.signer import Signer
from mingbai.lib.tlog.store import Store
from mingbai.lib.tlog.tiles import growth
from mingbai.lib.tlog.tree import Tree
from tests.requires import require

GO_PATH = Path("/usr/share/gocode")
PROGRAM = Path(__file__).parent / "go" / "verify_log.go"
ORIGIN = "example.test/log1"
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OLD_SIZE, SIZE = 65_700, 70_000
INDEXES = sorted({0, 1, 255, 256, 65_535, 65_536, 69_887, 69_888, SIZE - 1})
INDEXES += range(1_000, SIZE, 997)


@dataclass(frozen=True)
class PublishedLog:
    """A log folder, and beside it what an outsider has: an older note and proofs."""

    folder: Path
    outside: Path

    def copy_to(self, target: Path) -> "PublishedLog":
        shutil.copytree(self.folder, target / "log")
        shutil.copytree(self.outside, target / "outside")
        return PublishedLog(target / "log", target / "outside")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The verifier, compiled in GOPATH mode, so that nothing is fetched."""
    require(shutil.which("go") is not None, "Go (apt install golang-go)")
    package = GO_PATH / "src" / "golang.org" / "x" / "mod" / "sumdb" / "tlog"
    require(package.is_dir(), "Go's tlog (apt install golang-golang-x-mod-dev)")
    folder = tmp_path_factory.mktemp("go")
    surroundings = os.environ | {
        "GO111MODULE": "off",
        "GOPATH": str(GO_PATH),
        "GOFLAGS": "",
        "GOCACHE": str(folder / "cache"),
        "CGO_ENABLED": "0",
    }
    subprocess.run(
        ["go", "build", "-o", str(folder / "verify_log"), str(PROGRAM)],
        env=surroundings,
        check=True,
        timeout=300,
    )
    return folder / "verify_log"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublishedLog]:
    """A log of 70,000 leaves, signed at 65,700 and again when it was complete."""
    folder = tmp_path_factory.mktemp("published")
    outside = folder / "outside"
    outside.mkdir()
    store = Store(folder / "log")
    signer = Signer(folder / "lock.sqlite3", ORIGIN, SECRET)
    signer.begin()
    started = time.monotonic()
    for size in (OLD_SIZE, SIZE):
        tick(store, signer, size)
        (outside / f"checkpoint-{size}").write_text(store.checkpoint() or "")
    # Bulk growth is a matter of seconds; hashing the log anew for every leaf is not.
    assert time.monotonic() - started < 60
    tree = Tree(store.read, SIZE)
    for index in INDEXES:
        write_proof(outside / str(index), inclusion_proof(tree, index))
    write_proof(outside / "consistency", consistency_proof(tree, OLD_SIZE))
    yield PublishedLog(folder / "log", outside)
    shutil.rmtree(folder)


def tick(store: Store, signer: Signer, size: int) -> None:
    last = signer.last()
    assert last is not None
    entries = [leaf(index) for index in range(last.size, size)]
    store.write(growth(last.size, entries, store.read))
    tree = Tree(store.read, size)
    checkpoint = Checkpoint(ORIGIN, size, tree.root())
    store.publish(signer.sign(checkpoint, consistency_proof(tree, last.size)))


def leaf(index: int) -> bytes:
    return encode_leaf(KINDS[index % len(KINDS)], sha256(b"%d" % index).digest())


def write_proof(path: Path, proof: Proof) -> None:
    path.write_text("\n".join(map(write_base64, proof)) + "\n")


def verify(
    program: Path, log: PublishedLog, *, key: Ed25519PrivateKey = SECRET
) -> subprocess.CompletedProcess[str]:
    vkey = str(note.verifier_key(ORIGIN, key))
    older = str(log.outside / f"checkpoint-{OLD_SIZE}")
    return subprocess.run(
        [program, log.folder, vkey, older, log.outside, *map(str, INDEXES)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def flip_a_bit(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("path", "at"),
    [
        ("tile/0/000", 32 * 7),
        ("tile/0/273.p/112", 0),
        ("tile/1/000", 32 * 200),
        ("tile/1/001.p/17", 31),
        ("tile/2/000.p/1", 0),
        ("tile/entries/000", 60),
    ],
)
def test_go_refuses_a_log_with_one_flipped_bit(
    program: Path, published: PublishedLog, tmp_path: Path, path: str, at: int
) -> None:
    spoilt = published.copy_to(tmp_path)
    flip_a_bit(spoilt.folder / path, at)
    answer = verify(program, spoilt)
    assert answer.returncode == 1
    assert "inconsistent tile" in answer.stdout or "invalid transparency proof" in (
        answer.stdout
    )


def test_go_refuses_a_changed_checkpoint(
    program: Path, published: PublishedLog, tmp_path: Path
) -> None:
    spoilt = published.copy_to(tmp_path)
    checkpoint = spoilt.folder / "checkpoint"
    checkpoint.write_text(checkpoint.read_text().replace("\n70000\n", "\n70001\n"))
    answer = verify(program, spoilt)
    assert (answer.returncode, answer.stdout) == (
        1,
        f"invalid signature for key {ORIGIN}+{key_id()}\n",
    )


def key_id() -> str:
    return note.verifier_key(ORIGIN, SECRET).key_id.hex()


def test_go_refuses_another_key(program: Path, published: PublishedLog) -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    answer = verify(program, published, key=other)
    assert (answer.returncode, answer.stdout) == (
        1,
        "note has no verifiable signatures\n",
    )


def test_go_refuses_an_older_log_that_this_one_does_not_continue(
    program: Path, published: PublishedLog, tmp_path: Path
) -> None:
    spoilt = published.copy_to(tmp_path)
    fork = Checkpoint(ORIGIN, OLD_SIZE, sha256(b"another history").digest())
    forked_note = note.sign(fork.text, ORIGIN, SECRET)
    (spoilt.outside / f"checkpoint-{OLD_SIZE}").write_text(forked_note)
    answer = verify(program, spoilt)
    assert answer.returncode == 1
    assert f"growth from {OLD_SIZE}: invalid transparency proof" in answer.stdout


def test_go_refuses_a_proof_of_ours_with_one_flipped_bit(
    program: Path, published: PublishedLog, tmp_path: Path
) -> None:
    spoilt = published.copy_to(tmp_path)
    proof = (spoilt.outside / "256").read_text()
    first = "B" if proof.startswith("A") else "A"
    (spoilt.outside / "256").write_text(first + proof[1:])
    answer = verify(program, spoilt)
    assert answer.returncode == 1
    assert "entry 256: invalid transparency proof" in answer.stdout


def test_go_verifies_a_log_of_seventy_thousand(
    program: Path, published: PublishedLog
) -> None:
    answer = verify(program, published)
    assert (answer.returncode, answer.stdout) == (
        0,
        f"verified {len(INDEXES)} entries of {SIZE}\n",
    )
