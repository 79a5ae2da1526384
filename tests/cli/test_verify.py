"""`mingbai verify` and `mingbai sequencer --once`."""

import pytest

from mingbai.cli import main
from mingbai.places.scoping import within
from mingbai.sequencer import await_checkpoint
from tests.ledger.books import Book
from tests.ledger.conftest import book
from tests.written import send

__all__ = ["book"]

PLACE = ("--place", "shidian")


def write(book: Book) -> None:
    with within(book.place, durable=True):
        send()


def test_something_that_is_no_number_is_wrong_use(book: Book) -> None:
    assert main(["verify", *PLACE, "--number", "2648213"]) == 2


def test_a_number_that_was_never_given_is_refused(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", *PLACE, "--number", "26-0000001"]) == 1
    assert "26-0000001" in capsys.readouterr().err


def test_an_edited_letter_is_told_by_its_number(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    write(book)
    book.turn()
    book.behind_our_back(
        "letters_lettertext", "UPDATE letters_lettertext SET title = %s", ["路灯很好"]
    )
    assert main(["verify", *PLACE]) == 1
    said = capsys.readouterr().out
    assert "letter-text 26-0000001" in said
    assert "路灯" not in said


def test_an_edited_ledger_is_told_by_its_position(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    book.turn()
    book.behind_our_back(
        "ledger_leaf",
        "UPDATE ledger_leaf SET commitment = %s WHERE position = 5",
        [bytes(32)],
    )
    assert main(["verify", *PLACE]) == 1
    assert "leaf-changed 5" in capsys.readouterr().out


def test_what_waits_is_counted_and_all_is_proved(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    book.turn()
    write(book)
    assert main(["verify", *PLACE, "--number", "26-0000001"]) == 0
    assert "1" in capsys.readouterr().out


@pytest.mark.sqlite
def test_one_turn_publishes_everything(book: Book) -> None:
    write(book)
    assert main(["sequencer", "--once"]) == 0
    assert book.verify().waiting == 0
    assert main(["verify"]) == 0


@pytest.mark.sqlite
def test_a_turn_that_went_wrong_is_told(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    await_checkpoint(book.place)
    assert main(["sequencer", "--once"]) == 1
    assert capsys.readouterr().err
