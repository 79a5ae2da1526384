"""Writing lists of powers for tests, as CSV or as a workbook."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

HEADER = ("职权编码", "职权名称", "行使主体", "职权类别", "职权说明", "职权依据")
ROW = ("SD-001", "学区划定", "县教育局", "其他行政权力", "划定学区。", "《义务教育法》")
OTHER_ROW = ("SD-002", "预售许可", "县住建局", "行政许可", "", "")


def csv_of(folder: Path, *rows: Sequence[str], header: Sequence[str] = HEADER) -> Path:
    """A CSV file with a header and these rows."""
    path = folder / "powers.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def workbook_of(folder: Path, sheets: Mapping[str, Sequence[Sequence[str]]]) -> Path:
    """A workbook with these sheets, whose rows are given with their header."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    path = folder / "powers.xlsx"
    book.save(path)
    return path


def with_cell(column: str, value: str) -> tuple[str, ...]:
    """ROW with another value in one column, named by its header."""
    return tuple(
        value if name == column else cell
        for name, cell in zip(HEADER, ROW, strict=True)
    )
