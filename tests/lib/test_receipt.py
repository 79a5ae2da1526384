"""Receipts: every slip of the finger is caught, and no key gives another away."""

import hashlib
import hmac
import itertools
import pickle
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingbai.lib.receipt import (
    ALPHABET,
    SIGNS,
    Fault,
    NotAReceipt,
    Receipt,
    check_sign,
    mint,
    parse,
)

receipts = st.text(alphabet=ALPHABET, min_size=SIGNS, max_size=SIGNS).map(Receipt)
KNOWN = Receipt("7K3M9QXD2VTAHE5R4NJC")


def fault_of(text: str) -> Fault:
    with pytest.raises(NotAReceipt) as refusal:
        parse(text)
    return refusal.value.fault


def is_receipt(text: str) -> bool:
    try:
        parse(text)
    except NotAReceipt:
        return False
    return True


@given(receipts)
def test_every_single_wrong_sign_is_refused(receipt: Receipt) -> None:
    right = receipt.compact
    for place, wrong in itertools.product(range(len(right)), ALPHABET):
        if wrong != right[place]:
            assert not is_receipt(right[:place] + wrong + right[place + 1 :])


@given(receipts)
def test_every_swap_of_two_different_signs_is_refused(receipt: Receipt) -> None:
    right = receipt.compact
    for first, second in itertools.combinations(range(len(right)), 2):
        if right[first] != right[second]:
            swapped = list(right)
            swapped[first], swapped[second] = right[second], right[first]
            assert not is_receipt("".join(swapped))


@pytest.mark.parametrize("place", range(SIGNS))
def test_no_pair_of_neighbours_can_be_swapped_unseen(place: int) -> None:
    """Exhaustive: the sum is linear, so what stands around the pair cancels out."""
    for one, other in itertools.permutations(ALPHABET, 2):
        signs = ["0"] * (SIGNS + 1)
        signs[place : place + 2] = [one, other]
        if place == SIGNS - 1:
            # The second of the pair is the check sign: look only at real receipts.
            if check_sign("".join(signs[:SIGNS])) != other:
                continue
        else:
            signs[SIGNS] = check_sign("".join(signs[:SIGNS]))
        signs[place : place + 2] = [other, one]
        assert fault_of("".join(signs)) is Fault.CHECK


@pytest.mark.parametrize("text", ["", " ", "-", KNOWN.signs, KNOWN.compact + "0"])
def test_a_text_of_another_length_is_refused(text: str) -> None:
    assert fault_of(text) is Fault.LENGTH


def test_a_text_of_a_hundred_thousand_signs_is_refused() -> None:
    assert fault_of("7" * 100_000) is Fault.LENGTH


@pytest.mark.parametrize("sign", ["U", "u", "*", "①", "²", "中", "ı", "ſ", "\0", "٣"])
def test_a_sign_that_no_receipt_has_is_refused(sign: str) -> None:
    assert fault_of(sign + KNOWN.compact[1:]) is Fault.SIGN


def test_a_receipt_is_not_built_from_other_signs() -> None:
    with pytest.raises(NotAReceipt):
        Receipt("7k3m9qxd2vtahe5r4njc")
    with pytest.raises(NotAReceipt):
        Receipt(KNOWN.compact)


def test_the_refusal_does_not_repeat_what_was_typed() -> None:
    wrong = KNOWN.signs + ("0" if KNOWN.compact[-1] != "0" else "1")
    with pytest.raises(NotAReceipt) as refusal:
        parse(wrong)
    assert KNOWN.signs not in repr(refusal.value)
    assert KNOWN.signs not in "".join(traceback.format_exception_only(refusal.value))


def test_the_repr_does_not_reveal_the_receipt() -> None:
    assert "7K3M9" not in repr(KNOWN)
    assert "7K3M9" not in repr([KNOWN])
    assert "7K3M9" not in f"{KNOWN!r}"


@given(receipts)
def test_what_is_shown_is_read_back(receipt: Receipt) -> None:
    assert parse(str(receipt)) == receipt
    assert parse(receipt.compact) == receipt


def test_a_receipt_is_shown_in_groups_of_five() -> None:
    assert [len(group) for group in str(KNOWN).split("-")] == [5, 5, 5, 5, 1]
    assert str(KNOWN) == "7K3M9-QXD2V-TAHE5-R4NJC-F"
    assert str(KNOWN).replace("-", "") == KNOWN.compact


@given(receipts, st.sampled_from("-–—－ \u3000\u200b\u00a0"))
def test_a_receipt_is_read_as_people_type_it(receipt: Receipt, between: str) -> None:
    typed = between.join(receipt.compact.lower())
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in receipt.compact)
    assert parse(typed) == receipt
    assert parse(full_width) == receipt
    assert parse(full_width.lower()) == receipt


@given(receipts, st.sampled_from(["Il", "iL", "LI", "li"]), st.sampled_from("Oo"))
def test_lookalikes_are_read_as_digits(
    receipt: Receipt, ones: str, nought: str
) -> None:
    typed = "".join(
        {"1": ones[place % 2], "0": nought}.get(sign, sign)
        for place, sign in enumerate(receipt.compact)
    )
    assert parse(typed) == receipt


def test_keys_are_derived_by_rfc_5869() -> None:
    def expand(label: bytes) -> bytes:
        extracted = hmac.digest(b"\0" * 32, KNOWN.signs.encode(), "sha256")
        return hmac.digest(extracted, label + b"\x01", "sha256")

    assert KNOWN.lookup_id == expand(b"mingbai/receipt/v1 look-up")
    assert KNOWN.commitment_key == expand(b"mingbai/receipt/v1 commitment")
    assert KNOWN.dialogue_key == expand(b"mingbai/receipt/v1 dialogue")
    assert KNOWN.lookup_digest == hashlib.sha256(KNOWN.lookup_id).digest()


def test_minted_receipts_differ_and_are_valid() -> None:
    minted = {mint() for _ in range(200)}
    assert len(minted) == 200
    assert all(parse(str(receipt)) == receipt for receipt in minted)


def test_every_sign_is_minted_at_every_place() -> None:
    minted = [mint().signs for _ in range(1_000)]
    for place in range(SIGNS):
        assert {signs[place] for signs in minted} == set(ALPHABET)


def test_a_receipt_survives_a_queue_as_it_is() -> None:
    assert pickle.loads(pickle.dumps(KNOWN)) == KNOWN
