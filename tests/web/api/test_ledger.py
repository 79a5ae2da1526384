"""The public files of the log, and nothing but them."""

from http import HTTPStatus

import pytest
from django.test import Client

from mingbai.lib.tlog.checkpoint import open_checkpoint
from mingbai.lib.tlog.tiles import bundle_path, tile_path
from tests.ledger.books import Book
from tests.ledger.conftest import book

__all__ = ["book"]


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000/../../../checkpoint",
        "tile/0/%2e%2e/%2e%2e/checkpoint",
        "tile/../../secret",
        "tile/entries/..%2f..%2fsecret",
        "tile/0/000%00",
        "tile/0/000%0a",
        "tile/0/000\n",
        "tile/64/000",
        "tile/00/000",
        "tile/-1/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/",
        "tile/0/..000.p/1",
        "tile/0/٠٠٠",
        "tile/0/.000.unfinished",
        "checkpoint/",
        ".checkpoint.unfinished",
        "",
    ],
)
def test_any_other_address_leads_nowhere(book: Book, path: str) -> None:
    book.turn()
    (book.installation.data / "secret").write_text("for the keeper alone")
    answer = Client().get(f"/ledger/{path}")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert b"for the keeper alone" not in answer.content


def test_before_the_first_signature_there_is_nothing(book: Book) -> None:
    assert Client().get("/ledger/checkpoint").status_code == HTTPStatus.NOT_FOUND
    assert Client().get("/ledger/tile/0/000").status_code == HTTPStatus.NOT_FOUND


def test_the_log_can_not_be_written_to(book: Book) -> None:
    for path in ("/ledger/checkpoint", "/ledger/tile/0/000"):
        status = Client().post(path).status_code
        assert status == HTTPStatus.METHOD_NOT_ALLOWED


def test_the_checkpoint_is_fresh_and_signed(book: Book) -> None:
    book.turn()
    answer = Client().get("/ledger/checkpoint")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=5"
    note = answer.content.decode()
    assert open_checkpoint(note, log_key=book.verifier).size > 0


def test_every_file_of_the_log_is_served_for_ever(book: Book) -> None:
    book.enter(300)
    book.turn()
    files = book.files()
    del files["checkpoint"]
    assert {tile_path(0, 0), bundle_path(0)} <= files.keys()
    for path, content in files.items():
        answer = Client().get(f"/ledger/{path}")
        assert answer.content == content
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert "immutable" in answer.headers["Cache-Control"]
        assert not answer.cookies
