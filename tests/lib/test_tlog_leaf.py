"""What an entry says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingbai.lib.tlog.leaf import KINDS, Leaf, encode_leaf, parse_leaf
from mingbai.lib.tlog.refused import Malformed

COMMITMENT = bytes(range(32))
GOOD = b"mingbai-leaf/1\nkind event\nc AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"


@pytest.mark.parametrize("kind", ["", "letter", "report", "Intake", "event\n", "erase"])
def test_another_kind_is_refused(kind: str) -> None:
    with pytest.raises(Malformed, match="kind"):
        encode_leaf(kind, COMMITMENT)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_commitment_that_is_not_a_hash_is_refused(length: int) -> None:
    with pytest.raises(Malformed, match="32 bytes"):
        encode_leaf("event", b"a" * length)


@pytest.mark.parametrize(
    "entry",
    [
        b"",
        GOOD[:-1],
        GOOD + b"\n",
        GOOD + b"ref 26-0000001\n",
        GOOD.replace(b"leaf/1", b"leaf/2"),
        GOOD.replace(b"kind event", b"kind  event"),
        GOOD.replace(b"kind event", b"event"),
        GOOD.replace(b"\n", b"\r\n"),
        GOOD.replace(b"8=", b"9="),  # the same bytes in another Base64 spelling
        GOOD.replace(b"c AAEC", b"c \xff\xff"),
        b"\xef\xbb\xbf" + GOOD,
    ],
)
def test_any_other_spelling_of_a_leaf_is_refused(entry: bytes) -> None:
    with pytest.raises(Malformed):
        parse_leaf(entry)


def test_a_leaf_is_three_lines_of_text() -> None:
    assert encode_leaf("event", COMMITMENT) == GOOD


@given(st.sampled_from(KINDS), st.binary(min_size=32, max_size=32))
def test_a_leaf_comes_back_as_it_was(kind: str, commitment: bytes) -> None:
    assert parse_leaf(encode_leaf(kind, commitment)) == Leaf(kind, commitment)


@pytest.mark.parametrize("kind", KINDS)
def test_all_leaves_of_a_kind_are_equally_long(kind: str) -> None:
    lengths = {len(encode_leaf(kind, bytes([fill]) * 32)) for fill in range(256)}
    assert len(lengths) == 1
