"""The lists of powers and the page of one: found, counted, told apart by day."""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils.html import escape

from mingbai.places.models import Place
from tests import cast
from tests.moments import TODAY
from tests.powers.publishing import published, unexplained
from tests.web.public.reading import page, queries, said, status

DAY = timedelta(days=1)
ODD_CODES = ("A/B", "A//B", "甲 一", "1#2?3%4&5", "；drop", "a+b", "'\"<x>", "a\\b")


@pytest.mark.parametrize(
    "code", ["NONE", "SD-001/", "sd-001", "%00", "SD-001%00", ".."]
)
def test_a_code_nobody_has_is_not_found(place: Place, code: str) -> None:
    published("SD-001")
    assert status(f"/powers/{code}/") == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("code", ODD_CODES)
def test_any_code_has_an_address_that_leads_back_to_it(place: Place, code: str) -> None:
    published(code, name="有怪编码的权力")
    for slash in ("", "/"):
        shown = page(f"/powers/{quote(code, safe=slash)}/")
        assert "有怪编码的权力" in shown
    assert f"/letters/write/?power={quote(code, safe='')}" in shown
    address = reverse("public:power", args=[code])
    assert status(address) == HTTPStatus.OK
    assert f'href="{escape(address)}"' in page("/bodies/jiaoyuju/")


def test_a_power_of_tomorrow_says_that_it_is_not_in_force(place: Place) -> None:
    published("SD-001", since=TODAY + DAY)
    assert said("This power takes effect on %(day)s.", day="2026年9月23日") in page(
        "/powers/SD-001/"
    )
    assert "SD-001" not in page("/bodies/jiaoyuju/")


def test_a_version_to_come_is_announced_and_the_old_one_holds(place: Place) -> None:
    published("SD-001", explanation="今天的说明。")
    published("SD-001", explanation="明天的说明。", since=TODAY + DAY)
    shown = page("/powers/SD-001/")
    assert said("A new version is published") in shown
    first = {"number": 1, "day": "2026年9月22日"}
    assert said("Version %(number)s, in force since %(day)s", **first) in shown
    assert shown.index("今天的说明。") < shown.index("明天的说明。")


def test_a_power_not_explained_says_so_in_words(place: Place) -> None:
    unexplained("SD-001")
    shown = page("/powers/SD-001/")
    assert said("Not yet explained") in shown
    assert said("The list names no basis.") in shown


def test_what_an_office_wrote_is_shown_and_not_obeyed(place: Place) -> None:
    published("SD-001", name="<script>x</script>", explanation="a < b\n二")
    shown = page("/powers/SD-001/")
    assert "<script" not in shown
    assert "a &lt; b" in shown


def test_a_power_shows_holder_officer_and_fingerprint(place: Place) -> None:
    version = published("SD-001")
    shown = page("/powers/SD-001/")
    for shown_too in (
        "试点县教育局",
        "李主任",
        "副县长",
        "其他行政权力",
        "《义务教育法》",
    ):
        assert shown_too in shown
    opening = version.leaf.opening
    assert opening.salt is not None
    assert bytes(version.leaf.commitment).hex()[:8] in shown
    assert bytes(opening.salt).hex() in shown
    assert 'href="/report/"' in shown


def test_a_power_of_a_post_shows_who_holds_it(place: Place) -> None:
    published("SD-001", holder=cast.post("xianzhang"))
    shown = page("/powers/SD-001/")
    assert "钱立新" in shown
    assert 'href="/leaders/xianzhang/"' in shown


def test_leaders_stand_in_their_official_order_with_their_counts(place: Place) -> None:
    published("SD-001", holder=cast.post("shuji"))
    unexplained("SD-002", holder=cast.post("jiaoyu-juzhang"))
    published("SD-003")
    shown = page("/powers/")
    assert said("By leader (%(number)s)", number=2) in shown
    assert said("By body (%(number)s)", number=1) in shown
    assert said("of them %(number)s not yet explained", number=1) in shown
    order = [
        shown.index(name)
        for name in ("赵一平", said("Other posts that hold powers"), "郑学文")
    ]
    assert order == sorted(order)


def test_bodies_stand_by_kind_with_their_counts(place: Place) -> None:
    published("SD-001")
    unexplained("SD-002")
    shown = page("/powers/bodies/")
    assert said("%(number)s powers", number=2) in shown
    assert said("of them %(number)s not yet explained", number=1) in shown
    kinds = ("Committee", "Discipline commission", "Department", "Unit")
    order = [shown.index(f"{said(kind)}</h2>") for kind in kinds]
    assert order == sorted(order)


def test_each_page_asks_as_often_for_many_as_for_one(place: Place) -> None:
    paths = ("/powers/", "/powers/bodies/", "/powers/SD-000/", "/powers/SD-P/")
    published("SD-000", since=TODAY - DAY)
    published("SD-P", holder=cast.post("shuji"))
    few = [queries(path) for path in paths]
    for number in range(1, 6):
        published(f"SD-{number}")
        published(f"SD-P{number}", holder=cast.post("jiaoyu-juzhang"))
    published("SD-000", name="改过的名称")
    assert [queries(path) for path in paths] == few == [4, 2, 3, 2]
