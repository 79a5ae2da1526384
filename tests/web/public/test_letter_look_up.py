"""Looking a letter up: however the receipt is typed, and only by the receipt."""

import unicodedata
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mingbai.letters.models import Letter
from mingbai.letters.reply import reply
from mingbai.letters.route import route
from mingbai.lib.receipt import ALPHABET, SIGNS, Receipt, mint
from mingbai.places.models import Place
from mingbai.places.scoping import within
from tests import cast
from tests.databases.installation import Installation
from tests.web.public.reading import said, selects
from tests.written import draft, send

LOOK_UP = "/letters/look-up/"
# With every sign that has a look-alike.
RECEIPT = Receipt("0110M9QXD2VTAHE5R401")

NO_LETTER = "We found no letter with this receipt. Please compare it."
LENGTH = "A receipt has 21 signs in five groups. Please count again."
SIGN = "There is a sign in it that receipts do not have. Please compare."
CHECK = "Some sign is wrong. Please compare it with your receipt."


def look_up(typed: str) -> Any:
    """The answer to this receipt."""
    return Client().post(LOOK_UP, {"receipt": typed})


def wide(text: str) -> str:
    """The text as a Chinese input method writes it."""
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


def is_found(answer: Any) -> bool:
    """Whether the letter is shown."""
    return answer.status_code == HTTPStatus.OK and "letter-text" in answer.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Please enter your receipt."),
        ("   ", "Please enter your receipt."),
        ("7K3M9", LENGTH),
        (str(RECEIPT) + "7", LENGTH),
        ("路灯坏了", SIGN),
        (str(RECEIPT).replace("M", "*"), SIGN),
        ("x" * 100_000, None),
        (str(RECEIPT) + "\0", None),
        ("<script>alert(1)</script>", None),
    ],
)
def test_what_is_no_receipt_gets_a_sentence_that_says_why(
    place: Place, typed: str, sentence: str | None
) -> None:
    answer = look_up(typed)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'role="alert"' in answer.text
    assert "<script>" not in answer.text
    if sentence:
        assert said(sentence) in answer.text


@pytest.mark.parametrize("at", [0, 7, SIGNS])
def test_one_wrong_sign_is_told_apart_from_an_unknown_receipt(
    place: Place, at: int
) -> None:
    send(receipt=RECEIPT)
    right = RECEIPT.compact[at]
    wrong = ALPHABET[(ALPHABET.index(right) + 1) % 32]
    typed = RECEIPT.compact[:at] + wrong + RECEIPT.compact[at + 1 :]
    assert said(CHECK) in look_up(typed).text


def test_a_receipt_of_no_letter_finds_nothing(place: Place) -> None:
    send()
    answer = look_up(str(mint()))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said(NO_LETTER) in answer.text


def test_a_registration_number_opens_nothing(place: Place) -> None:
    letter = send()
    assert not is_found(look_up(letter.ref))
    answer = Client().get(LOOK_UP, {"receipt": str(RECEIPT), "ref": letter.ref})
    assert str(letter.text.title) not in answer.text


@pytest.mark.postgresql
def test_a_receipt_of_another_place_finds_nothing(committed: Installation) -> None:
    with within(cast.neighbour(), durable=True):
        send(receipt=RECEIPT, at=datetime.now(UTC))
    assert said(NO_LETTER) in look_up(str(RECEIPT)).text


@pytest.mark.parametrize(
    "typed",
    [
        str(RECEIPT),
        RECEIPT.compact,
        RECEIPT.compact.lower(),
        RECEIPT.compact.replace("0", "O").replace("1", "I"),
        RECEIPT.compact.replace("0", "o").replace("1", "l"),
        wide(RECEIPT.compact),
        wide(RECEIPT.compact.lower()),
        str(RECEIPT).replace("-", "－"),
        str(RECEIPT).replace("-", "—"),
        str(RECEIPT).replace("-", "　"),
        f"  {str(RECEIPT).replace('-', ' ')}\t",
    ],
)
def test_a_receipt_may_be_typed_in_many_ways(place: Place, typed: str) -> None:
    assert len(unicodedata.normalize("NFKC", typed).strip()) >= 21
    send(receipt=RECEIPT)
    assert is_found(look_up(typed))


@pytest.mark.parametrize("name", ["title", "text", "writer"])
def test_markup_of_the_writer_is_shown_as_it_was_written(
    place: Place, name: str
) -> None:
    send(draft(**{name: "<b onclick=x>路灯"}), receipt=RECEIPT)
    answer = look_up(str(RECEIPT))
    assert "<b onclick" not in answer.text
    if name != "writer":
        assert "&lt;b onclick=x&gt;路灯" in answer.text


def test_markup_of_an_answer_is_shown_as_it_was_written(place: Place) -> None:
    letter = send(receipt=RECEIPT)
    now = datetime.now(UTC)
    route(by=cast.registrar(), at=now, letter=letter, body=cast.education())
    reply(by=cast.officer(), at=now, letter=letter, text="<i>已</i>修好。")
    assert "&lt;i&gt;已&lt;/i&gt;修好。" in look_up(str(RECEIPT)).text


def test_the_registrar_s_note_is_not_for_the_writer(place: Place) -> None:
    letter = send(receipt=RECEIPT)
    route(
        by=cast.registrar(),
        at=datetime.now(UTC),
        letter=letter,
        body=cast.education(),
        note="此人多次来信。",
    )
    answer = look_up(str(RECEIPT))
    assert "此人多次来信。" not in answer.text
    assert "李主任" in answer.text


def test_an_overdue_letter_says_so(place: Place, clock: time_machine.Traveller) -> None:
    send(receipt=RECEIPT)
    clock.shift(timedelta(days=60))
    answer = look_up(str(RECEIPT))
    assert said("The answer was due on this day and has not come") in answer.text


def test_nobody_keeps_the_page_and_the_receipt_stands_in_no_address(
    place: Place,
) -> None:
    send(receipt=RECEIPT)
    answer = look_up(str(RECEIPT))
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies
    assert RECEIPT.compact not in answer.text.replace("-", "")


def test_looking_up_writes_nothing(committed: Installation) -> None:
    with within(committed.place, durable=True):
        send(receipt=RECEIPT)
    with CaptureQueriesContext(connection) as asked:
        assert is_found(look_up(str(RECEIPT)))
    verbs = {one["sql"].split()[0] for one in asked.captured_queries}
    assert not verbs & {"INSERT", "UPDATE", "DELETE"}


def test_the_pages_ask_few_questions(place: Place) -> None:
    letter = send(receipt=RECEIPT)
    now = datetime.now(UTC)
    route(by=cast.registrar(), at=now, letter=letter, body=cast.education())
    look_up(str(RECEIPT))
    with CaptureQueriesContext(connection) as asked:
        look_up(str(RECEIPT))
    assert sum("mingbai." not in one["sql"] for one in selects(asked)) == 18
    assert Letter.objects.count() == 1
