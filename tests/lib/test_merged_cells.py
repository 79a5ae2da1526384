"""Merged cells: what stands once belongs to each row it was merged over."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from mingbai.lib.merged_cells import filled_rows, merged_cells
from mingbai.lib.raw_sheet import RawRow
from mingbai.lib.table_refused import Reason, TableRefused
from mingbai.lib.workbook import open_sheets
from tests.lib.workbook_files import MAIN, row_xml, write_workbook


def rows_of(path: Path) -> list[RawRow]:
    with open_sheets(path) as sheets:
        return list(sheets[0].rows)


@pytest.mark.parametrize(
    "reference", ["", "A", "A0:B2", "A2:", "B2:A1", "1:2", "甲1:乙2"]
)
def test_a_block_that_is_none_is_refused_as_damage(
    tmp_path: Path, reference: str
) -> None:
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData>{row_xml("a")}</sheetData>'
        f'<mergeCells><mergeCell ref="{reference}"/></mergeCells></worksheet>'
    )
    with pytest.raises(TableRefused) as refusal:
        rows_of(write_workbook(tmp_path / "list.xlsx", sheet=sheet))
    assert refusal.value.reason is Reason.DAMAGED


def test_a_value_merged_over_rows_stands_in_each_of_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (["单位表"], ["甲", "一", "x"], [None, "二"], [None, "三", "y"], []):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A2:A5")
    sheet.merge_cells("C2:C3")
    book.save(tmp_path / "list.xlsx")
    assert rows_of(tmp_path / "list.xlsx") == [
        RawRow(1, ["单位表"], is_title=True),
        RawRow(2, ["甲", "一", "x"]),
        RawRow(3, ["甲", "二", "x"]),
        RawRow(4, ["甲", "三", "y"]),
        RawRow(5, []),
    ]


def test_a_row_without_anything_of_its_own_stays_blank() -> None:
    blocks = merged_cells(["A1:B3"])
    read = list(filled_rows([["甲", "", "一"], ["", "", ""], ["", "", "三"]], blocks))
    assert [row.cells for row in read] == [
        ["甲", "", "一"],
        ["", "", ""],
        ["甲", "", "三"],
    ]


def test_what_stands_under_a_merged_value_is_kept() -> None:
    read = filled_rows([["甲", "x"], ["乙", "y"]], merged_cells(["A1:A2"]))
    assert [row.cells[0] for row in read] == ["甲", "乙"]


def test_a_text_merged_over_columns_alone_in_its_row_is_a_title() -> None:
    blocks = merged_cells(["A1:C1", "A2:C2", "B3:C3"])
    read = filled_rows([["一、许可"], ["二", "", "", "x"], ["", "三"], ["四"]], blocks)
    assert [row.is_title for row in read] == [True, False, True, False]
