"""The page of one power: found, told apart by day, everything it says, its history."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils.html import escape

from mingbai.places.models import Place
from tests import cast
from tests.moments import TODAY
from tests.powers.drafting import approved, repeal_of
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
    first = {"number": 1, "since": "2026年9月22日", "until": "2026年9月22日"}
    sentence = "Version %(number)s, in force from %(since)s to %(until)s"
    assert said(sentence, **first) in shown
    assert "今天的说明。" in shown
    assert "明天的说明。" not in shown
    assert "明天的说明。" in page(f"/powers/SD-001/?on={TODAY + DAY}")


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
    assert 'href="/report/?power=SD-001"' in shown


def test_a_power_of_a_post_shows_who_holds_it(place: Place) -> None:
    published("SD-001", holder=cast.post("xianzhang"))
    shown = page("/powers/SD-001/")
    assert "钱立新" in shown
    assert 'href="/leaders/xianzhang/"' in shown


def test_a_repealed_power_keeps_its_page_and_says_so(place: Place) -> None:
    published("SD-001", since=TODAY - 9 * DAY, explanation="曾经的说明。")
    approved(repeal_of("SD-001", TODAY))
    shown = page("/powers/SD-001/")
    assert said("Repealed") in shown
    assert "曾经的说明。" in shown
    before = page(f"/powers/SD-001/?on={TODAY - DAY}")
    assert said("Not the list of today") in before
    sentence = "This power is repealed from %(day)s on: nobody may use it any more."
    assert said(sentence, day="2026年9月22日") not in before


def test_a_power_whose_end_is_decided_says_until_when_it_holds(place: Place) -> None:
    published("SD-001", since=TODAY - 9 * DAY)
    approved(repeal_of("SD-001", TODAY + 3 * DAY))
    shown = page("/powers/SD-001/")
    sentence = "This power is repealed from %(day)s on. Until then it holds."
    assert said(sentence, day="2026年9月25日") in shown


def test_a_day_before_the_first_version_shows_it_as_not_yet_in_force(
    place: Place,
) -> None:
    published("SD-001")
    shown = page(f"/powers/SD-001/?on={TODAY - DAY}")
    assert said("Not in force yet") in shown


def test_each_version_is_read_on_its_own_day(place: Place) -> None:
    published("SD-001", explanation="一版。", since=TODAY - 9 * DAY)
    published("SD-001", explanation="二版。")
    shown = page("/powers/SD-001/")
    first = f"/powers/SD-001/?on={TODAY - 9 * DAY}"
    assert f'href="{first}"' in shown
    assert "一版。" in page(first)
    assert 'href="/powers/SD-001/compare/?from=1&amp;to=2"' in shown


EVERYTHING: Final[dict[str, Any]] = {
    "item": "新设学区",
    "matter": "教育",
    "conditions": "征求家长意见\n公示期满",
    "prohibitions": "不得临时改变学区",
    "statutory_limit": "30日",
    "promised_limit": "20个工作日",
    "rights": "有权查阅划分依据",
    "duty_items": "每年四月公布",
    "accountability": "不公示就实施",
    "risks": "划分向个别楼盘倾斜|高|集体研究\n泄露方案|中",
    "circle": "向社会公开",
    "openness_form": "网站公告",
    "openness_time": "长期公开",
    "telephone": "0000-6000 0999",
    "section": "基础教育科",
    "responsible": "基础教育科科长",
}


def test_a_power_shows_everything_it_says(place: Place) -> None:
    basis = "《义务教育法》第十二条：就近入学。\n内部规定一则"
    published("SD-001", basis=basis, **EVERYTHING)
    shown = page("/powers/SD-001/")
    for text in EVERYTHING.values():
        for part in text.replace("|", "\n").splitlines():
            assert part in shown, part
    assert "<b>《义务教育法》第十二条</b>" in shown
    assert "就近入学。" in shown
    assert '<span class="tag tone-red">! 高</span>' in shown
    sentence = "The list does not say: %(words)s."
    assert said(sentence, words="").removesuffix("。") not in shown


def test_a_power_names_what_its_list_leaves_unsaid(place: Place) -> None:
    published("SD-001", **{**EVERYTHING, "rights": "", "telephone": ""})
    words = f"{said('Rights of those concerned')}、{said('Supervision telephone')}"
    assert said("The list does not say: %(words)s.", words=words) in page(
        "/powers/SD-001/"
    )


def test_a_section_that_is_empty_has_no_anchor(place: Place) -> None:
    published("SD-001")
    bare = page("/powers/SD-001/")
    published("SD-002", **EVERYTHING)
    full = page("/powers/SD-002/")
    for name in ("bounds", "rights", "duties", "risks", "hands"):
        assert f'href="#{name}"' not in bare
        assert f'href="#{name}"' in full
        assert f'id="{name}"' in full


def test_the_page_asks_as_often_for_many_versions_as_for_one(place: Place) -> None:
    published("SD-000", since=TODAY - 9 * DAY)
    published("SD-P", holder=cast.post("shuji"))
    few = [queries("/powers/SD-000/"), queries("/powers/SD-P/")]
    for number in range(8):
        published("SD-000", name=f"第{number}次", since=TODAY + number * DAY)
    published("SD-P", name="又改", since=TODAY + DAY, holder=cast.post("shuji"))
    assert [queries("/powers/SD-000/"), queries("/powers/SD-P/")] == few == [3, 2]
