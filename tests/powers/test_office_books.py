"""A workbook as offices have them: nothing of it is lost, nothing guessed wrongly."""

from pathlib import Path

import pytest

from mingbai.places.models import Place
from mingbai.powers.holders import Holders
from mingbai.powers.read_list import Guessed, Told, read_list
from tests import cast
from tests.powers.list_files import HEADER, ROW, csv_of, workbook_of
from tests.powers.office_books import odd_workbook

HOLDERLESS = ("职权编码", "职权名称", "类别", "说明一", "职权说明", "职权依据")


@pytest.mark.parametrize(
    ("title", "sheet", "file"),
    [
        ("单位：县教育局、县住建局", "清单", "list"),
        ("单位：县气象局", "清单", "list"),
        ("县委书记职权目录", "清单", "list"),
        ("单位：县教育局", "县住建局", "list"),
        ("清单", "清单", "县教育局、县住建局的清单"),
    ],
)
def test_a_holder_is_not_guessed_from_two_bodies_or_none(
    place: Place, tmp_path: Path, title: str, sheet: str, file: str
) -> None:
    path = workbook_of(tmp_path, {sheet: [(title,), (), HOLDERLESS, ROW]})
    found = read_list(path, Told(filename=file), Holders())
    assert [(fault.sheet, fault.row) for fault in found.faults] == [(sheet, 3)]


@pytest.mark.parametrize(
    ("title", "sheet", "file"),
    [
        ("单位：县教育局", "清单", "县住建局"),
        ("试点县教育局权责清单", "清单", "list"),
        ("清单", "县教育局", "list"),
        ("清单", "清单", "附件2-县教育局（定稿）.xlsx"),
    ],
)
def test_a_holder_is_found_in_title_sheet_or_file(
    place: Place, tmp_path: Path, title: str, sheet: str, file: str
) -> None:
    path = workbook_of(tmp_path, {sheet: [(title,), (), HOLDERLESS, ROW]})
    found = read_list(path, Told(filename=file), Holders())
    assert [row.holder for row in found.rows] == ["县教育局"]
    assert found.guessed == [Guessed(sheet, "县教育局")]


def test_who_is_told_to_hold_them_holds_what_no_cell_gives(
    place: Place, tmp_path: Path
) -> None:
    without = (*ROW[:2], "", *ROW[3:])
    path = csv_of(tmp_path, ROW, ("SD-2", *without[1:]), header=HEADER)
    found = read_list(path, Told(holder="县住建局"), Holders())
    assert [row.holder for row in found.rows] == ["县教育局", "县住建局"]
    assert found.guessed == []


def test_ten_oddities_of_a_workbook_are_read_as_they_are_meant(
    place: Place, tmp_path: Path
) -> None:
    found = read_list(odd_workbook(tmp_path), holders=Holders())
    assert found.faults == []
    assert [(row.sheet, row.row, row.code, row.name) for row in found.rows] == [
        ("权责清单", 7, "110101001", "民办学校设立"),
        ("权责清单", 8, "JY-02", "学籍管理"),
        ("权责清单", 9, "JY-02-02", "学籍管理"),
        ("权责清单", 10, "JY-02-03", "学籍管理"),
        ("权责清单", 12, "JY-03", "教师资格认定"),
        ("县住建局", 2, "ZJ-01", "预售许可"),
    ]
    texts = [row.texts for row in found.rows]
    assert [one["item"] for one in texts] == ["", "入学", "转学", "休学", "", ""]
    assert texts[0]["basis"] == "一、《民促法》\n二、条例"
    assert texts[0]["promised_limit"] == "20日"
    assert {one["category"] for one in texts[1:4]} == {"其他行政权力"}
    assert found.rows[5].explanation == "=1+1是一条说明"
    assert found.guessed == [
        Guessed("权责清单", cast.education().short_name),
        Guessed("县住建局", "县住建局"),
    ]
    assert (found.titles, found.other_sheets) == (1, ["填表说明"])
