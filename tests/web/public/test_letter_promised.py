"""办了没有: the writer says whether what was promised has been done, for all to see."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.utils.translation import gettext

from mingbai.letters.models import (
    LetterEvent,
    Promise,
)
from mingbai.letters.promises_due import promises_due
from mingbai.letters.reply import Promised
from mingbai.letters.report_promise import report_promise
from mingbai.lib.receipt import Receipt, mint
from mingbai.places.actors import System
from mingbai.places.models import Place
from tests import cast
from tests.moments import TODAY
from tests.web.public.letters import (
    act,
    answered,
    look_up,
    offers,
    promise_field,
    token,
)
from tests.web.public.reading import page, said
from tests.written import send


@pytest.fixture
def receipt() -> Receipt:
    """What opens the letter of the test."""
    return mint()


def now() -> datetime:
    """This instant."""
    return datetime.now(UTC)


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


def test_danger_in_what_is_said_of_a_promise_is_answered_at_once(
    promised: Promise, receipt: Receipt
) -> None:
    assert "tel:110" in judge(receipt, "undone", "我不想活了，要跳楼。").text


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
    sentence = "Promised and not done, says %(writer)s: %(what)s"
    assert said(sentence, writer=gettext("you"), what="换好路灯") in answer.text
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
