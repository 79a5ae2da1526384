"""Reading a list: every fault with its row, and what offices do to their headers."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from mingbai.lib.table_refused import Reason, TableRefused
from mingbai.powers.list_columns import HEADERS, Ambiguous, Missing, match_columns
from mingbai.powers.read_list import MOST_ROWS, Told, read_list
from tests.powers.list_files import (
    HEADER,
    OTHER_ROW,
    ROW,
    csv_of,
    with_cell,
    workbook_of,
)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("职权编码", ""),
        ("职权编码", "x" * 65),
        ("职权编码", "bodies"),
        ("职权编码", "changes/2026-11"),
        ("职权编码", "a/../b"),
        ("职权编码", "."),
        ("职权编码", "5.11602000000000E+17"),
        ("职权名称", " "),
        ("职权名称", "长" * 201),
        ("职权名称", "学区\u202e划定"),
        ("职权名称", "<b>学区</b>划定"),
        ("行使主体", ""),
        ("行使主体", "长" * 97),
        ("职权类别", "长" * 49),
        ("职权说明", "一\x07二"),
        ("职权说明", "一<br/>二"),
        ("职权说明", "一&nbsp;二"),
        ("职权说明", "长" * 20_001),
        ("职权依据", "一\u200b二"),
    ],
)
def test_a_wrong_cell_is_named_by_its_row(
    tmp_path: Path, column: str, value: str
) -> None:
    found = read_list(csv_of(tmp_path, OTHER_ROW, with_cell(column, value)))
    assert [fault.row for fault in found.faults] == [3]
    assert [row.code for row in found.rows] == ["SD-002"]


def test_all_faults_are_found_not_the_first_alone(tmp_path: Path) -> None:
    wrong = ("", "", "县教育局", "", "<p>", "")
    found = read_list(csv_of(tmp_path, wrong, ROW, wrong))
    assert [fault.row for fault in found.faults] == [2, 2, 2, 4, 4, 4]


def test_the_holder_of_a_wrong_row_is_known_too(tmp_path: Path) -> None:
    found = read_list(csv_of(tmp_path, with_cell("职权名称", "")))
    assert [(named.row, named.holder) for named in found.named] == [(2, "县教育局")]


def test_a_code_twice_is_a_fault_of_the_second_row(tmp_path: Path) -> None:
    found = read_list(csv_of(tmp_path, ROW, OTHER_ROW, ROW))
    assert [fault.row for fault in found.faults] == [4]
    assert "2" in found.faults[0].sentence


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    header = ("编码", "职权名称", "行使主体", "类别", "说明", "依据")
    with pytest.raises(Missing) as refused:
        read_list(csv_of(tmp_path, ROW, header=header))
    assert refused.value.columns == ("code",)


def test_two_columns_for_one_must_be_chosen_from(tmp_path: Path) -> None:
    header = (*HEADER[:4], "设定依据", "实施依据")
    with pytest.raises(Ambiguous) as refused:
        read_list(csv_of(tmp_path, ROW, header=header))
    assert refused.value.column == "basis"
    told = Told({"basis": "设定依据"})
    found = read_list(csv_of(tmp_path, ROW, header=header), told)
    assert found.rows[0].texts["basis"] == "划定学区。"


def test_a_header_that_stands_twice_is_refused(tmp_path: Path) -> None:
    header = (*HEADER[:4], "职权依据", "职权依据")
    with pytest.raises(Ambiguous) as refused:
        read_list(csv_of(tmp_path, ROW, header=header))
    assert refused.value.headers == ("职权依据", "职权依据")


def test_a_header_named_and_absent_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Missing) as refused:
        read_list(csv_of(tmp_path, ROW), Told({"category": "类型"}))
    assert refused.value.columns == ("category",)


def test_a_holder_named_nowhere_is_a_fault_of_the_header(tmp_path: Path) -> None:
    header = ("职权编码", "职权名称", "归谁", "职权类别", "职权说明", "职权依据")
    found = read_list(csv_of(tmp_path, ROW, OTHER_ROW, header=header))
    assert [fault.row for fault in found.faults] == [1]
    assert found.rows == []


def test_a_value_under_no_header_is_told_once(tmp_path: Path) -> None:
    header = (*HEADER[:4], "", "职权依据")
    found = read_list(csv_of(tmp_path, ROW, (*OTHER_ROW[:4], "x"), header=header))
    assert [(fault.row, "5" in fault.sentence) for fault in found.faults] == [(2, True)]


def test_more_rows_than_a_list_has_are_refused(tmp_path: Path) -> None:
    rows = [(f"SD-{number}", *ROW[1:]) for number in range(MOST_ROWS + 1)]
    with pytest.raises(TableRefused) as refused:
        read_list(csv_of(tmp_path, *rows))
    assert refused.value.reason is Reason.TOO_MANY_ROWS


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    with pytest.raises(TableRefused) as refused:
        read_list(path)
    assert refused.value.reason is Reason.EMPTY


def test_cells_are_read_as_they_are_meant(tmp_path: Path) -> None:
    written = (
        " ＳＤ－９ ",
        "学区\n划定 ",
        "县教育局",
        "",
        "一。\r\n<5%的除外\n",
        " 二 ",
    )
    row = read_list(csv_of(tmp_path, written)).rows[0]
    assert (row.code, row.name) == ("SD-9", "学区划定")
    assert (row.explanation, row.texts["basis"]) == ("一。\n<5%的除外", "二")


def test_sub_items_on_lines_of_a_cell_are_told_apart(tmp_path: Path) -> None:
    header, row = (*HEADER, "子项"), (*ROW, " 入学\n转学；\r\n\n休学 ")
    (read,) = read_list(csv_of(tmp_path, row, header=header)).rows
    assert read.texts["item"] == "入学、转学、休学"


def test_a_guarded_formula_of_a_csv_file_is_read_as_it_was(tmp_path: Path) -> None:
    row = read_list(csv_of(tmp_path, with_cell("职权说明", "'=1+1"))).rows[0]
    assert row.explanation == "=1+1"


@pytest.mark.parametrize(
    ("column", "header"),
    [(column, name) for column, names in HEADERS.items() for name in names],
)
def test_each_synonym_of_offices_is_known(column: str, header: str) -> None:
    needed = {"code": "职权编码", "name": "职权名称", column: header}
    spelt = [f" {one[0]}\n{one[1:]}（*）" for one in needed.values()]
    assert match_columns(spelt) == {one: place for place, one in enumerate(needed)}


def test_our_own_header_wins_over_a_synonym(tmp_path: Path) -> None:
    header = (*HEADER[:3], "责任主体", "职权说明", "备注")
    found = read_list(csv_of(tmp_path, ROW, header=header))
    assert found.rows[0].holder == "县教育局"
    assert found.unread == {"": ["责任主体"]}


def test_the_header_is_found_below_a_title(tmp_path: Path) -> None:
    title: tuple[str, ...] = ("试点县权力清单",)
    rows = [title, (), ("职权\n编码", *HEADER[1:]), ROW]
    found = read_list(workbook_of(tmp_path, {"清单": rows}))
    assert [(row.sheet, row.row, row.code) for row in found.rows] == [
        ("清单", 4, "SD-001")
    ]


def test_a_sheet_that_is_no_list_is_left_out_and_named(tmp_path: Path) -> None:
    sheets: dict[str, Sequence[Sequence[str]]] = {
        "说明": [["填表说明"], ["请如实填写"]],
        "清单": [HEADER, ROW],
    }
    found = read_list(workbook_of(tmp_path, sheets))
    assert (len(found.rows), found.other_sheets) == (1, ["说明"])


def test_a_code_twice_in_two_sheets_names_the_sheet(tmp_path: Path) -> None:
    found = read_list(workbook_of(tmp_path, {"甲": [HEADER, ROW], "乙": [HEADER, ROW]}))
    assert [(fault.sheet, fault.row) for fault in found.faults] == [("乙", 2)]
    assert "甲" in found.faults[0].sentence


def test_each_sheet_has_its_own_header(tmp_path: Path) -> None:
    turned = [("说明",), tuple(reversed(HEADER)), tuple(reversed(OTHER_ROW))]
    found = read_list(workbook_of(tmp_path, {"甲": [HEADER, ROW], "乙": turned}))
    assert [(row.sheet, row.row, row.code) for row in found.rows] == [
        ("甲", 2, "SD-001"),
        ("乙", 3, "SD-002"),
    ]


def test_a_list_with_a_faulty_header_beside_a_good_one_is_a_fault(
    tmp_path: Path,
) -> None:
    faulty = ("编码", *HEADER[1:])
    found = read_list(workbook_of(tmp_path, {"甲": [HEADER, ROW], "乙": [faulty, ROW]}))
    assert [(fault.sheet, fault.row) for fault in found.faults] == [("乙", 1)]
    assert found.other_sheets == []
