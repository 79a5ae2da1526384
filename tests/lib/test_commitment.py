"""Commitments: the vectors that strangers recompute, and what must not collide."""

import hashlib
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingbai.lib import commitment, receipt
from mingbai.lib.commitment import NotCanonical

PAGE = Path(__file__).parents[2] / "docs/reference/commitment.md"
KEY = bytes(range(32))
DAY = date(2026, 9, 30)
DUE = date(2026, 10, 27)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


class LetterVector(TypedDict, total=False):
    name: str
    receipt: str
    title: str
    addressee: str
    power_code: str
    text: str
    file_digests: list[str]
    reply: str
    ref: str
    received: str
    due: str
    lookup_digest: str
    commitment_key: str
    content: str
    c0: str
    c: str


class DocumentVector(TypedDict):
    name: str
    salt: str
    value: object
    canonical_json: str
    c: str


def blocks() -> list[str]:
    return re.findall(r"```json\n(.+?)\n```", PAGE.read_text("utf-8"), re.DOTALL)


def letter_vectors() -> list[LetterVector]:
    vectors: list[LetterVector] = json.loads(blocks()[0])
    return vectors


def document_vectors() -> list[DocumentVector]:
    vectors: list[DocumentVector] = json.loads(blocks()[1])
    return vectors


@pytest.mark.parametrize("key", [b"", KEY[:31], KEY + b"\0"])
def test_a_key_salt_or_c0_of_another_length_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        commitment.c0(key, b"")
    with pytest.raises(ValueError, match="32 bytes"):
        commitment.commit(key, "26-0000001", DAY, DUE)
    with pytest.raises(ValueError, match="32 bytes"):
        commitment.commit_document(key, b"{}")


def test_a_file_digest_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        commitment.content_part("", "", "", "text", [KEY, b"short"])


def test_an_instant_is_not_taken_for_a_day() -> None:
    instant = datetime(2026, 9, 30, tzinfo=UTC)
    with pytest.raises(TypeError, match="local days"):
        commitment.commit(KEY, "26-0000001", instant, DUE)
    with pytest.raises(TypeError, match="local days"):
        commitment.commit(KEY, "26-0000001", DAY, instant)


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        float("inf"),
        {"a": [0.5]},
        {1: "a"},
        {None: "a"},
        [{"a": {True: 1}}],
        b"bytes",
        {"a", "b"},
        DAY,
    ],
)
def test_a_value_without_a_single_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        commitment.canonical_json(value)


def test_a_broken_character_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        commitment.canonical_json("\ud800")
    with pytest.raises(ValueError, match="surrogates"):
        commitment.content_part("", "", "", "\ud800", [])


@pytest.mark.parametrize("vector", letter_vectors(), ids=lambda one: one["name"])
def test_the_published_letters_are_recomputed(vector: LetterVector) -> None:
    held = receipt.parse(vector["receipt"])
    content = commitment.content_part(
        vector["title"],
        vector["addressee"],
        vector["power_code"],
        vector["text"],
        [bytes.fromhex(digest) for digest in vector["file_digests"]],
    )
    if "reply" in vector:
        content = commitment.imported_content(content, vector["reply"])
    inner = commitment.c0(held.commitment_key, content)
    leaf = commitment.commit(
        inner,
        vector["ref"],
        date.fromisoformat(vector["received"]),
        date.fromisoformat(vector["due"]),
    )
    assert held.lookup_digest.hex() == vector["lookup_digest"]
    assert held.commitment_key.hex() == vector["commitment_key"]
    assert content.hex() == vector["content"]
    assert inner.hex() == vector["c0"]
    assert leaf.hex() == vector["c"]


@pytest.mark.parametrize("vector", document_vectors(), ids=lambda one: one["name"])
def test_the_published_documents_are_recomputed(vector: DocumentVector) -> None:
    canonical = commitment.canonical_json(vector["value"])
    committed = commitment.commit_document(bytes.fromhex(vector["salt"]), canonical)
    assert canonical.decode() == vector["canonical_json"]
    assert committed.hex() == vector["c"]


def test_the_page_has_a_letter_of_every_kind_and_documents() -> None:
    letters = letter_vectors()
    assert any("reply" in one for one in letters)
    assert any(one["file_digests"] for one in letters)
    assert any("\r\n" in one["text"] for one in letters)
    assert len(document_vectors()) >= 2


def test_line_ends_do_not_matter_and_all_else_does() -> None:
    def part(text: str) -> bytes:
        return commitment.content_part("", "", "", text, [])

    assert part("a\r\nb\rc\nd") == part("a\nb\nc\nd")
    assert part("a\n\rb") == part("a\n\nb")
    others = ["a", "a ", " a", "A", "ａ", "a\n", "a\u2028", "é", "e\u0301", "\ufeffa"]
    assert len({part(text) for text in others}) == len(others)


def test_line_ends_of_a_title_are_kept() -> None:
    one = commitment.content_part("a\r\nb", "", "", "", [])
    assert one != commitment.content_part("a\nb", "", "", "", [])


texts = st.text(max_size=5)
parts = st.tuples(
    texts, texts, texts, texts, st.lists(st.sampled_from([KEY, b"1" * 32]))
)


@given(parts, parts)
def test_different_letters_have_different_content(
    one: tuple[str, str, str, str, list[bytes]],
    other: tuple[str, str, str, str, list[bytes]],
) -> None:
    def normal(letter: tuple[str, str, str, str, list[bytes]]) -> object:
        text = letter[3].replace("\r\n", "\n").replace("\r", "\n")
        return (*letter[:3], text, letter[4])

    same = commitment.content_part(*one) == commitment.content_part(*other)
    assert same == (normal(one) == normal(other))


def test_moving_a_sign_between_fields_changes_the_content() -> None:
    assert commitment.content_part("ab", "c", "", "", []) != commitment.content_part(
        "a", "bc", "", "", []
    )


def test_an_imported_letter_is_never_taken_for_a_written_one() -> None:
    letter = commitment.content_part("", "", "", "text", [])
    assert commitment.imported_content(letter, "") != letter
    assert commitment.imported_content(letter, "a") != commitment.imported_content(
        letter, "b"
    )


def test_every_part_of_a_leaf_is_bound() -> None:
    leaves = {
        commitment.commit(KEY, "26-0000001", DAY, DUE),
        commitment.commit(KEY[::-1], "26-0000001", DAY, DUE),
        commitment.commit(KEY, "26-0000002", DAY, DUE),
        commitment.commit(KEY, "26-0000001", DUE, DUE),
        commitment.commit(KEY, "26-0000001", DAY, DAY),
        commitment.commit(KEY, "26-0000001", DUE, DAY),
    }
    assert len(leaves) == 6
    assert {len(leaf) for leaf in leaves} == {hashlib.sha256().digest_size}


@given(json_values)
def test_canonical_json_is_read_back_by_any_reader(value: object) -> None:
    canonical = commitment.canonical_json(value)
    assert json.loads(canonical) == value
    assert commitment.canonical_json(json.loads(canonical)) == canonical


def test_canonical_json_does_not_depend_on_the_order_of_keys() -> None:
    one = commitment.canonical_json({"b": 1, "a": (True, None), "名": "字"})
    other = commitment.canonical_json({"名": "字", "a": [True, None], "b": 1})
    assert one == other == '{"a":[true,null],"b":1,"名":"字"}'.encode()
