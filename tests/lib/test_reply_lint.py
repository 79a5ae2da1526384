"""An answer that says nothing is warned of; a whole one is not."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingbai.lib.reply_lint import SHORT_BELOW, ReplyWarning, core, lint
from tests.requires import require

REAL = Path(os.environ.get("MINGBAI_REAL_DATA", "../shared/data"))
WHOLE = (
    "李先生，您好！您的来信收悉，现答复如下：经现场核实，学府路十二盏路灯因电缆被挖断"
    "停电，已责成施工单位修复，9月22日晚全部亮灯。如有疑问，请与我们联系，联系电话："
    "0000-6000 0301。感谢您的来信。\n试点县教育局\n2026年9月22日"
)
W = ReplyWarning


def warned(text: str, *earlier: str) -> set[ReplyWarning]:
    return set(lint(text, earlier))


@pytest.mark.parametrize(
    "text",
    [
        "您的留言已收悉！我们已将您反映的问题转相关部门进行处理，敬请关注后续回复，谢谢！",
        (
            "尊敬的来信人：您好！来信收悉，县领导高度重视，立即组织县教育局进行调查核实，现将"
            "有关情况答复如下：特此答复，感谢您对我们工作的理解和支持！2026年9月22日"
        ),
        "您好！您反映的问题已转交县交通局核实、办理。\n感谢您的来信。",
        "2026年9月22日",
        "",
    ],
)
def test_receipt_passing_on_and_thanks_are_no_finding(text: str) -> None:
    assert W.NO_FINDING in warned(text)


@pytest.mark.parametrize(
    "text",
    [
        "第一句话说了查明的情况，共有十二盏灯不亮。第二句话里没有号码。",
        "请拨打电话咨询，费用为20000000元，2026年9月22日办结。",
        "您已打电话反映，编号0048213。",
    ],
)
def test_a_word_for_telephone_is_no_contact(text: str) -> None:
    assert W.NO_CONTACT in warned(text)


@pytest.mark.parametrize(
    "text",
    [
        "0000-6000 0301",
        "（０７３１－１２３４５６７８）",
        "0746—8222289",
        "139****0000",
        "联系电话：8211679",
        "请拨打12345",
        "来信请寄 gongkai@qinghe.example",
        "办公地址：学府路18号",
        "电话:0746-2213426\n2026年4月12日",
    ],
)
def test_a_number_or_an_address_is_a_contact(text: str) -> None:
    assert W.NO_CONTACT not in warned(text)


@pytest.mark.parametrize(
    "text",
    [
        "根据2019年5月1日起施行的规定，" + "申请人可以到窗口办理。" * 5,
        "县教育局 9月22日",
        "县教育局 2026年9月",
    ],
)
def test_an_answer_without_a_date_at_its_end_is_not_dated(text: str) -> None:
    assert W.NO_DATE in warned(text)


@pytest.mark.parametrize(
    "date",
    [
        "2026年9月22日",
        "2026.9.22",
        "2026-09-22",
        "二〇二六年九月二十二日",
        "２０２６年９月２２日",
    ],
)
def test_every_way_to_write_a_day_is_a_date(date: str) -> None:
    assert W.NO_DATE not in warned(f"试点县教育局 {date}")


@pytest.mark.parametrize("left", ["【请填写：查明的情况】", "【请填写】", "{officer}"])
def test_a_slot_left_is_warned_of_whatever_else_is_said(left: str) -> None:
    assert warned(f"{left}{WHOLE}") == {W.SLOT_LEFT}


def test_a_document_number_in_brackets_is_no_slot() -> None:
    assert W.SLOT_LEFT not in warned("依据国办发【2019】51号文件")


@pytest.mark.parametrize(
    "other",
    [
        WHOLE,
        WHOLE.replace("李先生", "王女士"),
        WHOLE.replace("\n", " ").replace("2026年9月22日", "2026年10月9日"),
        WHOLE.replace("，", ","),
    ],
)
def test_an_answer_given_before_is_known_by_its_core(other: str) -> None:
    assert warned(WHOLE, "别的答复", other) == {W.SAME_AS_EARLIER}


def test_another_answer_is_not_the_same() -> None:
    assert warned(WHOLE, WHOLE.replace("十二盏", "两盏")) == set()


def test_a_whole_answer_is_not_warned_of() -> None:
    assert lint(WHOLE) == []


@given(st.text(max_size=200))
def test_shortness_counts_signs_without_blanks(text: str) -> None:
    assert (W.SHORT in lint(text)) == (len("".join(text.split())) < SHORT_BELOW)


@given(st.text(max_size=200))
def test_blanks_change_nothing_of_the_core(text: str) -> None:
    assert core(text) == core(" \n".join(text)) == core("　" + text)
    assert W.SAME_AS_EARLIER in lint(text, [f" {text}\n"])


@pytest.mark.real_data
def test_of_real_answers_those_that_say_nothing_are_warned_of() -> None:
    path = REAL / "letters" / "letters_with_replies.csv"
    require(path.is_file(), "the real letters (MINGBAI_REAL_DATA)")
    with path.open(encoding="utf-8-sig", newline="") as file:
        replies = [row["reply"] for row in csv.DictReader(file)]
    found = [set(lint(reply)) for reply in replies]
    counted = Counter(warning for one in found for warning in one)
    share = {warning: counted[warning] / len(replies) for warning in W}
    # Measured on 1,408: 11.7, 11.0, 77.3 and 25.1 of a hundred.
    assert 0.10 < share[W.SHORT] < 0.13
    assert 0.09 < share[W.NO_FINDING] < 0.13
    assert 0.70 < share[W.NO_CONTACT] < 0.82
    assert 0.20 < share[W.NO_DATE] < 0.30
    assert share[W.SLOT_LEFT] == 0
    assert 0.15 < sum(not one for one in found) / len(replies) < 0.22
    # Long answers say something; most of the short ones do not.
    longer = [
        one
        for one, reply in zip(found, replies, strict=True)
        if len("".join(reply.split())) >= 2 * SHORT_BELOW
    ]
    assert not any(W.NO_FINDING in one for one in longer)
    short = [one for one in found if W.SHORT in one]
    assert sum(W.NO_FINDING in one for one in short) > 0.8 * len(short)


@pytest.mark.real_data
def test_of_real_answers_few_were_given_before() -> None:
    path = REAL / "letters" / "letters_with_replies.csv"
    require(path.is_file(), "the real letters (MINGBAI_REAL_DATA)")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["replied_at"])
    seen: set[str] = set()
    again = 0
    for row in rows:
        again += core(row["reply"]) in seen
        seen.add(core(row["reply"]))
    assert 30 <= again <= 60
