"""Offline proofs: the file a citizen keeps."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingbai.lib.tlog import note
from mingbai.lib.tlog.checkpoint import Checkpoint
from mingbai.lib.tlog.proof_file import ProofFile, parse_proof_file
from mingbai.lib.tlog.proofs import inclusion_proof
from mingbai.lib.tlog.refused import Malformed, ProofRefused, SignatureRefused
from tests.lib.grown_log import GrownLog, some_entries

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = note.verifier_key("example.test/log1", SECRET)
LOG = GrownLog(some_entries(300))
CHECKPOINT = Checkpoint(KEY.name, LOG.size, LOG.tree.root())
SIGNED = note.sign(CHECKPOINT.text, KEY.name, SECRET)
# The example of the specification, its signatures being shortened there as well.
SPEC_FILE = (
    "c2sp.org/tlog-proof@v1\n"
    "extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6\n"
    "index 73894\n"
    "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n"
    "B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n"
    "\n"
    "example.com/fancylog\n"
    "109482\n"
    "sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n"
    "\n"
    "— example.com/fancylog hI2DJ1roloI=\n"
)


def proof_file(index: int = 7, extra: bytes | None = None) -> ProofFile:
    return ProofFile(index, inclusion_proof(LOG.tree, index), SIGNED, extra)


def test_a_proof_of_another_entry_is_refused() -> None:
    with pytest.raises(ProofRefused):
        proof_file().verify(b"entry 8", log_key=KEY)


def test_a_proof_under_another_key_is_refused() -> None:
    other = note.verifier_key(KEY.name, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    with pytest.raises(SignatureRefused):
        proof_file().verify(b"entry 7", log_key=other)


def test_a_proof_whose_text_was_changed_is_refused() -> None:
    text = proof_file().text
    for changed in (
        text.replace("index 7\n", "index 8\n"),
        text.replace("\n300\n", "\n301\n"),
    ):
        with pytest.raises((ProofRefused, SignatureRefused)):
            parse_proof_file(changed).verify(b"entry 7", log_key=KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        SPEC_FILE.replace("@v1", "@v2"),
        SPEC_FILE.replace("index 73894\n", ""),
        SPEC_FILE.replace("index 73894", "index 073894"),
        SPEC_FILE.replace("index 73894", "index"),
        SPEC_FILE.replace("extra YWdl", "extra !!!!"),
        SPEC_FILE.replace("gSKy", "gSK"),
        SPEC_FILE.replace("B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=", "AAAA"),
        SPEC_FILE.replace("index", "index 1\nextra"),
        SPEC_FILE.partition("\n\n")[0],
        SPEC_FILE.replace(
            "73894\n", "73894\n" + "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n" * 62
        ),
    ],
)
def test_any_other_form_of_a_proof_file_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        parse_proof_file(text)


def test_the_example_of_the_specification_is_read_and_written() -> None:
    parsed = parse_proof_file(SPEC_FILE)
    assert (parsed.index, len(parsed.proof)) == (73894, 2)
    assert parsed.extra == b"age-v1.2.1-darwin-arm64.tar.gz"
    assert parsed.checkpoint.startswith("example.com/fancylog\n109482\n")
    assert parsed.text == SPEC_FILE


@pytest.mark.parametrize("extra", [None, b"", b"what the application adds"])
def test_a_proof_file_proves_its_entry(extra: bytes | None) -> None:
    for index in (0, 7, 255, 256, 299):
        written = proof_file(index, extra).text
        entry = b"entry %d" % index
        parsed = parse_proof_file(written)
        assert parsed.extra == extra
        assert parsed.verify(entry, log_key=KEY) == CHECKPOINT


def test_a_log_of_one_entry_needs_no_hashes() -> None:
    log = GrownLog([b"alone"])
    checkpoint = Checkpoint(KEY.name, 1, log.tree.root())
    signed = note.sign(checkpoint.text, KEY.name, SECRET)
    written = ProofFile(0, (), signed).text
    assert parse_proof_file(written).verify(b"alone", log_key=KEY) == checkpoint
