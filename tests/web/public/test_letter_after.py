"""What a writer does afterwards: add, withdraw, rate; each act once, nothing lost."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingbai.letters.models import (
    Addition,
    Letter,
    LetterEvent,
    Rating,
    Reopening,
    State,
)
from mingbai.letters.reply import reply
from mingbai.letters.rule_reopening import rule_reopening
from mingbai.letters.withdraw import withdraw
from mingbai.lib.receipt import Receipt, mint
from mingbai.places.models import Place
from mingbai.web.public.letter_token import Purpose, seal, writer_of
from tests import cast
from tests.web.public.letters import (
    act,
    answered,
    look_up,
    offers,
    token,
    with_education,
)
from tests.web.public.reading import said
from tests.web.public.writing import value_of
from tests.written import send

DESPAIR = "我不想活了，要跳楼。"
CALL = 'href="tel:110"'
TYPED = "还有一处：学校后门\n的路灯也坏了。<b>请一起修</b>"


@pytest.fixture
def receipt() -> Receipt:
    """What opens the letter of the test."""
    return mint()


def now() -> datetime:
    """This instant."""
    return datetime.now(UTC)


def test_an_addition_is_kept_to_the_sign_and_shown(
    place: Place, receipt: Receipt
) -> None:
    send(receipt=receipt)
    answer = act("add", {"token": token(look_up(receipt), "add"), "add-text": TYPED})
    assert answer.status_code == HTTPStatus.OK
    assert said("Added; whoever has your letter is told.") in answer.text
    assert Addition.objects.get().body == TYPED
    assert "&lt;b&gt;请一起修&lt;/b&gt;" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies


def test_an_addition_sent_twice_is_one(place: Place, receipt: Receipt) -> None:
    send(receipt=receipt)
    fields = {"token": token(look_up(receipt), "add"), "add-text": TYPED}
    act("add", fields)
    again = act("add", fields)
    assert again.status_code == HTTPStatus.OK
    assert said("We have received this already.") in again.text
    assert Addition.objects.count() == 1


@pytest.mark.parametrize("text", ["", " \n", "路灯\x08", "路灯\0", "长" * 10_001])
def test_an_addition_that_is_none_comes_back_whole(
    place: Place, receipt: Receipt, text: str
) -> None:
    send(receipt=receipt)
    answer = act("add", {"token": token(look_up(receipt), "add"), "add-text": text})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'role="alert"' in answer.text
    assert value_of(answer, "add-text") == text
    assert not Addition.objects.exists()


def test_danger_in_an_addition_is_answered_at_once(
    place: Place, receipt: Receipt
) -> None:
    send(receipt=receipt)
    fields = {"token": token(look_up(receipt), "add"), "add-text": "家里一股煤气味"}
    assert 'href="tel:119"' in act("add", fields).text


def test_nothing_is_added_to_a_letter_withdrawn_meanwhile_and_nothing_is_lost(
    place: Place, receipt: Receipt
) -> None:
    letter = send(receipt=receipt)
    fields = {"token": token(look_up(receipt), "add"), "add-text": TYPED}
    withdraw(by=writer_of(letter), at=now(), letter=letter)
    answer = act("add", fields)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "&lt;b&gt;请一起修&lt;/b&gt;" in answer.text
    assert not Addition.objects.exists()
    for name in ("add", "withdraw", "rate"):
        assert not offers(answer, name)


def test_a_letter_is_withdrawn_only_after_a_second_word(
    place: Place, receipt: Receipt
) -> None:
    letter = send(receipt=receipt)
    first = act("withdraw", {"token": token(look_up(receipt), "withdraw")})
    assert said("Yes, withdraw it") in first.text
    letter.handling.refresh_from_db()
    assert letter.handling.is_open
    back = act("show", {"token": token(first, "show")})
    assert offers(back, "add")
    fields = {
        "token": token(first, "withdraw"),
        "withdraw-reason": "已经修好了",
        "sure": "1",
    }
    done = act("withdraw", fields)
    assert done.status_code == HTTPStatus.OK
    assert "已经修好了" in done.text
    letter.handling.refresh_from_db()
    assert letter.handling.state == State.WITHDRAWN
    again = act("withdraw", fields)
    assert said("Your letter is withdrawn already.") in again.text
    assert LetterEvent.objects.filter(kind="withdrawn").count() == 1


def test_a_reason_too_long_asks_once_more_before_anything_is_withdrawn(
    place: Place, receipt: Receipt
) -> None:
    letter = send(receipt=receipt)
    fields = {
        "token": token(look_up(receipt), "withdraw"),
        "withdraw-reason": "长" * 501,
        "sure": "1",
    }
    answer = act("withdraw", fields)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(answer, "withdraw-reason") == "长" * 501
    letter.handling.refresh_from_db()
    assert letter.handling.is_open


def test_an_answered_letter_is_not_withdrawn(place: Place, receipt: Receipt) -> None:
    letter = send(receipt=receipt)
    made = token(look_up(receipt), "withdraw")
    answered(letter)
    answer = act("withdraw", {"token": made, "sure": "1", "withdraw-reason": TYPED})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "&lt;b&gt;请一起修&lt;/b&gt;" in answer.text
    letter.handling.refresh_from_db()
    assert letter.handling.state == State.ANSWERED


def rating(shown: Any, **other: str) -> dict[str, str]:
    """The fields of a rating, with what the form needs."""
    usual = {"rate-level": "2", "rate-outcome": "unsolved", "rate-remark": "没有修好"}
    more = {f"rate-{name}": value for name, value in other.items()}
    return {"token": token(shown, "rate"), **usual, **more}


def test_an_open_letter_is_not_rated(place: Place, receipt: Receipt) -> None:
    letter = send(receipt=receipt)
    shown = look_up(receipt)
    assert not offers(shown, "rate")
    fields = {"token": seal(letter, Purpose.RATE, at=now()), "rate-level": "5"}
    assert act("rate", fields).status_code == HTTPStatus.CONFLICT
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": ""},
        {"level": "6"},
        {"level": "0"},
        {"level": "满意"},
        {"outcome": ""},
        {"outcome": "maybe"},
        {"remark": "长" * 501},
        {"remark": "\x1b"},
        {"outcome": "reopen", "reason": ""},
        {"outcome": "reopen", "reason": " \n"},
        {"outcome": "reopen", "reason": "长" * 501},
    ],
    ids=str,
)
def test_a_rating_that_is_none_is_asked_again_and_nothing_is_lost(
    place: Place, receipt: Receipt, wrong: dict[str, str]
) -> None:
    answered(send(receipt=receipt))
    answer = act("rate", rating(look_up(receipt), **wrong))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    kept = {"remark": "没有修好"} | wrong
    assert value_of(answer, "rate-remark") == kept["remark"]
    assert not Rating.objects.exists()


def test_a_rating_is_given_once_and_a_second_gets_a_friendly_word(
    place: Place, receipt: Receipt
) -> None:
    answered(send(receipt=receipt))
    fields = rating(look_up(receipt))
    first = act("rate", fields)
    assert said("Thank you for your rating.") in first.text
    assert "没有修好" in first.text
    again = act("rate", fields | {"rate-level": "5"})
    assert again.status_code == HTTPStatus.OK
    assert said("You have rated this answer. A rating is given once.") in again.text
    given = Rating.objects.get()
    assert (given.level, given.is_solved, given.remark) == (2, False, "没有修好")
    assert not Reopening.objects.exists()


def test_a_rating_from_a_second_tab_loses_nothing_typed(
    place: Place, receipt: Receipt
) -> None:
    answered(send(receipt=receipt))
    shown = look_up(receipt)
    act("rate", rating(shown))
    typed = {"outcome": "reopen", "reason": "晚上还是\n不亮", "remark": "白修了"}
    again = act("rate", rating(shown, **typed))
    assert again.status_code == HTTPStatus.CONFLICT
    assert "白修了" in again.text
    assert value_of(again, "reopen-reason") == "晚上还是\n不亮"
    assert not Reopening.objects.exists()
    # From there it can be asked for.
    fields = {"token": token(again, "reopen"), "reopen-reason": "晚上还是\n不亮"}
    asked = act("reopen", fields)
    words = "Thank you. A supervisor decides whether to open it again."
    assert said(words) in asked.text
    assert Reopening.objects.count() == 1
    twice = act("reopen", fields)
    assert twice.status_code == HTTPStatus.OK
    assert said(words) in twice.text
    assert Reopening.objects.count() == 1


def test_who_is_content_or_has_asked_is_not_offered_to_ask_later(
    place: Place, receipt: Receipt
) -> None:
    answered(send(receipt=receipt))
    shown = look_up(receipt)
    assert not offers(shown, "reopen")
    done = act("rate", rating(shown, level="5", outcome="solved"))
    assert not offers(done, "reopen")
    letter = Letter.objects.get()
    fields = {
        "token": seal(letter, Purpose.REOPEN, at=now()),
        "reopen-reason": "还是要重办",
    }
    refused = act("reopen", fields)
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "还是要重办" in refused.text
    assert not Reopening.objects.exists()


@pytest.mark.parametrize("reason", ["", " \n", "长" * 501])
def test_an_asking_without_a_reason_is_asked_for_it_again(
    place: Place, receipt: Receipt, reason: str
) -> None:
    answered(send(receipt=receipt))
    shown = act("rate", rating(look_up(receipt)))
    fields = {"token": token(shown, "reopen"), "reopen-reason": reason}
    found = act("reopen", fields)
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(found, "reopen-reason").strip() == reason.strip()
    assert not Reopening.objects.exists()


def test_what_is_not_solved_may_be_opened_again_once_and_is_rated_anew(
    place: Place, receipt: Receipt
) -> None:
    letter = answered(send(receipt=receipt))
    fields = rating(look_up(receipt), outcome="reopen", reason="晚上还是不亮")
    asked = act("rate", fields)
    assert "晚上还是不亮" in asked.text
    assert Reopening.objects.count() == 1
    rule_reopening(
        by=cast.supervisor(),
        at=now(),
        letter=letter,
        granted=True,
        reason="现场没有看，请重新办理。",
    )
    assert "现场没有看，请重新办理。" in look_up(receipt).text
    reply(by=cast.officer(), at=now(), letter=letter, text="昨晚已修好。")
    shown = look_up(receipt)
    assert said("An earlier answer") in shown.text
    assert 'value="reopen"' not in shown.text
    done = act("rate", rating(shown, level="5", outcome="solved"))
    assert said("Thank you for your rating.") in done.text
    assert Rating.objects.count() == 2


def test_words_without_danger_show_no_number_to_call(
    place: Place, receipt: Receipt
) -> None:
    answered(send(receipt=receipt))
    assert "tel:1" not in act("rate", rating(look_up(receipt))).text


@pytest.mark.parametrize(
    "words",
    [
        {"remark": DESPAIR},
        {"outcome": "reopen", "reason": DESPAIR},
        {"outcome": "", "remark": DESPAIR},
    ],
    ids=str,
)
def test_danger_in_a_rating_is_answered_at_once(
    place: Place, receipt: Receipt, words: dict[str, str]
) -> None:
    answered(send(receipt=receipt))
    assert CALL in act("rate", rating(look_up(receipt), **words)).text


def test_danger_in_a_withdrawal_is_answered_at_once(
    place: Place, receipt: Receipt
) -> None:
    send(receipt=receipt)
    made = token(look_up(receipt), "withdraw")
    fields = {"token": made, "withdraw-reason": DESPAIR, "sure": "1"}
    assert CALL in act("withdraw", fields).text


def test_danger_is_answered_even_where_the_words_come_too_late(
    place: Place, receipt: Receipt
) -> None:
    letter = send(receipt=receipt)
    fields = {"token": token(look_up(receipt), "add"), "add-text": DESPAIR}
    answered(letter)
    refused = act("add", fields)
    assert refused.status_code == HTTPStatus.CONFLICT
    assert CALL in refused.text


def test_danger_is_answered_where_the_receipt_is_asked_for_once_more(
    place: Place, receipt: Receipt
) -> None:
    send(receipt=receipt)
    assert CALL in act("add", {"token": "", "add-text": DESPAIR}).text


def test_an_act_asks_few_questions(place: Place, receipt: Receipt) -> None:
    with_education(send(receipt=receipt))
    fields = {"token": token(look_up(receipt), "add"), "add-text": TYPED}
    with CaptureQueriesContext(connection) as asked:
        act("add", fields)
    assert len(asked.captured_queries) < 90
