"""Finding by number: however it is typed, and silent about what is not one's own."""

from http import HTTPStatus
from typing import Any

import pytest

from mingbai.places.models import Place
from tests import cast
from tests.web.desk.work import at_desk, routed
from tests.written import send

FIND = "/desk/find/"


@pytest.mark.parametrize("typed", ["26-9999999", "26-0", "路灯", "<b>", "x" * 1000])
def test_what_is_no_letter_is_not_found(place: Place, typed: str) -> None:
    send()
    page = at_desk("wangdengji").get(FIND, {"number": typed})
    assert page.status_code == HTTPStatus.NOT_FOUND
    assert "<b>" not in main_of(page)


def test_a_letter_of_others_and_one_that_is_not_look_the_same(place: Place) -> None:
    theirs = routed(cast.housing())
    client = at_desk("lizhuren")
    page = client.get(FIND, {"number": theirs.ref})
    absent = client.get(FIND, {"number": "26-9999999"})
    assert page.status_code == absent.status_code == HTTPStatus.NOT_FOUND
    said_of_theirs = main_of(page).replace(theirs.ref, "")
    assert said_of_theirs == main_of(absent).replace("26-9999999", "")


def test_without_a_number_it_says_what_one_looks_like(place: Place) -> None:
    page = at_desk("wangdengji").get(FIND)
    assert page.status_code == HTTPStatus.OK
    assert "26-0048213" in page.text


def test_however_it_is_typed_it_leads_to_the_letter(place: Place) -> None:
    letter = send()
    client = at_desk("wangdengji")
    short = f"26-{letter.number}"
    for typed in (letter.ref, f" {letter.ref} ", short, short.replace("-", "－")):
        answer = client.get(FIND, {"number": typed})
        assert answer.status_code == HTTPStatus.FOUND
        assert answer.headers["Location"] == f"/desk/letters/{letter.ref}/"


def test_who_handles_no_letters_is_offered_no_search(place: Place) -> None:
    assert 'id="find-number"' not in at_desk("wutongzhi").get("/desk/").text
    assert 'id="find-number"' in at_desk("lizhuren").get("/desk/").text


def main_of(page: Any) -> str:
    """What the page says; header and footer are the same everywhere."""
    text: str = page.text
    return text.split("<main", 1)[1].split("</main>", 1)[0]
