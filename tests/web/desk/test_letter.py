"""A letter on the desk: who reads it, who passes it on, who answers, nothing lost."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mingbai.letters.models import Handling, Letter, Reply
from mingbai.letters.reply import REPLY_LENGTH, reply
from mingbai.letters.route import route
from mingbai.places.models import Place
from mingbai.web.desk.letter import NOTE_LENGTH
from tests import cast
from tests.web.desk.signing_in import sign_in
from tests.web.desk.work import at_desk, routed
from tests.web.public.reading import said, selects
from tests.web.public.writing import value_of
from tests.written import draft, send

MOVED = (
    "Meanwhile a colleague has passed it on or answered it; see what happened"
    " below. What you typed is still here."
)


def address(letter: Letter, act: str = "") -> str:
    """The letter on the desk, or where its forms are posted to."""
    return f"/desk/letters/{letter.ref}/{act}"


def pass_on(client: Client, letter: Letter, body: str, note: str = "") -> Any:
    """Post the form that passes a letter on."""
    return client.post(
        address(letter, "route/"), {"route-body": body, "route-note": note}
    )


def answer(client: Client, letter: Letter, text: str) -> Any:
    """Post the form that answers a letter."""
    return client.post(address(letter, "reply/"), {"reply-text": text})


@pytest.mark.parametrize("login", ["zhoukezhang", "wutongzhi", "chenguanli"])
def test_a_letter_of_another_body_looks_like_none(place: Place, login: str) -> None:
    letter = routed(cast.education())
    client = at_desk(login)
    for found in (
        client.get(address(letter)),
        pass_on(client, letter, "zhujianju"),
        answer(client, letter, "不归我管。"),
    ):
        assert found.status_code == HTTPStatus.NOT_FOUND
        assert str(letter.text.title) not in found.text
    assert Handling.objects.get().state == Handling.State.ROUTED


@pytest.mark.parametrize(
    "ref", ["26-9999999", "26-1", "x", "26-0000001 ", "２６-0000001", "%00", "a" * 500]
)
def test_a_number_of_no_letter_is_not_found(place: Place, ref: str) -> None:
    assert (
        at_desk("wangdengji").get(f"/desk/letters/{ref}/").status_code
        == HTTPStatus.NOT_FOUND
    )


def test_a_form_without_its_token_is_refused(place: Place) -> None:
    letter = routed(cast.education())
    client = Client()
    sign_in(client, "lizhuren")
    client.handler.enforce_csrf_checks = True
    assert answer(client, letter, "已修好。").status_code == HTTPStatus.FORBIDDEN
    assert not Reply.objects.exists()


@pytest.mark.parametrize("body", ["", "no-such-body", "xianwei", "\0"])
def test_a_letter_is_passed_to_no_body_that_is_none(place: Place, body: str) -> None:
    letter = send()
    found = pass_on(at_desk("wangdengji"), letter, body, "请先打电话。")
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(found, "route-note") == "请先打电话。"
    assert Handling.objects.get().body is None


@pytest.mark.parametrize("note", ["长" * (NOTE_LENGTH + 1), "请\x1b看"])
def test_a_note_that_can_t_be_kept_comes_back_whole(place: Place, note: str) -> None:
    found = pass_on(at_desk("wangdengji"), send(), "jiaoyuju", note)
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(found, "route-note") == note


def test_a_body_for_which_nobody_answers_is_told_so(place: Place) -> None:
    found = pass_on(at_desk("wangdengji"), send(), "jiwei", "请看。")
    assert found.status_code == HTTPStatus.CONFLICT
    assert said(
        "Nobody answers for this body today. Ask an administrator to name an"
        " officer or a deputy, or choose another body."
    ) in (found.text)
    assert value_of(found, "route-note") == "请看。"


def test_an_officer_passes_nothing_on(place: Place) -> None:
    letter = routed(cast.education())
    found = pass_on(at_desk("lizhuren"), letter, "zhujianju")
    assert found.status_code == HTTPStatus.FORBIDDEN
    assert Handling.objects.get().body == cast.education()


@pytest.mark.parametrize("text", ["", "  \n　", "长" * (REPLY_LENGTH + 1), "已\0修"])
def test_an_answer_that_can_t_be_sent_comes_back_whole(place: Place, text: str) -> None:
    letter = routed(cast.education())
    found = answer(at_desk("lizhuren"), letter, text)
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(found, "reply-text") == text
    assert not Reply.objects.exists()


def test_the_registrar_does_not_answer_for_a_body_and_loses_nothing(
    place: Place,
) -> None:
    letter = routed(cast.education())
    found = answer(at_desk("wangdengji"), letter, "代为答复，写了很久。")
    assert found.status_code == HTTPStatus.CONFLICT
    assert said(MOVED) in found.text
    assert value_of(found, "reply-text") == "代为答复，写了很久。"
    assert not Reply.objects.exists()


def test_a_note_typed_while_a_colleague_passed_the_letter_on_is_kept(
    place: Place,
) -> None:
    letter = routed(cast.education())
    found = pass_on(at_desk("wangdengji"), letter, "zhujianju", "写了很久的话")
    assert found.status_code == HTTPStatus.CONFLICT
    assert said(MOVED) in found.text
    assert value_of(found, "route-note") == "写了很久的话"
    assert Handling.objects.get().body == cast.education()


def test_an_answer_typed_after_a_colleague_s_is_kept_on_the_page(
    place: Place,
) -> None:
    letter = routed(cast.education())
    client = at_desk("lizhuren")
    assert answer(client, letter, "第一次答复。").status_code == HTTPStatus.FOUND
    found = answer(client, letter, "第二次答复。")
    assert found.status_code == HTTPStatus.CONFLICT
    assert said(MOVED) in found.text
    assert value_of(found, "reply-text") == "第二次答复。"
    assert Reply.objects.count() == 1


def test_whatever_was_written_is_shown_as_it_was_written(place: Place) -> None:
    markup = "<b onclick=x>路</b>"
    letter = send(draft(title=markup, text=markup, writer=markup))
    route(
        by=cast.registrar(),
        at=datetime.now(UTC),
        letter=letter,
        body=cast.education(),
        note=markup,
    )
    reply(by=cast.officer(), at=datetime.now(UTC), letter=letter, text=markup)
    page = at_desk("lizhuren").get(address(letter)).text
    assert "<b onclick" not in page
    # Title, text, name, note and answer.
    assert page.count("&lt;b onclick=x&gt;路&lt;/b&gt;") == 5


def test_the_officer_sees_the_note_and_the_telephone(place: Place) -> None:
    letter = send(draft(telephone="+8613800000000"))
    pass_on(at_desk("wangdengji"), letter, "jiaoyuju", "请先打电话。")
    page = at_desk("lizhuren").get(address(letter)).text
    assert "请先打电话。" in page
    assert "+8613800000000" in page


def test_a_simple_letter_is_answered_directly(place: Place) -> None:
    letter = send()
    client = at_desk("wangdengji")
    found = answer(client, letter, "您好：\n路灯已修好。")
    assert found.status_code == HTTPStatus.FOUND
    assert found.headers["Location"] == address(letter)
    assert "路灯已修好。" in client.get(address(letter)).text
    assert Handling.objects.get().state == Handling.State.ANSWERED


def test_an_answered_letter_offers_no_form(place: Place) -> None:
    letter = routed(cast.education())
    client = at_desk("lizhuren")
    answer(client, letter, "已修好。")
    page = client.get(address(letter)).text
    assert "reply-text" not in page
    assert "route-body" not in page


def test_the_page_asks_few_questions(place: Place) -> None:
    letter = routed(cast.education())
    client = at_desk("lizhuren")
    client.get(address(letter))
    with CaptureQueriesContext(connection) as asked:
        client.get(address(letter))
    assert sum("mingbai." not in one["sql"] for one in selects(asked)) == 14
