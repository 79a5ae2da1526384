"""What a writer does afterwards: only by a token, each act once, nothing typed lost."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mingbai.letters.models import (
    Addition,
    LetterEvent,
    Promise,
    Rating,
    Reopening,
    State,
)
from mingbai.letters.promises_due import promises_due
from mingbai.letters.reply import Promised, reply
from mingbai.letters.report_promise import report_promise
from mingbai.letters.rule_reopening import rule_reopening
from mingbai.letters.withdraw import withdraw
from mingbai.lib.receipt import Receipt, mint
from mingbai.places.actors import System
from mingbai.places.models import Place
from mingbai.places.scoping import within
from mingbai.web.public.letter_token import Purpose, seal, writer_of
from tests import cast
from tests.databases.installation import Installation
from tests.moments import TODAY
from tests.web.public.letters import (
    LOOK_UP,
    act,
    answered,
    look_up,
    offers,
    promise_field,
    token,
    with_education,
)
from tests.web.public.reading import page, said
from tests.web.public.writing import value_of
from tests.written import send

TYPED = "还有一处：学校后门\n的路灯也坏了。<b>请一起修</b>"
WRONG_TOKENS = ("", "forged", "A" * 10_000, "路灯", "AQAAAAA=", "\0")
NAMES = [purpose.value for purpose in Purpose]


@pytest.fixture
def receipt() -> Receipt:
    """What opens the letter of the test."""
    return mint()


def text_field(name: str) -> str:
    """The field of an act in which its writer's words stand."""
    return {"withdraw": "withdraw-reason", "rate": "rate-remark"}.get(name, "add-text")


def asks_receipt(answer: Any) -> bool:
    """Whether the page asks for the receipt once more."""
    return said("Please give your receipt once more") in answer.text


def now() -> datetime:
    """This instant."""
    return datetime.now(UTC)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("wrong", WRONG_TOKENS, ids=lambda one: one[:8])
def test_a_forged_token_does_nothing_and_loses_nothing(
    place: Place, name: str, wrong: str
) -> None:
    send()
    answer = act(name, {"token": wrong, text_field(name): TYPED, "sure": "1"})
    assert asks_receipt(answer)
    assert value_of(answer, text_field(name)) == TYPED
    assert LetterEvent.objects.count() == 1


@pytest.mark.parametrize("at", [0, 5, 20, 40, -3])
def test_a_token_with_one_sign_changed_opens_nothing(
    place: Place, receipt: Receipt, at: int
) -> None:
    send(receipt=receipt)
    right = token(look_up(receipt), "add")
    changed = "A" if right[at] != "A" else "B"
    end = at + 1 or None
    wrong = right[:at] + changed + right[end:]
    assert asks_receipt(act("add", {"token": wrong, "add-text": TYPED}))
    assert not Addition.objects.exists()


def test_a_token_serves_the_act_it_was_made_for_alone(
    place: Place, receipt: Receipt
) -> None:
    letter = send(receipt=receipt)
    shown = look_up(receipt)
    fields = {"token": token(shown, "add"), "sure": "1", "withdraw-reason": TYPED}
    assert asks_receipt(act("withdraw", fields))
    letter.handling.refresh_from_db()
    assert letter.handling.state == State.REGISTERED


def test_an_act_that_is_none_has_no_address(place: Place, receipt: Receipt) -> None:
    letter = send(receipt=receipt)
    made = seal(letter, Purpose.ADD, at=now())
    answer = act("erase", {"token": made})
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_a_token_of_one_letter_opens_no_other_letters_promise(
    place: Place, receipt: Receipt
) -> None:
    answered(send(), Promised("换好路灯", TODAY + timedelta(days=1)))
    mine = answered(send(receipt=receipt))
    promise = Promise.objects.get()
    made = seal(mine, Purpose.PROMISE, at=now(), subject=promise.pk)
    prefix = f"promise-{promise.pk.hex[-12:]}"
    answer = act("promise", {"token": made, f"{prefix}-outcome": "done"})
    assert answer.status_code == HTTPStatus.CONFLICT
    promise.refresh_from_db()
    assert promise.state == Promise.State.AHEAD


@pytest.mark.postgresql
def test_a_token_of_another_place_opens_nothing(committed: Installation) -> None:
    with within(cast.neighbour(), durable=True):
        letter = send(at=now())
        foreign = seal(letter, Purpose.ADD, at=now())
    assert asks_receipt(act("add", {"token": foreign, "add-text": TYPED}))
    with within(cast.neighbour()):
        assert not Addition.objects.exists()


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "http://testserver:81", ""]
)
def test_an_act_from_a_foreign_page_is_refused(
    place: Place, receipt: Receipt, origin: str
) -> None:
    send(receipt=receipt)
    fields = {"token": token(look_up(receipt), "add"), "add-text": TYPED}
    assert act("add", fields, origin=origin).status_code == HTTPStatus.FORBIDDEN
    assert not Addition.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_an_act_is_posted(place: Place, method: str) -> None:
    answer = getattr(Client(), method)(f"{LOOK_UP}add/")
    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_after_half_an_hour_the_receipt_is_asked_and_what_was_typed_goes_on(
    place: Place, receipt: Receipt, clock: time_machine.Traveller
) -> None:
    send(receipt=receipt)
    fields = {"token": token(look_up(receipt), "add"), "add-text": TYPED}
    clock.shift(timedelta(minutes=31))
    again = act("add", fields)
    assert asks_receipt(again)
    assert value_of(again, "add-text") == TYPED
    assert "&lt;b&gt;请一起修&lt;/b&gt;" in again.text
    wrong = act("add", fields | {"receipt": str(mint())})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(wrong, "add-text") == TYPED
    assert not Addition.objects.exists()
    answer = act("add", fields | {"receipt": str(receipt)})
    assert answer.status_code == HTTPStatus.OK
    assert Addition.objects.get().body == TYPED
    assert receipt.compact not in answer.text.replace("-", "")


def test_a_token_from_the_future_is_no_good(place: Place, receipt: Receipt) -> None:
    letter = send(receipt=receipt)
    made = seal(letter, Purpose.ADD, at=now() + timedelta(minutes=5))
    assert asks_receipt(act("add", {"token": made, "add-text": TYPED}))


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


@pytest.fixture
def promised(place: Place, receipt: Receipt, clock: time_machine.Traveller) -> Promise:
    """The bureau promised something for tomorrow, and tomorrow has come."""
    answered(send(receipt=receipt), Promised("换好路灯", TODAY + timedelta(days=1)))
    clock.shift(timedelta(days=1))
    promises_due(by=System("worker"), at=now())
    return Promise.objects.get()


def judge(receipt: Receipt, outcome: str, text: str = "") -> Any:
    """The writer says whether it has been done."""
    shown = look_up(receipt)
    fields = {
        "token": token(shown, "promise"),
        promise_field(shown, "outcome"): outcome,
        promise_field(shown, "text"): text,
    }
    return act("promise", fields)


def test_before_its_day_nobody_is_asked_about_a_promise(
    place: Place, receipt: Receipt
) -> None:
    answered(send(receipt=receipt), Promised("换好路灯", TODAY + timedelta(days=1)))
    shown = look_up(receipt)
    assert "换好路灯" in shown.text
    assert not offers(shown, "promise")


def test_what_was_not_done_stands_on_the_public_list_without_the_writer(
    promised: Promise, receipt: Receipt
) -> None:
    ref = promised.letter.ref
    answer = judge(receipt, "undone", "一盏也没换")
    assert answer.status_code == HTTPStatus.OK
    assert "一盏也没换" in answer.text
    public = page("/letters/promises/")
    assert "换好路灯" in public
    assert "县教育局" in public
    for secret in (ref, "一盏也没换", "学校门口"):
        assert secret not in public


def test_the_body_alone_does_not_take_it_off_the_list(
    promised: Promise, receipt: Receipt
) -> None:
    judge(receipt, "undone")
    promised.refresh_from_db()
    report_promise(by=cast.officer(), at=now(), promise=promised, text="昨天换好了。")
    public = page("/letters/promises/")
    assert "换好路灯" in public
    assert said("Done, says the body") in public
    assert "昨天换好了。" in look_up(receipt).text
    judge(receipt, "done")
    assert "换好路灯" not in page("/letters/promises/")


def test_what_the_body_called_done_and_nobody_called_undone_is_not_listed(
    promised: Promise,
) -> None:
    report_promise(by=cast.officer(), at=now(), promise=promised, text="昨天换好了。")
    assert "换好路灯" not in page("/letters/promises/")


def test_a_promise_judged_twice_stays_as_it_was_said(
    promised: Promise, receipt: Receipt
) -> None:
    shown = look_up(receipt)
    fields = {
        "token": token(shown, "promise"),
        promise_field(shown, "outcome"): "undone",
        promise_field(shown, "text"): "",
    }
    act("promise", fields)
    again = act("promise", fields)
    assert again.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    assert LetterEvent.objects.filter(kind="promise_broken").count() == 1


def test_a_promise_without_an_answer_is_asked_again(
    promised: Promise, receipt: Receipt
) -> None:
    answer = judge(receipt, "", "一盏也没换")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "一盏也没换" in answer.text
    promised.refresh_from_db()
    assert promised.state == Promise.State.ASKED


def test_an_act_asks_few_questions(place: Place, receipt: Receipt) -> None:
    with_education(send(receipt=receipt))
    fields = {"token": token(look_up(receipt), "add"), "add-text": TYPED}
    with CaptureQueriesContext(connection) as asked:
        act("add", fields)
    assert len(asked.captured_queries) < 90
