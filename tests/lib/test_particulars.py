"""What tells who somebody is, found in a text however it is written."""

import pytest

from mingbai.lib.numbering import Ref
from mingbai.lib.particulars import (
    Particulars,
    has_id_number,
    has_telephone,
    particulars_in,
)

PERSON = Particulars(
    name="张桂花（教育局家属院）",
    telephone="+8613800000000",
    email="Gui.Hua@example.com",
    ref=Ref(2026, 11),
)


@pytest.mark.parametrize(
    "text",
    [
        "尊敬的各位来信人：您好！",
        "尊敬的李女士：您好！",
        "教育局家属院门口的路灯已经修好。",
        "2026年11月23日",
        "2026-11-23",
        "验收单26-0000012号",
        "电话 0000-6000 0301",
        "电话138****0000",
        "guihua@example.com",
        "联系人：张老师，电话0000-60000301",
        "",
    ],
)
def test_what_tells_nothing_of_the_person_is_let_through(text: str) -> None:
    assert particulars_in(text, PERSON) == []


@pytest.mark.parametrize("name", ["", "张", "家长", "匿名", " 热心 市民 "])
def test_a_word_that_names_nobody_is_no_name(name: str) -> None:
    assert particulars_in("张家长反映匿名的热心市民", Particulars(name=name)) == []


def test_a_latin_name_is_a_word_of_its_own() -> None:
    person = Particulars(name="Li Na")
    assert particulars_in("linamarin li nan", person) == []
    assert particulars_in("Dear LI  NA,", person) == ["li na"]


def test_who_gave_nothing_is_not_found() -> None:
    assert particulars_in("尊敬的张桂花", Particulars()) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("尊敬的张桂花：", "张桂花"),
        ("张 桂\u200b花，您好", "张桂花"),
        ("张女士：您好", "张女士"),
        ("来信（26-0000011）收悉", "26-0000011"),
        ("２６—０００００１１号", "26-0000011"),
        ("登记编号26 - 0000011 2026年收", "26-0000011"),
        ("26-\u200b0000011", "26-0000011"),
        ("260000011", "26-0000011"),
        ("已致电138-0000 0000核实", "13800000000"),
        ("+86 138 0000 0000", "13800000000"),
        ("ＧＵＩ.hua@example.com", "gui.hua@example.com"),
    ],
)
def test_a_particular_is_found_however_it_is_written(text: str, found: str) -> None:
    assert particulars_in(text, PERSON) == [found]


@pytest.mark.parametrize("text", ["010-6000 0301", "（010）60000301", "60000301"])
def test_a_landline_is_found_with_and_without_its_area(text: str) -> None:
    assert particulars_in(text, Particulars(telephone="+861060000301"))


def test_everything_is_found_not_the_first_alone() -> None:
    text = "张桂花，13800000000，26-0000011"
    assert len(particulars_in(text, PERSON)) == 3


@pytest.mark.parametrize("text", ["2026-11-23", "60000301", "12345", "26-0000011", ""])
def test_other_numbers_are_no_telephone_of_a_person(text: str) -> None:
    assert not has_telephone(text)


@pytest.mark.parametrize("text", ["１３８ 0000 0000", "010-60000301", "+8613800000000"])
def test_a_telephone_is_one(text: str) -> None:
    assert has_telephone(text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("11010119490101001X", True),
        ("身份证 110101 19490101 0011", True),
        ("110101194901010", False),
        ("110101184901010011", False),
        ("1111010119490101001", False),
    ],
)
def test_an_identity_number_is_told_by_its_form(text: str, is_one: bool) -> None:
    assert has_id_number(text) is is_one
