"""The page of a post: who holds it since when, what it leads and may do."""

from datetime import UTC, date, datetime, timedelta
from html import unescape
from http import HTTPStatus

import pytest

from mingbai.places.appoint import appoint
from mingbai.places.create_post import create_post
from mingbai.places.leave_post import leave_post
from mingbai.places.models import Place, Tenure
from mingbai.places.name_person import name_person
from tests import cast
from tests.moments import TODAY
from tests.powers.publishing import published
from tests.web.public.reading import page, queries, said, status
from tests.web.public.test_bodies import codes_of


def test_a_post_that_is_none_is_not_found(place: Place) -> None:
    assert status("/leaders/jiaoyuju/") == HTTPStatus.NOT_FOUND


def test_a_vacant_post_says_so_and_who_held_it(place: Place) -> None:
    now = datetime.now(UTC)
    by = cast.FOUNDERS
    post = create_post(
        by=by,
        at=now,
        slug="fujuzhang",
        name="教育局副局长",
        short_name="副局长",
        body=cast.education(),
    )
    before = TODAY - timedelta(days=400)
    appoint(
        by=by,
        at=now,
        post=post,
        person=name_person(by=by, at=now, name="胡前任"),
        since=before,
        until=TODAY - timedelta(days=1),
    )
    shown = page("/leaders/fujuzhang/")
    assert said("Vacant at present") in shown
    assert "胡前任" in shown


def test_a_leader_shows_holder_bodies_and_powers(place: Place) -> None:
    published("SD-001", holder=cast.post("fuxianzhang"), name="分管教育工作")
    shown = page("/leaders/fuxianzhang/")
    for shown_too in ("孙晓兰", "2025年6月1日", "县教育局", "分管教育工作"):
        assert shown_too in shown


def test_only_a_leader_has_a_mailbox_of_their_own(place: Place) -> None:
    assert 'href="/letters/write/?post=shuji"' in page("/leaders/shuji/")
    assert 'href="/letters/write/?body=jiaoyuju"' in page("/leaders/jiaoyu-juzhang/")


def test_powers_stand_by_matter_with_an_anchor_for_each(place: Place) -> None:
    head = cast.post("xianzhang")
    for number, matter in enumerate(("民生", "教育", "", "教育")):
        published(f"SD-{number}", name=f"权力{number}", holder=head, matter=matter)
    shown = page("/leaders/xianzhang/")
    anchors = shown[: shown.index('id="powers"')]
    for number, words in ((1, "教育"), (2, "民生"), (3, said("Other matters"))):
        count = 2 if number == 1 else 1
        label = said("%(word)s (%(number)s)", word=words, number=count)
        assert f'<a href="#matter-{number}">{label}</a>' in anchors
        assert f'<h3 id="matter-{number}">{words}</h3>' in shown
    order = [shown.index(f">权力{number}<") for number in (1, 3, 0, 2)]
    assert order == sorted(order)


def test_a_long_list_by_matter_is_read_page_by_page_and_back(place: Place) -> None:
    head = cast.post("xianzhang")
    for number in range(120):
        matter = ("", "丙", "乙", "甲")[number % 4]
        published(f"SD-{number:03}", holder=head, matter=matter)
    read: list[list[str]] = []
    href = "/leaders/xianzhang/"
    while href:
        shown = page(href)
        read.append(codes_of(shown))
        href = beside(shown, "next")
    assert [len(one) for one in read] == [50, 50, 20]
    assert len({code for one in read for code in one}) == 120
    assert codes_of(page(beside(shown, "prev"))) == read[1]
    jump = "/leaders/xianzhang/?under=%E4%B8%99#powers"
    assert codes_of(page(jump))
    assert '?under=%E4%B8%99#powers"' in page("/leaders/xianzhang/")


def beside(shown: str, which: str) -> str:
    """The address of the page before or after, or nothing."""
    _before, mark, after = shown.partition(f'rel="{which}" href="')
    return f"/leaders/xianzhang/{unescape(after.partition(chr(34))[0])}" if mark else ""


@pytest.mark.parametrize("query", ["?under=%00", "?after=%00", "?before=" + "A" * 99])
def test_a_page_key_that_is_none_is_not_found(place: Place, query: str) -> None:
    assert status(f"/leaders/xianzhang/{query}") == HTTPStatus.NOT_FOUND


def test_the_page_of_a_past_day_shows_what_held_on_it(place: Place) -> None:
    head = cast.post("fuxianzhang")
    published("SD-001", holder=head, name="旧的名称", since=date(2025, 1, 1))
    published("SD-001", holder=head, name="新的名称")
    past = page("/leaders/fuxianzhang/?on=2025-03-01")
    assert "旧的名称" in past
    assert "新的名称" not in past
    # 孙晓兰 took over in June.
    assert said("Nobody is entered for that day") in past
    assert said("Vacant at present") not in past


def test_who_holds_the_post_later_is_not_told_before(place: Place) -> None:
    now = datetime.now(UTC)
    post = cast.post("fuxianzhang")
    person = name_person(by=cast.FOUNDERS, at=now, name="胡后任")
    leave_post(
        by=cast.FOUNDERS,
        at=now,
        tenure=Tenure.objects.get(post=post),
        until=TODAY + timedelta(days=9),
    )
    appoint(
        by=cast.FOUNDERS,
        at=now,
        post=post,
        person=person,
        since=TODAY + timedelta(days=10),
    )
    assert "胡后任" not in page("/leaders/fuxianzhang/")


def test_the_page_asks_as_often_for_many_powers_as_for_none(place: Place) -> None:
    few = queries("/leaders/xianzhang/")
    for number in range(5):
        published(f"SD-{number}", holder=cast.post("xianzhang"), matter=f"第{number}类")
    assert queries("/leaders/xianzhang/") == few == 6
