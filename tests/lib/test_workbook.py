"""Tables from strangers: what is refused, and that the rest arrives exactly."""

import csv
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from mingbai.lib.raw_sheet import RawRow
from mingbai.lib.table_refused import Reason, TableRefused
from mingbai.lib.workbook import open_sheets
from tests.lib.workbook_files import (
    MAIN,
    PARTS,
    SHEET,
    row_xml,
    sheet_xml,
    write_workbook,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Place = tuple[Reason, str, int | None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table"


def refused(path: Path) -> Place:
    with pytest.raises(TableRefused) as refusal:
        rows_of(path)
    return refusal.value.reason, refusal.value.sheet, refusal.value.row


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows_of(path: Path) -> list[RawRow]:
    """The rows of all sheets that show anything."""
    with open_sheets(path) as sheets:
        return [row for sheet in sheets for row in sheet.rows if not row.is_blank]


# Files of another kind


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (OLE + bytes(600), Reason.OLD_FORMAT),
        (
            OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            Reason.ENCRYPTED,
        ),
        (b"%PDF-1.7\n", Reason.NOT_A_TABLE),
        (b"\x89PNG\r\n\x1a\n", Reason.NOT_A_TABLE),
        (b"\x1f\x8b\x08\x00", Reason.NOT_A_TABLE),
        (b"\r\n<html><table>", Reason.NOT_A_TABLE),
        (b'\xef\xbb\xbf<?xml version="1.0"?>', Reason.NOT_A_TABLE),
    ],
)
def test_a_file_of_another_kind_is_refused(
    path: Path, content: bytes, reason: Reason
) -> None:
    assert refused(written(path, content)) == (reason, "", None)


def test_a_file_beyond_the_limit_is_refused(path: Path) -> None:
    written(path, "a\n" + "1\n" * 50)
    with pytest.raises(TableRefused) as refusal, open_sheets(path, max_bytes=100):
        pass
    assert refusal.value.reason is Reason.TOO_LARGE
    assert refusal.value.detail == "100"


@pytest.mark.parametrize("content", ["", "\ufeff", "\n\n", ",,\n , \n"])
def test_an_empty_file_shows_nothing(path: Path, content: str) -> None:
    assert rows_of(written(path, content)) == []


# CSV


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"a,b\n1,2\n3,\x004\n", (Reason.NUL, "", 3)),
        ("a,b\n".encode("utf-16"), (Reason.ENCODING, "", None)),
        (b"a,b\n1,\xff\xff\n", (Reason.ENCODING, "", None)),
        ("a,é\n".encode("latin-1"), (Reason.ENCODING, "", None)),
        (b'a,b\n1,"2', (Reason.DAMAGED, "", 2)),
        (b'a,b\n1,2\n"3"x,4\n', (Reason.DAMAGED, "", 3)),
        (b"a\n1\n" + b"x" * 131_073, (Reason.CELL_TOO_LONG, "", 3)),
        (b'a\n1\n"' + b"x\n" * 70_000, (Reason.CELL_TOO_LONG, "", 3)),
        (b"a\n" + b"1," * 1_000, (Reason.TOO_WIDE, "", 2)),
    ],
)
def test_a_broken_csv_file_is_refused(path: Path, content: bytes, place: Place) -> None:
    assert refused(written(path, content)) == place


def test_the_refusal_never_names_a_value(path: Path) -> None:
    written(path, 'name,telephone\n张三,13800000000,"秘密')
    with pytest.raises(TableRefused) as refusal, open_sheets(path) as sheets:
        list(sheets[0].rows)
    assert "秘密" not in repr(refusal.value)
    assert "13800000000" not in repr(refusal.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_text_is_read_in_the_encodings_people_use(
    path: Path, encoding: str
) -> None:
    written(path, "名称,说明\n行政许可,龘𠮷€\n".encode(encoding))
    assert [row.cells for row in rows_of(path)] == [
        ["名称", "说明"],
        ["行政许可", "龘𠮷€"],
    ]


def test_cells_arrive_exactly(path: Path) -> None:
    written(path, 'a , b\r\n" 1 ","x\r\ny\n""z"""\r\n')
    assert rows_of(path) == [
        RawRow(1, ["a ", " b"]),
        RawRow(2, [" 1 ", 'x\r\ny\n"z"']),
    ]


def test_blank_rows_keep_the_numbers_of_the_others(path: Path) -> None:
    written(path, "a,b\n1\n\n , \u3000\n2,3\n")
    assert [row.number for row in rows_of(path)] == [1, 2, 5]


texts = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(texts, texts, st.text("a字", min_size=1)), max_size=5))
def test_what_is_written_as_csv_is_read_back(
    path: Path, rows: list[tuple[str, str, str]]
) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("a", "b", "c"), *rows])
    with open_sheets(path) as sheets:
        assert [tuple(row.cells) for row in sheets[0].rows][1:] == rows


# Workbooks


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    as_xls = write_workbook(tmp_path / "list.xls")
    as_xlsx = written(tmp_path / "list.xlsx", "名称,代码\n许可,1\n")
    for path in (as_xls, as_xlsx):
        assert [row.cells for row in rows_of(path)] == [["名称", "代码"], ["许可", "1"]]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ('<row r="1"><c r="ALM1"><v>1</v></c></row>', (Reason.TOO_WIDE, "事项", 1)),
        (
            row_xml("a") + '<row r="9999999999"><c><v>1</v></c></row>',
            (Reason.TOO_MANY_ROWS, "事项", None),
        ),
        (row_xml("a") + "<row><c><v>x</v></c></row>", (Reason.DAMAGED, "事项", 2)),
        (
            row_xml("a") + '<row><c t="s"><v>7</v></c></row>',
            (Reason.DAMAGED, "事项", 2),
        ),
        (row_xml("a") + "<row><c>", (Reason.DAMAGED, "", None)),
    ],
)
def test_a_faulty_sheet_is_refused_with_its_name_and_row(
    path: Path, rows: str, place: Place
) -> None:
    write_workbook(path, sheet=sheet_xml(rows))
    assert refused(path) == place


def test_numbers_and_dates_become_the_text_a_person_sees(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["code", "count", "share", "day", "at", "yes", "text", "sum"])
    day, at = date(2026, 9, 30), datetime.fromisoformat("2026-09-30 14:05")
    sheet.append([42, 3.0, 0.125, day, at, True, "007", "=1+1"])
    sheet["A2"].number_format = "000000"
    sheet["C2"].number_format = "0.0%"
    book.save(path)
    assert rows_of(path)[1].cells == [
        "000042",
        "3",
        "12.5%",
        "2026-09-30",
        "2026-09-30 14:05:00",
        "TRUE",
        "007",
        "",
    ]


def test_all_visible_sheets_are_read_and_blank_ones_passed_over(path: Path) -> None:
    book = openpyxl.Workbook()
    for name, header in [("一", "a"), ("空", None), ("隐", "hidden"), ("二", "b")]:
        sheet = book.create_sheet(name)
        if header:
            sheet.append([header])
            sheet.append(["1"])
        if name == "隐":
            sheet.sheet_state = "hidden"
    del book["Sheet"]
    book.save(path)
    with open_sheets(path) as sheets:
        read = {one.name: [row.cells for row in one.rows] for one in sheets}
    assert read == {"一": [["a"], ["1"]], "空": [], "二": [["b"], ["1"]]}


def test_a_false_dimension_hides_no_column(path: Path) -> None:
    rows = row_xml("a", "b") + row_xml("1", "2")
    sheet = sheet_xml(rows).replace("<sheetData>", '<dimension ref="A1"/><sheetData>')
    assert rows_of(write_workbook(path, sheet=sheet))[1].cells == ["1", "2"]


def test_a_closed_file_gives_no_more_rows(path: Path) -> None:
    with open_sheets(written(path, "a\n1\n2\n")) as sheets:
        assert next(sheets[0].rows).cells == ["a"]
    assert list(sheets[0].rows) == []


# Size

COUNTING = """
import resource, sys
from pathlib import Path
from mingbai.lib.workbook import open_sheets

def peak_kb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

before = peak_kb()
with open_sheets(Path(sys.argv[1])) as sheets:
    count = sum(len(row.cells[0]) > 200 for row in sheets[0].rows)
print(count, peak_kb() - before)
"""


def write_large(path: Path, kind: str, count: int) -> None:
    cells = (f"{number:0220d}" for number in range(count))
    if kind == "csv":
        with path.open("w", encoding="utf-8") as file:
            file.write("text\n")
            file.writelines(f"{cell}\n" for cell in cells)
        return
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
        with archive.open(SHEET, "w") as part:
            part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            part.write(row_xml("text").encode())
            part.writelines(row_xml(cell).encode() for cell in cells)
            part.write(b"</sheetData></worksheet>")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_two_hundred_thousand_rows_need_little_memory(path: Path, kind: str) -> None:
    write_large(path, kind, 200_000)
    counted = subprocess.run(
        [sys.executable, "-c", COUNTING, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    rows, growth_kb = (int(word) for word in counted.stdout.split())
    assert rows == 200_000
    # The texts alone are 44 MB; kept as rows they would be more than 100.
    assert growth_kb < 40_000
