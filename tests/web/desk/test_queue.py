"""The queue: whose letters stand in it, in which order, page by page."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingbai.letters.ask_extension import ask_extension
from mingbai.letters.escalate import escalate
from mingbai.letters.queue import PAGE_SIZE
from mingbai.letters.reply import reply
from mingbai.letters.route import route
from mingbai.letters.rule_extension import rule_extension
from mingbai.places.models import Place
from tests import cast
from tests.letters.answering import clerk, handed_over
from tests.web.desk.work import at_desk, routed
from tests.web.public.reading import said, selects
from tests.written import draft, send

QUEUE = "/desk/"


def shown(page: Any) -> list[str]:
    """The numbers of the letters on the page, from the top."""
    return re.findall(r'href="/desk/letters/([\d-]+)/"', page.text)


@pytest.mark.parametrize("login", ["wutongzhi", "chenguanli"])
def test_who_handles_no_letters_sees_none(place: Place, login: str) -> None:
    letter = send()
    page = at_desk(login).get(QUEUE)
    assert page.status_code == HTTPStatus.OK
    assert said("You have no letters to handle") in page.text
    assert letter.ref not in page.text


@pytest.mark.parametrize("asked", ["open", "office", "reopening", "no-such", "<b>"])
def test_an_officer_opens_no_queue_of_others(place: Place, asked: str) -> None:
    send()
    page = at_desk("lizhuren").get(QUEUE, {"queue": asked})
    assert page.status_code == HTTPStatus.NOT_FOUND


def test_an_officer_sees_the_letters_of_the_own_body_alone(place: Place) -> None:
    send()
    ours, theirs = routed(cast.education()), routed(cast.housing())
    page = at_desk("lizhuren").get(QUEUE)
    assert shown(page) == [ours.ref]
    assert theirs.ref not in page.text


def test_the_registrar_sees_first_what_nobody_has_yet(place: Place) -> None:
    waiting, passed_on = send(), routed(cast.education())
    client = at_desk("wangdengji")
    assert shown(client.get(QUEUE)) == [waiting.ref]
    everything = shown(client.get(QUEUE, {"queue": "open"}))
    assert set(everything) == {waiting.ref, passed_on.ref}


def test_an_answered_letter_leaves_the_queue_and_is_found_among_the_closed(
    place: Place,
) -> None:
    letter = routed(cast.education())
    reply(by=cast.officer(), at=datetime.now(UTC), letter=letter, text="已修好。")
    client = at_desk("lizhuren")
    page = client.get(QUEUE)
    assert shown(page) == []
    assert 'href="/desk/?queue=closed"' in page.text
    assert shown(client.get(QUEUE, {"queue": "closed"})) == [letter.ref]


def test_a_clerk_sees_first_what_was_handed_over_by_name(place: Place) -> None:
    letter, other = routed(cast.education()), routed(cast.education())
    client = at_desk(clerk().login)
    assert said("No letters here") in client.get(QUEUE).text
    handed_over(letter, cast.user("wutongzhi"))
    page = client.get(QUEUE)
    assert shown(page) == [letter.ref]
    assert said("Handed to me") in page.text
    everything = shown(client.get(QUEUE, {"queue": "body"}))
    assert set(everything) == {letter.ref, other.ref}
    refused = at_desk("lizhuren").get(QUEUE, {"queue": "handed"})
    assert refused.status_code == HTTPStatus.NOT_FOUND


def test_the_most_urgent_letter_stands_first_and_an_overdue_one_says_so(
    place: Place, clock: time_machine.Traveller
) -> None:
    old = send(draft(title="先来的信"))
    clock.shift(timedelta(days=35))
    new = send(draft(title="后来的信"))
    page = at_desk("wangdengji").get(QUEUE)
    assert shown(page) == [old.ref, new.ref]
    assert "tone-red" in page.text
    assert said("Overdue") in page.text


def test_a_leader_sees_the_letters_to_the_own_post(place: Place) -> None:
    send()
    letter = send(replace(draft(), addressee=cast.post("fuxianzhang")))
    assert shown(at_desk("sunxiaolan").get(QUEUE)) == [letter.ref]


def test_no_list_but_a_leaders_holds_the_words_of_letters(place: Place) -> None:
    letter = send(replace(draft(), addressee=cast.post("fuxianzhang")))
    page = at_desk("wangdengji").get(QUEUE)
    assert shown(page) == [letter.ref]
    assert "孩子们摸黑放学" not in page.text


def test_markup_in_a_letter_is_read_as_it_was_written(place: Place) -> None:
    letter = draft(text="<script>alert(1)</script>\n" + "长" * 400)
    send(replace(letter, addressee=cast.post("fuxianzhang")))
    page = at_desk("sunxiaolan").get(QUEUE).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_leader_reads_each_letter_in_the_list_and_unfolds_long_ones(
    place: Place,
) -> None:
    mine = cast.post("fuxianzhang")
    send(replace(draft(), addressee=mine))
    send(replace(draft(text="路灯。" * 200), addressee=mine))
    brought = routed(cast.education())
    escalate(
        by=cast.supervisor(), at=datetime.now(UTC), letter=brought, text="已超期。"
    )
    page = at_desk("sunxiaolan").get(QUEUE).text
    assert page.count("孩子们摸黑放学") == 2
    assert page.count("<details><summary>") == 1
    assert "路灯。" * 200 in page
    assert page.count(said("Brought before you")) == 1


def test_a_leaders_list_asks_as_much_for_many_letters_as_for_one(
    place: Place,
) -> None:
    client, counts = at_desk("sunxiaolan"), []
    for _ in range(2):
        for _ in range(4):
            send(replace(draft(), addressee=cast.post("fuxianzhang")))
        client.get(QUEUE)
        with CaptureQueriesContext(connection) as asked:
            client.get(QUEUE)
        counts.append(sum("mingbai." not in one["sql"] for one in selects(asked)))
    assert counts[0] == counts[1]


def test_a_letter_says_in_words_what_is_special_about_it(place: Place) -> None:
    letter = send(draft(title="楼里有煤气味", text="楼里煤气泄漏。"))
    now = datetime.now(UTC)
    route(by=cast.registrar(), at=now, letter=letter, body=cast.education())
    ask_extension(by=cast.officer(), at=now, letter=letter, days=2, reason="要实地看。")
    rule_extension(
        by=cast.supervisor(), at=now, letter=letter, granted=True, reason="同意。"
    )
    page = at_desk("lizhuren").get(QUEUE).text
    for mark in ("May be urgent", "Extended", "With a body"):
        assert said(mark) in page


def test_the_count_beside_a_queue_is_that_of_its_letters(place: Place) -> None:
    for _ in range(3):
        send()
    page = at_desk("wangdengji").get(QUEUE).text
    tally = re.search(r'queue=office"[^>]*>[^<]*<b>(\d+)</b>', page)
    assert tally
    assert tally[1] == "3"


def test_markup_in_a_title_is_shown_as_it_was_written(place: Place) -> None:
    send(draft(title="<img src=x onerror=alert(1)>"))
    page = at_desk("wangdengji").get(QUEUE)
    assert "<img src=x" not in page.text
    assert "&lt;img src=x onerror=alert(1)&gt;" in page.text


@pytest.mark.parametrize("mark", ["", "0", "26-9999999", "\0", "x" * 1000, "<b>"])
def test_a_mark_that_is_no_letter_gives_the_first_page(place: Place, mark: str) -> None:
    letter = send()
    client = at_desk("wangdengji")
    for direction in ("after", "before"):
        page = client.get(QUEUE, {direction: mark})
        assert page.status_code == HTTPStatus.OK
        assert shown(page) == [letter.ref]


def test_long_queues_are_turned_page_by_page_and_back(
    place: Place, clock: time_machine.Traveller
) -> None:
    everything = []
    for number in range(2 * PAGE_SIZE + 1):
        everything.append(send(draft(title=f"第{number}封")).ref)
        clock.shift(timedelta(seconds=1))
    client = at_desk("wangdengji")
    first = client.get(QUEUE)
    second = client.get(next_of(first))
    third = client.get(next_of(second))
    assert shown(first) + shown(second) + shown(third) == everything
    assert 'rel="next"' not in third.text
    assert shown(client.get(previous_of(third))) == shown(second)


def test_the_queue_asks_as_much_for_many_letters_as_for_one(place: Place) -> None:
    client = at_desk("wangdengji")
    asked_for: list[list[str]] = []
    for _ in range(2):
        for number in range(5):
            send(draft(title=f"第{number}封"))
        client.get(QUEUE)
        with CaptureQueriesContext(connection) as asked:
            client.get(QUEUE)
        ours = [one["sql"] for one in selects(asked) if "mingbai." not in one["sql"]]
        asked_for.append(ours)
    few, many = asked_for
    assert len(few) == len(many) == 17, "\n".join(many)


def next_of(page: Any) -> str:
    """Where the link to the next page leads."""
    return _link(page, "next")


def previous_of(page: Any) -> str:
    """Where the link to the previous page leads."""
    return _link(page, "prev")


def _link(page: Any, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page.text)
    assert found, rel
    return found[1].replace("&amp;", "&")
