"""Words that hint at danger to life: few, visible, and mostly right."""

import csv
import os
from pathlib import Path
from typing import Final

import pytest

from mingbai.lib.danger import NUMBERS, WORDS, hint_of
from tests.requires import require

REAL: Final = (
    Path(os.environ.get("MINGBAI_REAL_DATA", "../shared/data"))
    / "letters"
    / "letters_with_replies.csv"
)


@pytest.mark.parametrize(
    "text",
    [
        "燃气费比邻区贵，能不能公布计价办法？",
        "小区什么时候能通天然气？",
        "消防通道被占，一旦起火，消防车根本进不来。",
        "楼道堆满杂物，万一着火怎么跑？",
        "如果着火了，老人怎么下楼？",
        "要是家里起火，水枪够不着四楼。",
        "请检查电线，防止漏电伤人。",
        "电瓶车飞线充电容易引起火灾，请整治。",
        "从南站坐着火车去上班，班次太少。",
        "游乐园的跳楼机算不算特种设备？",
        "商场打出跳楼价，结果全是假货。",
        "希望减轻生产企业的负担。",
        "年轻生意人想租个摊位。",
        "这里的小吃好得让人想死人了。",
        "路面塌陷多年，一下雨就积水。",
        "屋顶落水管坏了，请修。",
        "建议给老小区装燃气泄漏报警器。",
        "一栋楼曾经起火，后来换了线路。",
        "",
    ],
)
def test_what_is_feared_or_means_something_else_is_no_hint(text: str) -> None:
    assert hint_of(text) is None


@pytest.mark.parametrize(
    ("group", "text"),
    [
        ("suicide", "我真的不想活了，没有人管。"),
        ("suicide", "再不给工钱，我就从塔吊上跳楼。"),
        ("suicide", "如果还没人管，我就喝农药。"),
        ("gas", "楼道里一股很浓的煤气味，请快来看看。"),
        ("gas", "楼下天然气管子漏气了，\n燃 气 泄 漏，怎么办？"),
        ("fire", "对面三楼着火了！"),
        ("fire", "电线杆漏电，一只狗被电死了。"),
        ("collapse", "后墙裂了一尺宽，房子随时都会倒塌。"),
        ("collapse", "如果再没人管，楼就要塌了。"),
        ("injury", "水库有人溺水，岸边没有救生圈。"),
    ],
)
def test_what_happens_now_is_a_hint(group: str, text: str) -> None:
    assert hint_of(text) == group


def test_a_feared_case_does_not_hide_a_real_one() -> None:
    assert hint_of("一旦起火不得了。昨晚又是三楼着火，烧了一间。") == "fire"


def test_blanks_between_the_signs_hide_nothing() -> None:
    assert hint_of("三 楼 着\n火　了") == "fire"


def test_what_needs_help_soonest_is_told_first() -> None:
    assert hint_of("家里煤气泄漏，我不想活了。") == "suicide"


def test_each_group_names_whom_to_call() -> None:
    assert set(WORDS) == set(NUMBERS)
    assert set(NUMBERS.values()) <= {"110", "119", "120"}


def test_no_word_stands_in_two_groups() -> None:
    words = [word for group in WORDS.values() for word in group]
    assert len(words) == len(set(words))


def test_of_many_real_letters_few_are_hinted_at() -> None:
    require(REAL.exists(), "the real letters")
    with REAL.open(encoding="utf-8-sig", newline="") as lines:
        letters = list(csv.DictReader(lines))
    hinted = [one for one in letters if hint_of(f"{one['subject']}\n{one['body']}")]
    # Three of 1,408 when the words were chosen; none told of danger at that moment.
    assert 0 < len(hinted) <= len(letters) / 200
