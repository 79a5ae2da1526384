"""Workbooks as offices have them: ten oddities to be read, ten faults to be told."""

from pathlib import Path
from typing import Final

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Cells = tuple[str | int | None, ...]

LONG: Final = "5.11602000000000E+17"


def _sheet(book: openpyxl.Workbook, name: str, *rows: Cells) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)
    return sheet


# Each number stands beside the oddity it is.
EDUCATION: Final[tuple[Cells, ...]] = (
    # 1 a merged title, 2 who holds them in a row above the header, 3 a header of two
    # rows with a break, 4 headers that are synonyms.
    ("试点县部门权责清单（2026年版）",),
    ("单位：试点县教育局", None, None, None, None, "填表日期：2026-09-01"),
    (),
    ("序号", "事项编码", "权力事项名称", "子项", "权力类型", "办理", None),
    (None, None, None, None, None, "设定\n依据", "承诺时限（工作日）"),
    # 5 a title between the rows
    ("一、行政许可",),
    # 6 a code typed as a number, 7 a text on several lines
    (
        1,
        110101001,
        "民办学校设立",
        None,
        "行政许可",
        "一、《民促法》\n二、条例",
        "20日",
    ),
    # 8 full-width code and blanks at the ends
    (2, " ＪＹ－０２ ", "学籍管理 ", "入学", "其他行政权力", None, None),
    # 9 sub-items under merged cells, without a code
    (3, None, None, "转学", None, None, None),
    (4, None, None, "休学", None, None, None),
    # 10 the header again on the second page
    (
        *("序号", "事项编码", "权力事项名称", "子项", "权力类型"),
        *("设定\n依据", "承诺时限（工作日）"),
    ),
    (5, "JY-03", "教师资格认定", None, "行政许可", None, None),
)
MERGED: Final = (
    *("A1:G1", "F4:G4", "A6:G6", "B8:B10", "C8:C10", "E8:E10"),
    *(f"{column}4:{column}5" for column in "ABCDE"),
)


def odd_workbook(folder: Path) -> Path:
    """Ten oddities, another body in a sheet of its own, and a sheet that is no list."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    education = _sheet(book, "权责清单", *EDUCATION)
    for block in MERGED:
        education.merge_cells(block)
    housing = _sheet(
        book,
        "县住建局",
        ("职权名称", "职权编码", "职权说明"),
        ("预售许可", "ZJ-01", "=1+1是一条说明"),
    )
    housing["C2"].data_type = "s"
    _sheet(book, "填表说明", ("请如实填写",), ("单位", "数量"), ("县住建局", 1))
    path = folder / "附件2.xls"
    book.save(path)
    return path


HEADER: Final = ("职权编码", "职权名称", "行使主体", "职权类别", "职权说明", "风险点")


def faulty_workbook(folder: Path) -> Path:
    """Ten faults, one a row but for the last, which is a header's."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    good = ("A-1", "学籍管理", "县教育局", "行政确认", "管学籍。", "收钱|高|双人办理")
    _sheet(
        book,
        "教育",
        HEADER,
        good,
        ("", *good[1:]),
        ("A-3", "", *good[2:]),
        ("A-4", "许可", "县气象局", *good[3:]),
        ("A-1", "又一项", *good[2:]),
        (LONG, "又一项", *good[2:]),
    )
    _sheet(
        book,
        "住建",
        ("住建部门清单",),
        HEADER,
        ("B-1", "许可", "县住建局", "", "<b>许可</b>", ""),
        ("B-2", "许可", "县住建局", "", "一\u200b二", ""),
        ("B-3", "许可", "县住建局", "", "", "收钱|很高|双人办理"),
        ("B-4", "许可", "县住建局", "", "", "", "右边"),
        ("B-5", "许" * 201, "县住建局"),
    )
    path = folder / "附件3.xlsx"
    book.save(path)
    return path
