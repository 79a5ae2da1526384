"""The tree and its proofs, against RFC 6962's definition and its reference vectors."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingbai.lib.tlog.audit import audit
from mingbai.lib.tlog.checkpoint import Checkpoint
from mingbai.lib.tlog.hashing import EMPTY_ROOT, leaf_hash, node_hash, root_hash
from mingbai.lib.tlog.proofs import (
    consistency_proof,
    inclusion_proof,
    verify_consistency,
    verify_inclusion,
)
from mingbai.lib.tlog.refused import (
    FileConflict,
    FileMissing,
    Malformed,
    ProofRefused,
)
from tests.lib.grown_log import GrownLog, some_entries

# The reference implementation of Certificate Transparency tests itself with these.
VECTOR_ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
VECTOR_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
VECTOR_INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (0, 1): [],
}
VECTOR_CONSISTENCY = {
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}

sizes = st.one_of(
    st.integers(1, 40),
    st.integers(1, 1200),
    st.sampled_from([255, 256, 257, 511, 512, 513]),
)
few = settings(max_examples=40, deadline=None)


def brute_force_root(hashes: Sequence[bytes]) -> bytes:
    """The recursive definition of RFC 6962, section 2.1, word for word."""
    if not hashes:
        return EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(brute_force_root(hashes[:split]), brute_force_root(hashes[split:]))


def test_a_wrong_leaf_is_refused() -> None:
    tree = GrownLog(some_entries(300)).tree
    proof = inclusion_proof(tree, 7)
    with pytest.raises(ProofRefused, match="root"):
        verify_inclusion(leaf_hash(b"entry 8"), 7, 300, proof, tree.root())


def test_the_right_leaf_at_a_wrong_place_is_refused() -> None:
    tree = GrownLog(some_entries(300)).tree
    proof = inclusion_proof(tree, 7)
    for index in (-1, 6, 8, 299, 300):
        with pytest.raises(ProofRefused):
            verify_inclusion(leaf_hash(b"entry 7"), index, 300, proof, tree.root())


def test_a_proof_too_short_too_long_or_of_odd_hashes_is_refused() -> None:
    tree = GrownLog(some_entries(300)).tree
    leaf = leaf_hash(b"entry 7")
    proof = inclusion_proof(tree, 7)
    for spoilt in (proof[:-1], (*proof, proof[0]), (*proof[:-1], proof[-1][:31]), ()):
        with pytest.raises(ProofRefused):
            verify_inclusion(leaf, 7, 300, spoilt, tree.root())


def test_the_right_root_under_a_wrong_size_is_refused() -> None:
    tree = GrownLog(some_entries(8)).tree
    leaf = leaf_hash(b"entry 0")
    proof = inclusion_proof(tree, 0)
    growth = consistency_proof(tree, 4)
    for size, complaint in ((16, "shorter"), (4, "longer")):
        with pytest.raises(ProofRefused, match=complaint):
            verify_inclusion(leaf, 0, size, proof, tree.root())
    with pytest.raises(ProofRefused, match="shorter"):
        verify_consistency(4, tree.root(4), 16, tree.root(), growth)
    with pytest.raises(ProofRefused, match="longer"):
        verify_consistency(4, tree.root(4), 8, tree.root(), (*growth, growth[0]))


def test_a_rewritten_old_entry_is_refused_by_the_consistency_proof() -> None:
    entries = some_entries(700)
    old = GrownLog(entries[:520]).tree
    entries[3] = b"entry 3, afterwards"
    rewritten = GrownLog(entries).tree
    proof = consistency_proof(rewritten, 520)
    with pytest.raises(ProofRefused, match="beginning"):
        verify_consistency(520, old.root(), 700, rewritten.root(), proof)


def test_a_log_that_shrank_is_refused() -> None:
    tree = GrownLog(some_entries(9)).tree
    with pytest.raises(ProofRefused, match="smaller"):
        verify_consistency(9, tree.root(), 8, tree.root(8), ())


def test_growth_without_a_proof_and_proofs_without_growth_are_refused() -> None:
    tree = GrownLog(some_entries(9)).tree
    root = tree.root()
    with pytest.raises(ProofRefused, match="empty"):
        verify_consistency(8, tree.root(8), 9, root, ())
    with pytest.raises(ProofRefused, match="must be empty"):
        verify_consistency(9, root, 9, root, (root,))
    with pytest.raises(ProofRefused, match="different roots"):
        verify_consistency(9, root, 9, tree.root(8), ())
    with pytest.raises(ProofRefused, match="hash of nothing"):
        verify_consistency(0, root, 9, root, ())


def test_a_missing_or_shortened_tile_is_refused() -> None:
    log = GrownLog(some_entries(300))
    log.files["tile/0/000"] = log.files["tile/0/000"][:-1]
    with pytest.raises(Malformed, match="tile/0/000"):
        inclusion_proof(log.tree, 3)
    del log.files["tile/0/000"]
    with pytest.raises(FileMissing):
        inclusion_proof(log.tree, 3)


def test_sizes_and_entries_outside_the_log_are_refused() -> None:
    tree = GrownLog(some_entries(5)).tree
    for index, size in ((5, 5), (-1, 5), (0, 6), (0, 0)):
        with pytest.raises(IndexError):
            inclusion_proof(tree, index, size)
    for old_size, size in ((6, 5), (-1, 5), (3, 6)):
        with pytest.raises(IndexError):
            consistency_proof(tree, old_size, size)
    with pytest.raises(IndexError):
        tree.root(6)


@few
@given(st.data())
def test_one_flipped_bit_in_a_tile_is_refused(data: st.DataObject) -> None:
    log = GrownLog(some_entries(data.draw(st.integers(2, 600))))
    index = data.draw(st.integers(0, log.size - 1))
    root = log.tree.root()
    leaf = log.tree.leaf(index)
    proof = inclusion_proof(log.tree, index)
    path = data.draw(st.sampled_from([p for p in log.files if "entries" not in p]))
    tile = bytearray(log.files[path])
    tile[data.draw(st.integers(0, len(tile) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    log.files[path] = bytes(tile)
    with pytest.raises(FileConflict):
        audit(log.read, Checkpoint("example.test/log1", log.size, root))
    spoilt = inclusion_proof(log.tree, index)
    # A bit off this entry's own way to the root leaves its proof as it was.
    if spoilt != proof:
        with pytest.raises(ProofRefused):
            verify_inclusion(leaf, index, log.size, spoilt, root)


@few
@given(st.data())
def test_one_flipped_bit_in_a_proof_is_refused(data: st.DataObject) -> None:
    tree = GrownLog(some_entries(data.draw(st.integers(3, 600)))).tree
    old_size = data.draw(st.integers(1, tree.size - 1))
    proof = list(consistency_proof(tree, old_size))
    at = data.draw(st.integers(0, len(proof) - 1))
    proof[at] = bytes([proof[at][0] ^ 1]) + proof[at][1:]
    with pytest.raises(ProofRefused):
        verify_consistency(old_size, tree.root(old_size), tree.size, tree.root(), proof)


def test_the_empty_log_has_the_root_of_nothing() -> None:
    assert GrownLog().tree.root() == root_hash([]) == EMPTY_ROOT
    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c149afbf4c8996fb924")


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference_implementation(size: int) -> None:
    log = GrownLog(VECTOR_ENTRIES[:size])
    assert log.tree.root().hex() == VECTOR_ROOTS[size - 1]


@pytest.mark.parametrize(("where", "hashes"), VECTOR_INCLUSION.items())
def test_inclusion_proofs_are_those_of_the_reference_implementation(
    where: tuple[int, int], hashes: list[str]
) -> None:
    tree = GrownLog(VECTOR_ENTRIES).tree
    index, size = where
    proof = inclusion_proof(tree, index, size)
    assert [digest.hex() for digest in proof] == hashes
    verify_inclusion(
        leaf_hash(VECTOR_ENTRIES[index]), index, size, proof, tree.root(size)
    )


@pytest.mark.parametrize(("between", "hashes"), VECTOR_CONSISTENCY.items())
def test_consistency_proofs_are_those_of_the_reference_implementation(
    between: tuple[int, int], hashes: list[str]
) -> None:
    tree = GrownLog(VECTOR_ENTRIES).tree
    old_size, size = between
    proof = consistency_proof(tree, old_size, size)
    assert [digest.hex() for digest in proof] == hashes
    verify_consistency(old_size, tree.root(old_size), size, tree.root(size), proof)


def test_every_entry_of_every_small_log_is_proved_at_every_size() -> None:
    tree = GrownLog(some_entries(40)).tree
    for size in range(1, 41):
        for index in range(size):
            proof = inclusion_proof(tree, index, size)
            verify_inclusion(
                leaf_hash(b"entry %d" % index), index, size, proof, tree.root(size)
            )


def test_every_small_log_continues_every_smaller_one() -> None:
    tree = GrownLog(some_entries(70)).tree
    for size in range(71):
        for old_size in range(size + 1):
            proof = consistency_proof(tree, old_size, size)
            verify_consistency(
                old_size, tree.root(old_size), size, tree.root(size), proof
            )


@few
@given(size=sizes, data=st.data())
def test_a_log_of_any_size_agrees_with_the_definition(
    size: int, data: st.DataObject
) -> None:
    entries = some_entries(size)
    hashes = list(map(leaf_hash, entries))
    tree = GrownLog(entries).tree
    assert tree.root() == brute_force_root(hashes) == root_hash(hashes)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(tree, index)
    verify_inclusion(hashes[index], index, size, proof, tree.root())
    old_size = data.draw(st.integers(0, size))
    old_root = brute_force_root(hashes[:old_size])
    assert tree.root(old_size) == old_root
    proof = consistency_proof(tree, old_size)
    verify_consistency(old_size, old_root, size, tree.root(), proof)


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537])
def test_a_log_around_a_full_tile_of_tiles_agrees_with_the_definition(
    size: int,
) -> None:
    hashes = list(map(leaf_hash, some_entries(size)))
    tree = GrownLog(some_entries(size)).tree
    assert tree.root() == brute_force_root(hashes)
    for index in (0, 255, 256, 65_279, 65_280, size - 1):
        proof = inclusion_proof(tree, index)
        verify_inclusion(hashes[index], index, size, proof, tree.root())
    for old_size in (1, 255, 256, 65_280, 65_534):
        old_root = brute_force_root(hashes[:old_size])
        proof = consistency_proof(tree, old_size)
        verify_consistency(old_size, old_root, size, tree.root(), proof)
