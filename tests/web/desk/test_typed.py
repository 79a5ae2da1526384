"""What was typed at a desk whose session has ended: given back, and sent on."""

import re
from html import unescape
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingbai.letters.models import Handling, Letter, Reply, State
from mingbai.places.models import Place
from tests import cast
from tests.letters.answering import ANSWER, with_education
from tests.web.desk.letter_page import act, address, page
from tests.web.desk.signing_in import CODE, SIGN_IN, code_of, give_password, sign_in
from tests.web.desk.work import Desk
from tests.web.public.reading import said

TYPED = f"{ANSWER}\n再见 <b>"
HOME = {"Origin": "http://testserver"}
TOKEN = "csrfmiddlewaretoken"
LOST = "Nothing was sent, nothing is lost"


def fields_of(found: Any) -> dict[str, str]:
    """What the page's form would post."""
    pattern = r'<input type="hidden" name="([^"]+)" value="([^"]*)"'
    form = found.text.split("<main")[1].split('<form method="post"')[1]
    return {
        unescape(name): unescape(value) for name, value in re.findall(pattern, form)
    }


def strict() -> Client:
    """A browser of which the desk asks its tokens."""
    return Client(enforce_csrf_checks=True)


def token_of(found: Any) -> str:
    match = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', found.text)
    assert match
    return match[1]


def come_in(client: Client, secret: str) -> None:
    """Sign in with a browser that must show tokens."""
    for step, typed in (
        (SIGN_IN, {"login": "lizhuren", "password": cast.PASSWORD}),
        (CODE, {"code": code_of(secret)}),
    ):
        token = token_of(client.get(step))
        client.post(step, {**typed, TOKEN: token}, headers=HOME)


def answer_of(letter: Letter, token: str = "") -> dict[str, str]:
    seen = Handling.objects.values_list("version", flat=True).get(letter=letter)
    return {
        TOKEN: token,
        "seen": str(seen),
        "reply-text": TYPED,
        "reply-what-0": "换灯",
        "reply-day-0": "2026-12-01",
    }


def test_nothing_is_done_for_a_stranger(place: Place) -> None:
    letter = with_education()
    found = act(Client(), letter, "reply", text=TYPED)
    assert found.status_code == HTTPStatus.FORBIDDEN
    assert not Reply.objects.exists()


def test_who_typed_nothing_is_led_to_the_sign_in_at_once(place: Place) -> None:
    letter = with_education()
    for name in ("claim", "reply"):
        found = act(Client(), letter, name)
        assert found.status_code == HTTPStatus.FOUND
        assert found["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("origin", [{"Origin": "https://evil.example"}, {}])
def test_a_strangers_form_is_not_offered_to_be_sent(
    place: Place, origin: dict[str, str]
) -> None:
    letter, client = with_education(), strict()
    found = client.post(address(letter, "reply"), answer_of(letter), headers=origin)
    assert found.status_code == HTTPStatus.FORBIDDEN
    assert "再见" not in found.text
    assert said(LOST) not in found.text


def test_no_password_and_no_file_is_given_back(place: Place) -> None:
    typed = {"oldpassword": "old-secret-1", "password1": "x y 新", "password2": "z"}
    found = Client().post("/desk/account/password/", {**typed, "more": "别的 话"})
    assert found.status_code == HTTPStatus.FORBIDDEN
    assert "old-secret-1" not in found.text
    assert "x y 新" not in found.text
    assert set(fields_of(found)) == {TOKEN, "more"}
    upload = SimpleUploadedFile("list.csv", b"secret,list")
    found = Client().post("/desk/powers/import/", {"file": upload, "since": "今天"})
    assert "secret,list" not in found.text
    assert set(fields_of(found)) == {TOKEN, "since"}
    words = "Files are not kept; you will be asked to choose them again."
    assert said(words) in found.text


def test_a_failed_sign_in_form_gives_nothing_back(place: Place) -> None:
    typed = {"login": "lizhuren", "password": "geheim 密码"}
    found = strict().post(SIGN_IN, typed, headers=HOME)
    assert found.status_code == HTTPStatus.FORBIDDEN
    assert "密码" not in found.text.split("<main")[1]
    assert "geheim" not in found.text


def test_what_was_typed_comes_back_and_nothing_keeps_it(desk: Desk) -> None:
    letter, client = with_education(), desk("lizhuren")
    page(client, letter)
    client.cookies.clear()
    found = client.post(address(letter, "reply"), answer_of(letter))
    assert found.status_code == HTTPStatus.FORBIDDEN
    assert "no-store" in found["Cache-Control"]
    assert f">\n{TYPED.replace('<b>', '&lt;b&gt;')}</textarea>" in found.text
    assert 'target="_blank"' in found.text
    carried = fields_of(found)
    assert carried["reply-text"] == TYPED
    assert carried["reply-day-0"] == "2026-12-01"
    assert f'action="{address(letter, "reply")}"' in found.text


def test_without_the_second_factor_the_way_leads_there(place: Place) -> None:
    letter, client = with_education(), Client()
    assert give_password(client, "lizhuren").status_code == HTTPStatus.FOUND
    found = act(client, letter, "reply", text=TYPED)
    assert found.status_code == HTTPStatus.FORBIDDEN
    assert fields_of(found)["reply-text"] == TYPED


def test_it_is_sent_on_after_a_new_sign_in(
    place: Place, clock: time_machine.Traveller
) -> None:
    letter, secret = with_education(), sign_in(Client(), "lizhuren")
    client = strict()
    token = token_of(client.get(SIGN_IN))
    lost = client.post(address(letter, "reply"), answer_of(letter, token), headers=HOME)
    assert lost.status_code == HTTPStatus.FORBIDDEN
    carried = fields_of(lost)
    # A code is good once.
    clock.shift(60)
    come_in(client, secret)
    # The token of the page is one of before the sign-in: asked once more, by name.
    again = client.post(address(letter, "reply"), carried, headers=HOME)
    assert again.status_code == HTTPStatus.FORBIDDEN
    assert "no-store" in again["Cache-Control"]
    assert said("It is sent in the name of %(who)s.", who="李主任") in again.text
    assert not Reply.objects.exists()
    sent = client.post(address(letter, "reply"), fields_of(again), headers=HOME)
    assert sent.status_code == HTTPStatus.FOUND
    assert Handling.objects.get(letter=letter).state == State.ANSWERED
    assert Reply.objects.get().text.text == TYPED
