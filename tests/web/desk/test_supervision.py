"""The supervision page: five tabs, their letters, and the counts beside them."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
import time_machine

from mingbai.letters.models import Letter
from mingbai.letters.queue import PAGE_SIZE
from mingbai.letters.rate import rate
from mingbai.letters.reply import reply
from mingbai.places.models import Place
from tests import cast
from tests.letters.answering import ANSWER, writer_of
from tests.web.desk.counting import questions
from tests.web.desk.test_queue import next_of, previous_of, shown
from tests.web.desk.work import Desk, at_desk, routed
from tests.web.public.reading import said
from tests.written import draft, send

PAGE = "/desk/supervision/"


def tallies(page: str) -> dict[str, int]:
    """The number on each tab."""
    found = re.findall(r'concern=(\w+)"[^>]*>[^<]*<b>(\d+)</b>', page)
    return {concern: int(number) for concern, number in found}


def unsatisfied() -> Letter:
    """A letter whose writer found the education bureau's answer bad."""
    letter = routed(cast.education())
    now = datetime.now(UTC)
    reply(by=cast.officer(), at=now, letter=letter, text=ANSWER)
    rate(
        by=writer_of(letter),
        at=now,
        letter=letter,
        level=1,
        is_solved=False,
        remark="",
    )
    return letter


@pytest.mark.parametrize("login", ["wutongzhi", "wangdengji", "lizhuren"])
def test_only_supervisors_open_it(place: Place, login: str) -> None:
    assert at_desk(login).get(PAGE).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("concern", ["no-such", "mine", "", "<b>"])
def test_there_is_no_tab_of_another_name(place: Place, concern: str) -> None:
    page = at_desk("zhangducha").get(PAGE, {"concern": concern})
    assert page.status_code == HTTPStatus.NOT_FOUND


def test_a_supervisor_finds_nothing_of_what_is_about_supervisors(
    place: Place, clock: time_machine.Traveller, desk: Desk
) -> None:
    letter = send(replace(draft(kind="complain"), about=cast.post("fuxianzhang")))
    other = send()
    clock.shift(timedelta(days=40))
    page = desk("zhangducha").get(PAGE)
    assert shown(page) == [letter.ref, other.ref]
    assert tallies(page.text)["late"] == 2


def test_what_is_late_stands_first_and_every_tab_has_its_count(
    place: Place, clock: time_machine.Traveller, desk: Desk
) -> None:
    late = routed(cast.education())
    clock.shift(timedelta(days=40))
    bad = unsatisfied()
    page = desk("zhangducha").get(PAGE)
    assert shown(page) == [late.ref]
    assert tallies(page.text) == {
        "late": 1,
        "tomorrow": 0,
        "returned": 0,
        "extended": 0,
        "unsatisfied": 1,
    }
    found = desk("zhangducha").get(PAGE, {"concern": "unsatisfied"})
    assert shown(found) == [bad.ref]
    assert said("Supervision") in found.text


def test_the_menu_leads_there(place: Place, desk: Desk) -> None:
    link = f'href="{PAGE}"'
    assert link in desk("zhangducha").get("/desk/").text
    assert link not in desk("wangdengji").get("/desk/").text


def test_a_long_list_is_turned_page_by_page_and_back(
    place: Place, clock: time_machine.Traveller, desk: Desk
) -> None:
    everything = [send().ref for _ in range(PAGE_SIZE + 1)]
    clock.shift(timedelta(days=40))
    client = desk("zhangducha")
    first = client.get(PAGE)
    second = client.get(next_of(first))
    assert shown(first) + shown(second) == everything
    assert shown(client.get(previous_of(second))) == shown(first)


def test_it_asks_as_much_for_many_letters_as_for_one(place: Place, desk: Desk) -> None:
    counts = []
    for _ in range(2):
        for _ in range(3):
            unsatisfied()
        counts.append(questions(desk("zhangducha"), f"{PAGE}?concern=unsatisfied"))
    assert counts[0] == counts[1]
    assert counts[0] < 25


def test_whoever_answered_finds_who_is_not_satisfied(place: Place, desk: Desk) -> None:
    bad, queue = unsatisfied(), {"queue": "unsatisfied"}
    assert shown(desk("zhoukezhang").get("/desk/", queue)) == []
    for login in ("lizhuren", "wangdengji"):
        assert shown(desk(login).get("/desk/", queue)) == [bad.ref]
