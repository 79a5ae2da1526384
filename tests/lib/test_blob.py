"""Sealed blobs: they open with their key, in their place, and not otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingbai.lib.blob import BlobHead, BlobKey, BlobKind, NotDecryptable, read_head

KEY = BlobKey(BlobHead(BlobKind.FIELD, 7), bytes(range(32)))
CONTEXT = b"letters.payload/1"


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        BlobKey(BlobHead(BlobKind.FIELD, 1), bytes(size))


@given(st.binary(max_size=40))
def test_what_we_did_not_seal_does_not_open(blob: bytes) -> None:
    with pytest.raises(NotDecryptable):
        KEY.decrypt(blob, context=CONTEXT)


@given(st.binary(max_size=40), st.data())
def test_a_blob_with_one_bit_turned_does_not_open(
    plain: bytes, draw: st.DataObject
) -> None:
    blob = bytearray(KEY.encrypt(plain, context=CONTEXT))
    bit = draw.draw(st.integers(0, len(blob) * 8 - 1))
    blob[bit // 8] ^= 1 << bit % 8
    with pytest.raises(NotDecryptable):
        KEY.decrypt(bytes(blob), context=CONTEXT)


@pytest.mark.parametrize("context", [b"", b"letters.payload/2", CONTEXT + b"\0"])
def test_a_blob_moved_elsewhere_does_not_open(context: bytes) -> None:
    blob = KEY.encrypt(b"plain", context=CONTEXT)
    with pytest.raises(NotDecryptable):
        KEY.decrypt(blob, context=context)


def test_a_blob_does_not_open_under_a_key_of_another_number_or_kind() -> None:
    blob = KEY.encrypt(b"plain", context=CONTEXT)
    for head in (BlobHead(BlobKind.FIELD, 8), BlobHead(BlobKind.DAY, 7)):
        with pytest.raises(NotDecryptable):
            BlobKey(head, KEY.key).decrypt(blob, context=CONTEXT)


def test_the_repr_does_not_reveal_the_key() -> None:
    assert repr(KEY) == "BlobKey(FIELD, 7, hidden)"


@given(st.binary(), st.binary())
def test_what_was_sealed_is_opened_in_its_place(plain: bytes, context: bytes) -> None:
    blob = KEY.encrypt(plain, context=context)
    assert KEY.decrypt(blob, context=context) == plain
    assert read_head(blob) == KEY.head
    assert len(blob) == len(plain) + 33


def test_equal_texts_give_different_blobs() -> None:
    blobs = {KEY.encrypt(b"plain", context=CONTEXT) for _ in range(100)}
    assert len(blobs) == 100
