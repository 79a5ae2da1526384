"""A letter that somebody edited is found, until it is erased."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from mingbai.letters.draft import Draft
from mingbai.letters.import_letter import PastLetter, import_letter
from mingbai.letters.models import Letter, LetterText
from mingbai.letters.reply import reply
from mingbai.letters.verify import (
    LetterFault,
    LetterFinding,
    LettersReport,
    verify_letters,
)
from mingbai.lib.numbering import Ref
from mingbai.places.actors import System
from mingbai.places.scoping import within
from tests import cast
from tests.ledger.books import Book
from tests.ledger.conftest import book
from tests.written import send

__all__ = ["book"]

SENT = datetime(2019, 3, 29, 3, 53, tzinfo=UTC)
REPLIED = datetime(2019, 4, 2, 3, 0, tzinfo=UTC)
OUR_REF = "26-0000001"


@pytest.fixture
def written(book: Book) -> Book:
    """One letter answered here, one imported with its reply, one imported without."""
    with within(book.place, durable=True):
        letter = send(at=datetime.now(UTC))
        reply(by=cast.registrar(), at=datetime.now(UTC), letter=letter, text="已修好。")
        for source_id, answer in (("1", "已列入计划。"), ("2", "")):
            import_letter(
                by=System("import-letters", cast.officer()),
                past=PastLetter(
                    source_id,
                    Draft(kind="ask", title="电梯", text="何时装电梯？"),
                    SENT,
                    reply=answer,
                    replied_at=REPLIED if answer else None,
                ),
            )
    return book


def verified(book: Book, ref: Ref | None = None) -> LettersReport:
    with within(book.place, read_only=True):
        return verify_letters(ref=ref)


def change(table: str, column: str, value: object) -> Callable[[Book, str], None]:
    """Put a value into the row of the letter of that number, behind our back."""
    of_letter = {
        "letters_letter": "year = %s AND number = %s",
        "letters_lettertext": "letter_id IN (SELECT id FROM letters_letter"
        " WHERE year = %s AND number = %s)",
        "letters_replytext": "reply_id IN (SELECT r.id FROM letters_reply r"
        " JOIN letters_letter l ON l.id = r.letter_id"
        " WHERE l.year = %s AND l.number = %s)",
    }

    def act(book: Book, ref: str) -> None:
        year, number = ref.split("-")
        book.behind_our_back(
            table,
            f"UPDATE {table} SET {column} = %s WHERE {of_letter[table]}",
            [value, 2000 + int(year), int(number)],
        )

    return act


def test_untouched_letters_are_proved(written: Book) -> None:
    report = verified(written)
    assert report.is_proved
    assert (report.letters, report.replies, report.waiting) == (3, 2, 3)
    written.turn()
    assert verified(written).waiting == 0


@pytest.mark.parametrize(
    ("act", "ref", "fault"),
    [
        (change("letters_lettertext", "title", "路灯很好"), OUR_REF, "text"),
        (change("letters_lettertext", "verbatim", b"..."), OUR_REF, "text"),
        (change("letters_lettertext", "verbatim", b"..."), "19-0000001", "text"),
        (change("letters_lettertext", "commitment_key", b"k" * 32), OUR_REF, "text"),
        (change("letters_lettertext", "commitment_key", b"k"), OUR_REF, "record"),
        (change("letters_lettertext", "charset", "klingon"), OUR_REF, "record"),
        (change("letters_letter", "due_on", "2027-01-01"), OUR_REF, "record"),
        (change("letters_letter", "received_on", "2026-01-01"), OUR_REF, "record"),
        (change("letters_replytext", "text", "不办。"), OUR_REF, "reply"),
        (change("letters_replytext", "text", "不办。"), "19-0000001", "text"),
    ],
)
def test_a_changed_letter_is_found(
    written: Book, act: Callable[[Book, str], None], ref: str, fault: str
) -> None:
    act(written, ref)
    assert LetterFinding(LetterFault(fault), ref) in verified(written).findings


def test_a_letter_under_another_number_is_found(written: Book) -> None:
    change("letters_letter", "number", 77)(written, OUR_REF)
    found = {(one.fault.value, one.ref) for one in verified(written).findings}
    assert found == {("record", "26-0000077"), ("event", "26-0000077")}


def test_a_letter_that_is_gone_is_counted(written: Book) -> None:
    for table in ("letters_tally", "letters_handling", "letters_letterevent"):
        written.behind_our_back(table, f"DELETE FROM {table}")
    for table in ("letters_replytext", "letters_reply", "letters_lettertext"):
        written.behind_our_back(table, f"DELETE FROM {table}")
    written.behind_our_back("letters_letter", "DELETE FROM letters_letter")
    report = verified(written)
    assert (report.missing, report.untold, report.is_proved) == (3, 1, False)


def test_an_erased_letter_still_proves_its_days(written: Book) -> None:
    with within(written.place, durable=True):
        letter = Letter.objects.get(year=2026, number=1)
        LetterText.objects.filter(letter=letter).update(
            title=None, verbatim=None, commitment_key=None
        )
    assert (verified(written).erased, verified(written).findings) == (1, [])
    change("letters_letter", "due_on", "2027-01-01")(written, OUR_REF)
    finding = LetterFinding(LetterFault.RECORD, OUR_REF)
    assert verified(written).findings == [finding]


def test_one_letter_can_be_asked_for(written: Book) -> None:
    change("letters_lettertext", "title", "路灯很好")(written, OUR_REF)
    assert verified(written, Ref(2019, 1)).is_proved
    assert not verified(written, Ref(2026, 1)).is_proved
    assert verified(written, Ref(2026, 99)).letters == 0
