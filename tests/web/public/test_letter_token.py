"""A token opens one letter, for one act, for half an hour; nothing typed is lost."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.test import Client

from mingbai.letters.models import (
    Addition,
    LetterEvent,
    Promise,
    State,
)
from mingbai.letters.reply import Promised
from mingbai.lib.receipt import Receipt, mint
from mingbai.places.models import Place
from mingbai.places.scoping import within
from mingbai.web.public.letter_token import Purpose, seal
from tests import cast
from tests.databases.installation import Installation
from tests.moments import TODAY
from tests.web.public.letters import (
    LOOK_UP,
    act,
    answered,
    look_up,
    token,
)
from tests.web.public.reading import said
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
