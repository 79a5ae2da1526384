"""Signed notes, checkpoints and proof files: the texts that strangers verify."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from mingbai.lib.tlog import note
from mingbai.lib.tlog.checkpoint import (
    Checkpoint,
    open_checkpoint,
    parse_checkpoint,
)
from mingbai.lib.tlog.hashing import EMPTY_ROOT
from mingbai.lib.tlog.lines import read_base64, write_base64
from mingbai.lib.tlog.refused import Malformed, SignatureRefused

# The example of the signed-note specification.
SPEC_NOTE = (
    "Ognuno sta solo sul cuor della terra\n"
    "trafitto da un raggio di sole:\n"
    "\n"
    "ed è subito sera.\n"
    "\n"
    "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC"
    "+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
)
# The example of Go's note package, whose keys are published with it.
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_NOTE = (
    GO_TEXT + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1F"
    "FYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01"
    "oOTGwnWLox33WWd1RvMc+QQ=\n"
)
# The example of the checkpoint specification.
SPEC_CHECKPOINT = (
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
)
ORIGIN = "example.test/log1"


def key_of(seed: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


KEY = note.verifier_key(ORIGIN, key_of(1))
WITNESS = note.verifier_key("witness.test", key_of(2))


def note_of(text: str, *, also: str = "") -> str:
    return note.sign(text, ORIGIN, key_of(1)) + also


def signature_line(text: str, name: str, seed: int) -> str:
    return str(note.parse(note.sign(text, name, key_of(seed))).signatures[0])


def test_a_changed_text_is_refused() -> None:
    with pytest.raises(SignatureRefused, match="wrong"):
        note.verify(note_of("yes\n").replace("yes", "no"), [KEY])


def test_a_note_no_known_key_signed_is_refused() -> None:
    for keys in ([], [WITNESS], [note.verifier_key(ORIGIN, key_of(3))]):
        with pytest.raises(SignatureRefused, match="No known key"):
            note.verify(note_of("yes\n"), keys)


def test_one_bad_known_signature_refuses_a_note_with_good_ones() -> None:
    bad = signature_line("no\n", WITNESS.name, 2)
    encoded = note_of("yes\n", also=bad)
    with pytest.raises(SignatureRefused, match=r"witness\.test"):
        note.verify(encoded, [KEY, WITNESS])
    assert len(note.verify(encoded, [KEY]).signatures) == 1


def test_a_second_bad_signature_of_the_same_key_is_refused() -> None:
    with pytest.raises(SignatureRefused):
        note.verify(note_of("yes\n", also=signature_line("no\n", ORIGIN, 1)), [KEY])


@pytest.mark.parametrize("sign", ["\t", "\r", "\0", "\x1f", "\x0b", "\udc80"])
def test_control_characters_and_broken_unicode_are_refused(sign: str) -> None:
    with pytest.raises(Malformed):
        note.sign(f"a{sign}b\n", ORIGIN, key_of(1))
    with pytest.raises(Malformed):
        note.parse(note_of("ab\n").replace("ab", f"a{sign}b"))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b", "a\u00a0b", "a\nb"])
def test_a_key_name_that_could_be_misread_is_refused(name: str) -> None:
    with pytest.raises(Malformed, match="name"):
        note.sign("text\n", name, key_of(1))


def test_a_text_without_a_final_line_feed_is_refused() -> None:
    for text in ("", "text"):
        with pytest.raises(Malformed, match="line feed"):
            note.sign(text, ORIGIN, key_of(1))


@pytest.mark.parametrize(
    "spoilt",
    [
        "",
        GO_TEXT,
        GO_TEXT + "\n",
        GO_NOTE[:-1],
        GO_NOTE + "\n",
        GO_NOTE.replace("—", "-"),
        GO_NOTE.replace("— ", "—"),
        GO_NOTE.replace("— PeterNeumann ", "— Peter Neumann "),
        GO_NOTE.replace("— PeterNeumann ", "— "),
        GO_NOTE.replace("nAM=", "nAM"),
        GO_NOTE.replace("nAM=", "nA!="),
        GO_TEXT + "\n— PeterNeumann x08gow==\n",
        GO_TEXT + "\n— PeterNeumann\n",
    ],
)
def test_any_other_form_of_a_note_is_refused(spoilt: str) -> None:
    with pytest.raises(Malformed):
        note.parse(spoilt)


def test_more_than_a_hundred_signatures_are_refused() -> None:
    with pytest.raises(Malformed, match="100"):
        note.parse(note_of("yes\n", also=ENOCH * 100))


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann",
        GO_VKEY.replace("c74f20a3", "c74f20a4"),
        GO_VKEY.replace("c74f20a3", ""),
        GO_VKEY.replace("PeterNeumann", "PeterNeuman"),
        GO_VKEY.replace("+ARpc", "+BBpc"),
        GO_VKEY[:-4],
        GO_VKEY + "AAAA",
    ],
)
def test_a_verifier_key_with_anything_wrong_is_refused(vkey: str) -> None:
    with pytest.raises(Malformed):
        note.parse_vkey(vkey)


def test_the_example_of_the_specification_is_read() -> None:
    parsed = note.parse(SPEC_NOTE)
    assert parsed.text.endswith("\n\ned è subito sera.\n")
    (line,) = parsed.signatures
    assert line.name == "quasimodo.example/salvatore"
    assert (line.key_id.hex(), len(line.signature)) == ("367ba04b", 64)
    assert str(parsed) == SPEC_NOTE


def test_the_example_of_go_is_verified_and_signed_alike() -> None:
    key = note.parse_vkey(GO_VKEY)
    assert str(key) == GO_VKEY
    assert note.verify(GO_NOTE, [key]).text == GO_TEXT
    secret = Ed25519PrivateKey.from_private_bytes(read_base64(GO_SECRET)[1:])
    assert note.sign(GO_TEXT, "PeterNeumann", secret) == GO_NOTE


def test_signatures_of_unknown_keys_are_ignored() -> None:
    same_name = signature_line("no\n", ORIGIN, 3)
    other_algorithm = f"— {ORIGIN} {write_base64(b'abcd' + b'x' * 2420)}\n"
    same_id = f"— somebody {write_base64(KEY.key_id + bytes(64))}\n"
    encoded = note_of("yes\n", also=same_name + other_algorithm + same_id + ENOCH * 13)
    verified = note.verify(encoded, [KEY])
    assert [line.key_id for line in verified.signatures] == [KEY.key_id]


def test_several_known_keys_are_all_verified() -> None:
    encoded = note_of("yes\n", also=signature_line("yes\n", WITNESS.name, 2))
    verified = note.verify(encoded, [WITNESS, KEY])
    assert [line.name for line in verified.signatures] == [ORIGIN, WITNESS.name]


@given(st.text(st.characters(min_codepoint=32, codec="utf-8") | st.just("\n")))
def test_any_clean_text_comes_back_signed(text: str) -> None:
    assert note.verify(note_of(text + "\n"), [KEY]).text == text + "\n"


def test_a_checkpoint_only_a_witness_signed_is_refused() -> None:
    text = Checkpoint(ORIGIN, 0, EMPTY_ROOT).text
    encoded = note.sign(text, WITNESS.name, key_of(2))
    with pytest.raises(SignatureRefused, match="itself"):
        open_checkpoint(encoded, log_key=KEY, witnesses=[WITNESS])


def test_a_checkpoint_with_a_wrong_witness_is_refused() -> None:
    text = Checkpoint(ORIGIN, 0, EMPTY_ROOT).text
    encoded = note_of(text, also=signature_line("no\n", WITNESS.name, 2))
    with pytest.raises(SignatureRefused):
        open_checkpoint(encoded, log_key=KEY, witnesses=[WITNESS])


def test_a_checkpoint_of_another_log_is_refused() -> None:
    encoded = note_of(Checkpoint("example.test/log2", 0, EMPTY_ROOT).text)
    with pytest.raises(SignatureRefused, match="another log"):
        open_checkpoint(encoded, log_key=KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        SPEC_CHECKPOINT[:-1],
        SPEC_CHECKPOINT + "\n",
        "\n" + SPEC_CHECKPOINT,
        SPEC_CHECKPOINT.replace("20852163", "020852163"),
        SPEC_CHECKPOINT.replace("20852163", "-1"),
        SPEC_CHECKPOINT.replace("20852163", "２０"),
        SPEC_CHECKPOINT.replace("20852163", "9" * 20),
        SPEC_CHECKPOINT.replace("20852163", "0"),
        SPEC_CHECKPOINT.replace("q2I=", "q2I"),
        SPEC_CHECKPOINT.replace("q2I=", "q2J="),
        SPEC_CHECKPOINT.replace("q2I=", ""),
        SPEC_CHECKPOINT.split("\n", 1)[1],
    ],
)
def test_any_other_form_of_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        ("", 1, bytes(32)),
        ("two\nlines", 1, bytes(32)),
        (ORIGIN, -1, bytes(32)),
        (ORIGIN, 1, bytes(31)),
        (ORIGIN, 0, bytes(32)),
    ],
)
def test_a_checkpoint_that_cannot_be_is_refused(
    origin: str, size: int, root: bytes
) -> None:
    with pytest.raises(Malformed):
        Checkpoint(origin, size, root)


def test_the_checkpoint_of_the_specification_is_read_and_written() -> None:
    checkpoint = parse_checkpoint(SPEC_CHECKPOINT)
    assert (checkpoint.origin, checkpoint.size) == (
        "example.com/behind-the-sofa",
        20852163,
    )
    assert checkpoint.text == SPEC_CHECKPOINT


def test_extension_lines_of_a_checkpoint_are_left_aside() -> None:
    extended = parse_checkpoint(SPEC_CHECKPOINT + "an extension\n")
    assert extended == parse_checkpoint(SPEC_CHECKPOINT)


def test_a_checkpoint_its_log_and_a_witness_signed_is_opened() -> None:
    checkpoint = Checkpoint(ORIGIN, 3, bytes(range(32)))
    also = signature_line(checkpoint.text, WITNESS.name, 2)
    encoded = note_of(checkpoint.text, also=also)
    assert open_checkpoint(encoded, log_key=KEY, witnesses=[WITNESS]) == checkpoint
