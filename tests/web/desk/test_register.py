"""The register on the page and as a workbook."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook

from mingbai.letters import register_book
from mingbai.letters.reply import reply
from mingbai.places.models import Place
from tests import cast
from tests.moments import TODAY
from tests.web.desk.counting import questions
from tests.web.desk.work import at_desk, routed
from tests.web.public.reading import said
from tests.written import send

REGISTER = "/desk/register/"
WORKBOOK = "/desk/register/xlsx/"


@pytest.mark.parametrize("login", ["lizhuren", "sunxiaolan", "chenguanli"])
def test_who_does_not_oversee_the_letters_opens_none(place: Place, login: str) -> None:
    client = at_desk(login)
    for path in (REGISTER, WORKBOOK):
        assert client.get(path).status_code == HTTPStatus.FORBIDDEN


def test_what_is_no_day_shows_today_and_says_so(place: Place) -> None:
    letter = send()
    client = at_desk("wangdengji")
    page = client.get(REGISTER, {"on": "yesterday"})
    assert page.status_code == HTTPStatus.OK
    assert said("That is no day; here is today") in page.text
    assert letter.ref in page.text
    refused = client.get(WORKBOOK, {"on": "yesterday"})
    assert refused.status_code == HTTPStatus.NOT_FOUND


def test_it_holds_the_letters_of_the_day_asked_for(
    place: Place, clock: time_machine.Traveller
) -> None:
    old = send()
    clock.shift(timedelta(days=1))
    new = send()
    client = at_desk("zhangducha")
    today = client.get(REGISTER).text
    assert new.ref in today
    assert old.ref not in today
    before = client.get(REGISTER, {"on": TODAY.isoformat()}).text
    assert old.ref in before
    assert new.ref not in before


def test_the_figures_of_the_day_are_counted(place: Place) -> None:
    send()
    letter = routed(cast.education())
    reply(by=cast.officer(), at=datetime.now(UTC), letter=letter, text="已修好。")
    page = at_desk("wangdengji").get(REGISTER).text
    assert f"{said('Received')} <b>2</b>" in page
    assert f"{said('Answered in time')} <b>1</b>" in page


def test_the_workbook_holds_the_same_as_texts(place: Place) -> None:
    letter = routed(cast.education())
    answer: Any = at_desk("wangdengji").get(WORKBOOK, {"on": TODAY.isoformat()})
    assert answer.headers["Content-Disposition"].endswith('"register-2026-09-22.xlsx"')
    assert "no-store" in answer.headers["Cache-Control"]
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    header, row = sheet.iter_rows(values_only=True)
    assert len(header) == len(row) == 9
    assert row[0] == letter.ref
    assert row[1] == "2026-09-22 10:00"
    assert row[5:7] == (str(cast.education()), "李主任")
    assert {cell.data_type for cell in sheet[2] if cell.value} == {"s"}


def test_it_asks_as_much_for_many_letters_as_for_one(place: Place) -> None:
    client = at_desk("wangdengji")
    routed(cast.education())
    client.get(REGISTER)
    few = questions(client, REGISTER)
    for _ in range(4):
        routed(cast.housing())
    assert questions(client, REGISTER) == few


def test_a_page_of_a_day_never_passes_for_the_whole_of_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = [send() for _ in range(3)]
    monkeypatch.setattr(register_book, "PAGE_SIZE", 2)
    client = at_desk("wangdengji")
    page = client.get(REGISTER).text
    assert letters[2].ref not in page
    message = "Here stand %(first)s to %(last)s, not the whole day."
    assert said(message, first=letters[0].ref, last=letters[1].ref) in page
    whole = f"{REGISTER}?on={TODAY.isoformat()}&whole=1"
    assert f'href="{whole.replace("&", "&amp;")}"' in page
    page = client.get(whole).text
    assert all(one.ref in page for one in letters)
    assert said("The whole day on one page, to print") not in page
    assert 'rel="next"' not in page
