"""Searching the list: what fits, what does not, and what nobody should break."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils.html import escape
from django.utils.translation import ngettext

from mingbai.places.models import Place
from mingbai.places.rename_body import rename_body
from mingbai.web.public.power_wanted import LONGEST, read_wanted
from tests import cast
from tests.moments import NOW, TODAY
from tests.powers.publishing import published, unexplained
from tests.web.public.reading import page, queries, said, status
from tests.web.public.test_bodies import codes_of

DAY = timedelta(days=1)
PATH = "/powers/search/"


def search(**asked: Any) -> str:
    """The page that answers this search."""
    return page(f"{PATH}?{urlencode(asked)}")


def found(**asked: Any) -> list[str]:
    """The codes of what fits, in the page's order."""
    return codes_of(search(**asked))


@pytest.fixture
def listed(place: Place) -> None:
    """Four powers that differ in everything a filter asks for."""
    published("SD-001", name="学区划定", matter="教育", category="行政确认")
    published(
        "SD-002",
        name="学位补贴100%_发放",
        matter="民生",
        category="行政给付",
        holder=cast.housing(),
    )
    published(
        "SD-003", name="分管教育工作", matter="教育", holder=cast.post("fuxianzhang")
    )
    unexplained("SD-004", name="校车许可", category="行政许可")


@pytest.mark.parametrize(
    "text",
    [
        "%",
        "_",
        "%%%",
        "\\",
        "'",
        '"',
        "' OR 1=1 --",
        "<script>",
        "\0",
        "a\0b",
        "\ud800",
        "学" * 10_000,
        "学 " * 5_000,
        "％",
        "　",
        "\u202e",
        "*",
        "[a-z]",
    ],
)
def test_whatever_is_typed_is_searched_for_and_not_obeyed(
    listed: None, text: str
) -> None:
    address = f"{PATH}?{urlencode({'q': text}, errors='surrogatepass')}"
    shown = page(address)
    assert "<script" not in shown


def test_signs_of_patterns_stand_for_themselves(listed: None) -> None:
    assert found(q="%") == ["SD-002"]
    assert found(q="_") == ["SD-002"]
    assert found(q="学%划") == []
    assert found(q="学_划") == []


def test_a_text_too_long_is_cut_and_the_page_says_so(listed: None) -> None:
    sentence = "That is too long to be searched for: only its beginning was."
    assert said(sentence) in search(q="学" * (LONGEST + 1))
    assert said(sentence) not in search(q="学区")
    assert len(read_wanted(QueryDict(urlencode({"q": "学" * 9_999}))).text) == LONGEST


@pytest.mark.parametrize("key", ["%00", "A" * 65, "A" * 10_000])
def test_a_page_key_that_no_code_can_be_is_not_found(place: Place, key: str) -> None:
    assert status(f"{PATH}?after={key}") == HTTPStatus.NOT_FOUND
    assert status(f"{PATH}?before={key}") == HTTPStatus.NOT_FOUND


def test_filters_that_nothing_has_find_nothing(listed: None) -> None:
    for name in ("category", "matter"):
        for value in ("没有的", "\0", "长" * 10_000, "'"):
            shown = search(**{name: value})
            assert said("Try a shorter word, or fewer filters") in shown


def test_a_kind_of_holder_that_is_none_filters_nothing(listed: None) -> None:
    assert len(found(holder="emperor")) == 4


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("学区", ["SD-001"]),
        ("sd-00", ["SD-001", "SD-002", "SD-003", "SD-004"]),
        ("ＳＤ－００２", ["SD-002"]),
        ("教育局", ["SD-001", "SD-004"]),
        ("副县长", ["SD-003"]),
        ("孙晓兰", ["SD-003"]),
        ("住房", ["SD-002"]),
        ("教育局 校车", ["SD-004"]),
        ("教育　学区", ["SD-001"]),
        ("校车 学区", []),
    ],
)
def test_a_part_of_name_code_or_holder_finds_it(
    listed: None, text: str, codes: list[str]
) -> None:
    assert found(q=text) == codes


def test_a_body_is_found_by_the_name_it_had(listed: None) -> None:
    rename_body(
        by=cast.FOUNDERS,
        at=NOW,
        body=cast.housing(),
        name="试点县城乡建设和交通局",
        short_name="县建交局",
        since=TODAY,
    )
    assert found(q="住房") == ["SD-002"]
    assert found(q="建交") == ["SD-002"]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"matter": "教育"}, ["SD-001", "SD-003"]),
        ({"matter": "-"}, ["SD-004"]),
        ({"category": "行政许可"}, ["SD-004"]),
        ({"holder": "post"}, ["SD-003"]),
        ({"holder": "unit"}, ["SD-001", "SD-002", "SD-004"]),
        ({"holder": "committee"}, []),
        ({"unexplained": "1"}, ["SD-004"]),
        ({"matter": "教育", "holder": "unit"}, ["SD-001"]),
        ({"q": "学", "category": "行政给付"}, ["SD-002"]),
    ],
)
def test_each_filter_leaves_what_fits(
    listed: None, asked: dict[str, str], codes: list[str]
) -> None:
    assert found(**asked) == codes


def test_a_search_of_a_past_day_finds_what_held_on_it(place: Place) -> None:
    published("SD-001", name="旧的名称", since=TODAY - 9 * DAY)
    published("SD-001", name="新的名称")
    past = (TODAY - DAY).isoformat()
    assert found(q="旧的", on=past) == ["SD-001"]
    assert found(q="旧的") == []
    assert found(q="新的", on=past) == []
    assert f'href="/powers/SD-001/?on={past}"' in search(on=past)


def test_filters_and_day_survive_paging(place: Place) -> None:
    for number in range(60):
        published(
            f"SD-{number:03}",
            matter="教育" if number % 2 else "民生",
            since=TODAY - DAY,
        )
    for number in range(60, 120):
        published(f"SD-{number:03}", matter="教育", since=TODAY - DAY)
    asked = {"q": "学区", "matter": "教育", "on": (TODAY - DAY).isoformat()}
    first = search(**asked)
    assert len(codes_of(first)) == 50
    on = urlencode({**asked, "after": codes_of(first)[-1]})
    assert escape(f"?{on}#powers") in first
    second = search(**asked, after=codes_of(first)[-1])
    assert len(codes_of(second)) == 40
    assert 'rel="next"' not in second
    back = search(**asked, before=codes_of(second)[0])
    assert codes_of(back) == codes_of(first)
    assert 'rel="prev"' not in back


def test_what_was_typed_stands_in_the_form_again(listed: None) -> None:
    shown = search(q='"><b>学', matter="教育", unexplained="1", holder="post")
    assert 'value="&quot;&gt;&lt;b&gt;学"' in shown
    assert '<option value="教育" selected>' in shown
    assert '<option value="post" selected>' in shown
    assert 'name="unexplained" value="1" checked' in shown


def test_what_fits_both_words_is_counted(listed: None) -> None:
    published("SD-005", name="学校处罚", matter="教育", category="行政处罚")
    for asked, total in (
        ({}, 5),
        ({"matter": "教育"}, 3),
        ({"matter": "教育", "category": "行政处罚"}, 1),
        ({"matter": "-", "category": "行政处罚"}, 0),
        ({"matter": "教育", "unexplained": "1"}, 0),
        ({"q": "学"}, 3),
    ):
        found = ngettext("%(shown)s power found", "%(shown)s powers found", total)
        assert found % {"shown": total} in search(**asked)


def test_search_asks_as_often_for_many_as_for_none(place: Place) -> None:
    asked = ("q=教育 局", "matter=教育&category=-", "holder=post&unexplained=1")
    few = [queries(f"{PATH}?{one}") for one in asked]
    for number in range(60):
        published(f"SD-{number:02}", matter=f"第{number % 7}类")
    assert [queries(f"{PATH}?{one}") for one in asked] == few == [3, 2, 3]
