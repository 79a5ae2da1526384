"""Whatever happened to a letter and was changed, taken out or put in later is found."""

from collections.abc import Callable

import pytest

from mingbai.letters.add import add
from mingbai.letters.ask_writer import ask_writer
from mingbai.letters.interim import interim
from mingbai.letters.models import Addition, EventNote, Letter, Rating, ReplyText
from mingbai.letters.rate import rate
from mingbai.letters.reply import reply
from mingbai.letters.rule_reopening import rule_reopening
from mingbai.letters.verify import LettersReport, verify_letters
from mingbai.places.scoping import within
from tests import cast
from tests.ledger.books import Book
from tests.ledger.conftest import book
from tests.letters.answering import ANSWER, now, with_education, writer_of

__all__ = ["book"]

Act = Callable[[Book], None]


@pytest.fixture
def told(book: Book) -> Book:
    """A letter asked about, added to, answered, rated, opened again and answered."""
    with within(book.place, durable=True):
        letter = with_education()
        writer, officer = writer_of(letter), cast.officer()
        ask_writer(by=officer, at=now(), letter=letter, text="哪所学校？")
        add(by=writer, at=now(), letter=letter, text="第一中学。\r\n东门")
        interim(by=officer, at=now(), letter=letter, text="已派人查看。")
        reply(by=officer, at=now(), letter=letter, text=ANSWER)
        rate(
            by=writer,
            at=now(),
            letter=letter,
            level=2,
            is_solved=False,
            remark="又坏了",
            asks_reopening=True,
            reason="第二天又不亮",
        )
        rule_reopening(
            by=cast.supervisor(), at=now(), letter=letter, granted=True, reason="属实"
        )
        interim(by=officer, at=now(), letter=letter, text="再查。")
        reply(by=officer, at=now(), letter=letter, text=f"{ANSWER}又修。")
        rate(by=writer, at=now(), letter=letter, level=5, is_solved=True)
    return book


def verified(book: Book) -> LettersReport:
    with within(book.place, read_only=True):
        return verify_letters()


def faults(book: Book) -> set[str]:
    return {one.fault.value for one in verified(book).findings}


def changes(table: str, column: str, value: object, where: str) -> Act:
    """Put a value into those rows, behind our back."""

    def act(book: Book) -> None:
        book.behind_our_back(
            table, f"UPDATE {table} SET {column} = %s WHERE {where}", [value]
        )

    return act


def takes_out(table: str, where: str) -> Act:
    def act(book: Book) -> None:
        book.behind_our_back(table, f"DELETE FROM {table} WHERE {where}")

    return act


def of_event(kind: str, column: str = "event_id") -> str:
    """The rows that go with the events of that kind."""
    return f"{column} IN (SELECT id FROM letters_letterevent WHERE kind = '{kind}')"


def of_reply(kind: str, round_: int) -> str:
    """The words of that answer."""
    return (
        "reply_id IN (SELECT id FROM letters_reply"
        f" WHERE kind = '{kind}' AND round = {round_})"
    )


def puts_in_an_event(book: Book) -> None:
    book.behind_our_back(
        "letters_letterevent",
        "INSERT INTO letters_letterevent (id, place_id, letter_id, kind, at, actor,"
        " from_state, to_state, reason, section)"
        " SELECT letter_id, place_id, letter_id, 'pressed', at, 'system',"
        " 'routed', 'routed', '', '' FROM letters_letterevent WHERE kind = 'added'",
    )


def test_an_untouched_story_is_proved(told: Book) -> None:
    report = verified(told)
    assert report.is_proved
    assert (report.letters, report.replies) == (1, 4)


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (changes("letters_replytext", "text", "不办。", of_reply("final", 1)), "reply"),
        (changes("letters_replytext", "text", "不办。", of_reply("final", 2)), "reply"),
        (
            changes("letters_replytext", "text", "快了。", of_reply("interim", 2)),
            "reply",
        ),
        (changes("letters_reply", "at", "2026-01-01 00:00:00Z", "round = 2"), "reply"),
        (
            changes("letters_addition", "verbatim", "第二中学".encode(), "1 = 1"),
            "addition",
        ),
        (takes_out("letters_addition", "1 = 1"), "addition"),
        (changes("letters_rating", "level", 5, "round = 1"), "rating"),
        (changes("letters_rating", "remark", "很好", "round = 1"), "rating"),
        (changes("letters_rating", "is_solved", True, "round = 1"), "rating"),
        (takes_out("letters_rating", "round = 1"), "rating"),
        (changes("letters_eventnote", "text", "哪里？", of_event("asked")), "event"),
        (takes_out("letters_eventnote", of_event("asked")), "event"),
        (
            changes("letters_letterevent", "kind", "pressed", "kind = 'asked'"),
            "event",
        ),
        (
            changes(
                "letters_letterevent", "at", "2026-01-01 00:00:00Z", "kind = 'routed'"
            ),
            "event",
        ),
        (
            changes("letters_letterevent", "due_on", "2027-01-01", "kind = 'routed'"),
            "event",
        ),
        (
            changes(
                "letters_letterevent",
                "officer_id",
                None,
                "kind = 'reopened'",
            ),
            "event",
        ),
        (puts_in_an_event, "event"),
    ],
)
def test_what_was_changed_is_found(told: Book, act: Act, fault: str) -> None:
    act(told)
    assert fault in faults(told)


def test_answers_of_two_rounds_that_changed_places_are_found(told: Book) -> None:
    for text, round_ in ((f"{ANSWER}又修。", 1), (ANSWER, 2)):
        changes("letters_replytext", "text", text, of_reply("final", round_))(told)
    assert faults(told) == {"reply"}


def test_an_event_that_was_taken_out_is_counted(told: Book) -> None:
    takes_out("letters_letterevent", "kind = 'routed'")(told)
    report = verified(told)
    assert (report.untold, report.is_proved) == (1, False)


def test_erased_words_hide_no_change_of_the_rest(told: Book) -> None:
    with within(told.place, durable=True):
        letter = Letter.objects.get()
        Addition.objects.filter(letter=letter).update(verbatim=None)
        Rating.objects.filter(letter=letter).update(remark=None)
        ReplyText.objects.filter(reply__letter=letter).update(text=None)
        EventNote.objects.filter(event__letter=letter).update(text=None)
    assert verified(told).is_proved
    changes("letters_rating", "level", 5, "round = 1")(told)
    assert faults(told) == {"rating"}
