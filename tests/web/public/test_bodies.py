"""The page of a body: who leads it, who answers, what it may do, page by page."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from mingbai.places.merge_body import merge_body
from mingbai.places.models import Place
from mingbai.places.rename_body import rename_body
from tests import cast
from tests.moments import NOW, TODAY
from tests.powers.publishing import published, unexplained
from tests.web.public.reading import page, queries, said, status


@pytest.mark.parametrize("path", ["/bodies/nobody/", "/bodies/shuji/", "/bodies/%00/"])
def test_a_body_that_is_none_is_not_found(place: Place, path: str) -> None:
    assert status(path) == HTTPStatus.NOT_FOUND


def test_a_page_after_a_null_character_is_not_found(place: Place) -> None:
    assert status("/bodies/jiaoyuju/?after=%00") == HTTPStatus.NOT_FOUND


def test_a_body_without_officer_says_who_answers_until_then(place: Place) -> None:
    shown = page("/bodies/xianweiban/")
    assert said("Nobody named yet") in shown
    assert said("%(office)s answers until then", office=place.office) in shown


def test_a_body_shows_group_officer_and_who_leads_it(place: Place) -> None:
    shown = page("/bodies/jiaoyuju/")
    for shown_too in ("试点县教育局", "郑学文", "李主任", "副县长", "孙晓兰"):
        assert shown_too in shown
    assert 'href="/letters/write/?body=jiaoyuju"' in shown


def test_a_committee_is_written_to_by_its_leaders(place: Place) -> None:
    shown = page("/bodies/xianwei/")
    assert "?body=" not in shown
    assert 'href="/letters/"' in shown


def test_powers_not_explained_are_counted(place: Place) -> None:
    published("SD-001")
    unexplained("SD-002")
    sentence = "%(number)s of %(total)s not yet explained"
    assert said(sentence, number=1, total=2) in page("/bodies/jiaoyuju/")


def test_a_long_list_is_read_page_by_page_and_back(place: Place) -> None:
    for number in range(101):
        unexplained(f"SD-{number:03}")
    first = page("/bodies/jiaoyuju/")
    assert "SD-049" in first
    assert "SD-050" not in first
    assert 'rel="prev"' not in first
    second = page("/bodies/jiaoyuju/?after=SD-049")
    assert "SD-050" in second
    assert "SD-049" not in codes_of(second)
    last = page("/bodies/jiaoyuju/?after=SD-099")
    assert codes_of(last) == ["SD-100"]
    assert 'rel="next"' not in last
    back = page("/bodies/jiaoyuju/?before=SD-100")
    assert codes_of(back) == codes_of(second)
    assert 'rel="prev"' in back
    assert codes_of(page("/bodies/jiaoyuju/?before=SD-050")) == codes_of(first)
    assert said("To the first page") in page("/bodies/jiaoyuju/?after=SD-100")


def codes_of(shown: str) -> list[str]:
    """The codes of the powers that a page lists, in its order."""
    listed = shown[shown.index('id="powers"') :]
    marks = listed.split('<a href="/powers/SD-')[1:]
    return [f"SD-{mark.partition('/')[0]}" for mark in marks]


def test_a_merged_body_says_since_when_and_where_it_went(place: Place) -> None:
    body, into = cast.housing(), cast.education()
    merge_body(by=cast.FOUNDERS, at=NOW, body=body, into=into, on=TODAY)
    shown = page("/bodies/zhujianju/")
    assert said("No longer a body of its own") in shown
    assert 'href="/bodies/jiaoyuju/"' in shown
    assert "?body=zhujianju" not in shown
    assert "试点县住房和城乡建设局" in page("/bodies/jiaoyuju/")
    before = page(f"/bodies/zhujianju/?on={TODAY - timedelta(days=1)}")
    assert said("Soon part of another body") in before


def test_a_body_shows_its_former_names(place: Place) -> None:
    rename_body(
        by=cast.FOUNDERS,
        at=NOW,
        body=cast.education(),
        name="试点县教育和体育局",
        short_name="县教体局",
        since=TODAY,
    )
    shown = page("/bodies/jiaoyuju/")
    assert "试点县教育局" in shown
    assert said("until %(day)s", day="2026年9月21日") in shown


def test_a_body_shows_those_under_it(place: Place) -> None:
    shown = page("/bodies/zhengfu/")
    assert said("Bodies under it") in shown
    assert 'href="/bodies/jiaoyuju/"' in shown


def test_the_page_of_a_past_day_lists_what_held_on_it(place: Place) -> None:
    past = TODAY - timedelta(days=1)
    published("SD-001", since=past)
    published("SD-002")
    assert codes_of(page(f"/bodies/jiaoyuju/?on={past}")) == ["SD-001"]
    assert codes_of(page("/bodies/jiaoyuju/")) == ["SD-001", "SD-002"]


def test_the_page_asks_as_often_for_many_powers_as_for_none(place: Place) -> None:
    few = queries("/bodies/jiaoyuju/")
    for number in range(5):
        published(f"SD-{number}", holder=cast.education())
    assert queries("/bodies/jiaoyuju/") == few == 10
