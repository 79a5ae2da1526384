"""Writing a letter: what is refused and how, and that nothing typed is ever lost."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mingbai.letters.draft import TEXT_LENGTH, TITLE_LENGTH
from mingbai.letters.models import Letter
from mingbai.lib.receipt import mint, parse
from mingbai.places.models import Place
from mingbai.web.public.form_key import FIELD, new_form_key
from tests import cast
from tests.powers.publishing import published
from tests.web.public.reading import said, selects
from tests.web.public.writing import (
    TEXT,
    TITLE,
    WRITE,
    filled_in,
    post,
    send,
    text_of,
    value_of,
)

# What somebody may really write: nothing of it may change on its way.
STRANGE = {
    "emoji": "路灯🔦坏了👨‍👩‍👧，请来修🙏🏽",
    "right to left": "مصباح الشارع معطل \u202eטקסט\u202c 路灯坏了",
    "markup": "<script>alert(1)</script><b>路灯</b> & &amp; \" ' </textarea>",
    "template": "{{ place.office }} {% url 'x' %} %(name)s",
    "traditional": "學校門口的路燈壞了，請派人來修。",
    "rare signs": "𠮷野家旁边的㐂字招牌\u3000　全角空格",
    "blank lines": "\n\n  第一段\n\n\n第二段  \n",
    "tabs": "一\t二\t三",
}

FOREIGN_ORIGINS = (
    "https://elsewhere.example",
    "http://testserver.elsewhere.example",
    "http://testserver:81",
    "",
)


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_a_form_from_a_foreign_page_is_refused(place: Place, origin: str) -> None:
    fields = filled_in(receipt=str(mint()), send="1")
    assert post(fields, origin=origin).status_code == HTTPStatus.FORBIDDEN
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "origin", ["null", "http://testserver", "https://testserver", None]
)
def test_a_form_of_ours_is_taken_whatever_the_browser_says_of_it(
    place: Place, origin: str | None
) -> None:
    headers = {"origin": origin} if origin else {}
    fields = filled_in(receipt=str(mint()), send="1")
    assert post(fields, **headers).status_code == HTTPStatus.OK
    assert Letter.objects.count() == 1


def test_an_empty_form_says_for_each_answer_what_is_missing(place: Place) -> None:
    answer = post({})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = answer.content.decode()
    for sentence in (
        "Please choose what kind of letter it is.",
        "Please choose to whom you write.",
        "Please say in one sentence what it is about.",
        "Please write what it is about.",
        "Please choose whether it may be public.",
    ):
        assert said(sentence) in page
    assert f"<title>{said('Error: ')}" in page


@pytest.mark.parametrize("blank", [" ", "\n\n", "　", "\t"])
def test_blanks_are_no_letter(place: Place, blank: str) -> None:
    assert post(filled_in(text=blank)).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert post(filled_in(title=blank)).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_100_000_signs_are_too_many_and_all_of_them_come_back(place: Place) -> None:
    text = "路灯坏了三天。请修\n" * 10_000
    answer = post(filled_in(text=text))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "100,000" in text_of(answer)
    assert value_of(answer, "text") == text
    assert value_of(answer, "title") == TITLE


def test_the_longest_letter_is_taken_whole(place: Place) -> None:
    text = ("路" * 99 + "\n") * (TEXT_LENGTH // 100)
    # A browser sends two signs for each end of a line.
    assert send(text=text.replace("\n", "\r\n")).status_code == HTTPStatus.OK
    assert Letter.objects.get().text.body.replace("\r\n", "\n") == text


def test_a_title_too_long_comes_back_whole(place: Place) -> None:
    title = "长" * (TITLE_LENGTH + 1)
    answer = post(filled_in(title=title))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(answer, "title") == title


@pytest.mark.parametrize("sign", ["\0", "\x08", "\x1b", "\x7f", "\x85"])
@pytest.mark.parametrize("name", ["title", "text", "writer"])
def test_control_signs_are_refused_with_a_sentence(
    place: Place, sign: str, name: str
) -> None:
    answer = post(filled_in(**{name: f"路灯{sign}坏了"}))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said(
        "There are invisible control characters in it, often brought by"
        " copying. Please delete that part and type it again."
    ) in (answer.content.decode())
    assert value_of(answer, name) == f"路灯{sign}坏了"


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_whatever_is_written_is_kept_to_the_sign(place: Place, text: str) -> None:
    check = post(filled_in(text=text))
    assert value_of(check, "text") == text
    assert send(text=text).status_code == HTTPStatus.OK
    stored = Letter.objects.get().text.verbatim
    assert stored is not None
    assert bytes(stored).decode() == text


@pytest.mark.parametrize("name", ["title", "text", "writer"])
def test_markup_is_shown_as_it_was_written(place: Place, name: str) -> None:
    markup = '<img src=x onerror="alert(1)">'
    for page in (
        post(filled_in(**{name: markup})),
        post(filled_in(**{name: markup, "kind": ""})),
    ):
        assert markup not in page.content.decode()
        assert "&lt;img src=x" in page.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "bribe"},
        {"to": "everybody"},
        {"to": "post"},
        {"to": "post", "post": "no-such-post"},
        {"to": "body"},
        {"to": "body", "body": "xianwei"},
        {"to": "body", "body": "\0"},
        {"may_publish": "perhaps"},
        {"telephone": "一三八"},
        {"telephone": "12"},
        {"telephone": "\0"},
        {"power": "no-such-power"},
        {"power": "\0"},
        {"power": "x" * 500},
        {"writer": "长" * 21},
    ],
    ids=str,
)
def test_an_answer_that_is_none_is_asked_again_and_nothing_is_lost(
    place: Place, fields: dict[str, str]
) -> None:
    answer = post(filled_in(receipt=str(mint()), send="1", **fields))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'role="alert"' in answer.content.decode()
    assert value_of(answer, "text") == TEXT
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "typed",
    ["13800000000", "１３８００００００００", "138-0000-0000", "+86 13800000000"],
)
def test_a_telephone_may_be_written_in_many_ways(place: Place, typed: str) -> None:
    answer = post(filled_in(telephone=typed))
    assert answer.status_code == HTTPStatus.OK
    assert "+8613800000000" in text_of(answer)


@pytest.mark.parametrize("code", ["no-such-power", "\0", "x" * 5000, "<b>", "%"])
def test_an_unknown_power_in_the_address_gives_the_plain_form(
    place: Place, code: str
) -> None:
    answer = Client().get(WRITE, {"power": code})
    assert answer.status_code == HTTPStatus.OK
    assert value_of(answer, "power") == ""


@pytest.mark.parametrize("name", ["post", "body"])
def test_an_unknown_addressee_in_the_address_harms_nothing(
    place: Place, name: str
) -> None:
    for slug in ("no-such-one", "\0", '"><script>'):
        answer = Client().get(WRITE, {name: slug})
        assert answer.status_code == HTTPStatus.OK
        assert "<script>" not in answer.content.decode()


def test_a_power_in_the_address_names_it_and_its_holder(place: Place) -> None:
    published("SD-001", name="学区划定", holder=cast.education())
    answer = Client().get(WRITE, {"power": "SD-001"})
    assert value_of(answer, "power") == "SD-001"
    assert "学区划定" in text_of(answer)
    assert '<option value="jiaoyuju" selected>' in answer.content.decode()


def test_the_form_asks_for_no_report_of_abuse(place: Place) -> None:
    page = Client().get(WRITE).content.decode()
    assert 'href="/report/"' in page
    assert page.index('href="/report/"') < page.index("<textarea")
    kinds = {value for value, _ in Letter.Kind.choices}
    assert kinds == {"ask", "suggest", "complain", "disclose"}


def test_a_forged_key_shows_everything_once_more(place: Place) -> None:
    fields = filled_in(receipt=str(mint()), send="1")
    for key in ("", "forged", fields[FIELD][:-1], new_form_key("other")):
        answer = post(fields | {FIELD: key})
        assert answer.status_code == HTTPStatus.OK
        assert value_of(answer, "text") == TEXT
    assert not Letter.objects.exists()


def test_a_form_opened_yesterday_is_shown_once_more_and_then_taken(
    place: Place, clock: time_machine.Traveller
) -> None:
    fields = filled_in(receipt=str(mint()), send="1")
    clock.shift(timedelta(hours=13))
    answer = post(fields)
    assert said(
        "The page had been open for long. Nothing is lost: please look it over"
        " once more and send it."
    ) in (answer.content.decode())
    assert not Letter.objects.exists()
    again = {
        name: value_of(answer, name) for name in (*fields, "receipt") if name != "send"
    }
    assert again["text"] == TEXT
    assert post(again | {"send": "1"}).status_code == HTTPStatus.OK
    assert Letter.objects.count() == 1


def test_a_form_sent_twice_is_one_letter_with_one_receipt(place: Place) -> None:
    fields = filled_in(receipt=str(mint()), send="1")
    assert text_of(post(fields)) == text_of(post(fields))
    assert Letter.objects.count() == 1


def test_a_form_sent_again_days_later_is_still_one_letter(
    place: Place, clock: time_machine.Traveller
) -> None:
    fields = filled_in(receipt=str(mint()), send="1")
    first = text_of(post(fields))
    clock.shift(timedelta(days=3))
    assert text_of(post(fields)) == first
    assert Letter.objects.count() == 1


def test_another_text_under_the_same_receipt_is_shown_and_not_sent(
    place: Place,
) -> None:
    receipt = str(mint())
    send(receipt)
    answer = send(receipt, text="另一封信的正文。")
    assert answer.status_code == HTTPStatus.CONFLICT
    assert value_of(answer, "text") == "另一封信的正文。"
    assert value_of(answer, "receipt") != receipt
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("receipt", ["", "7K3M9", "\0", "x" * 10_000])
def test_a_receipt_that_is_none_is_replaced_before_anything_is_sent(
    place: Place, receipt: str
) -> None:
    answer = post(filled_in(receipt=receipt, send="1"))
    assert parse(value_of(answer, "receipt"))
    assert not Letter.objects.exists()


def test_the_receipt_page_shows_number_receipt_and_due_day(place: Place) -> None:
    receipt = mint()
    answer = send(str(receipt))
    shown = text_of(answer)
    assert Letter.objects.get().ref in shown
    assert str(receipt).replace("-", "") in shown.replace("-", "").replace(" ", "")
    # Fifteen working days from 2026-09-22, over the National Day holiday.
    assert "2026年10月20日" in shown
    assert "no-store" in answer.headers["Cache-Control"]


def test_no_cookie_is_set_on_the_way(place: Place) -> None:
    for answer in (Client().get(WRITE), post(filled_in()), send()):
        assert not answer.cookies
        assert "Vary" not in answer.headers


def test_the_pages_ask_few_questions(place: Place) -> None:
    published("SD-001")
    post(filled_in())
    counted = []
    for ask in (
        lambda: Client().get(WRITE, {"power": "SD-001"}),
        lambda: post(filled_in(power="SD-001")),
        lambda: send(power="SD-001"),
    ):
        with CaptureQueriesContext(connection) as asked:
            ask()
        counted.append(sum("mingbai." not in one["sql"] for one in selects(asked)))
    assert counted == [6, 9, 12]
