"""Tables that we write: every cell a text, and the same text when read back."""

import io
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingbai.lib.csv_write import csv_lines
from mingbai.lib.formula_guard import unguarded
from mingbai.lib.workbook import open_sheets
from mingbai.lib.workbook_write import write_xlsx

FORMULAS = ("=1+1", "+86", "-5", "@SUM(A1)", "=HYPERLINK(1)")
# What a cleaned text holds: no control characters but the line feed within.
texts = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn"]) | st.sampled_from("\n=+-@'"),
    max_size=12,
)


def read(path: Path) -> list[list[str]]:
    with open_sheets(path) as sheets:
        return [row.cells for row in sheets[0].rows]


def written(path: Path, *rows: Sequence[str]) -> Path:
    with path.open("wb") as file:
        write_xlsx(file, sheet="清单", header=["一", "二"], rows=rows, widths=[8, 30])
    return path


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    path = written(tmp_path / "list.xlsx", FORMULAS)
    book = openpyxl.load_workbook(path)
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert {cell.number_format for cell in cells if cell.value} == {"@"}
    assert read(path)[1] == list(FORMULAS)


def test_no_cell_of_a_csv_file_begins_like_a_formula() -> None:
    lines = "".join(csv_lines(["一"], [[one] for one in FORMULAS])).splitlines()
    assert lines[0] == "\ufeff一"
    assert [one.strip('"') for one in lines[1:]] == [f"'{one}" for one in FORMULAS]


def test_control_characters_are_left_out_of_a_workbook(tmp_path: Path) -> None:
    assert read(written(tmp_path / "list.xlsx", ["a\x07b"]))[1] == ["ab"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.tuples(texts, texts, st.just("末")), max_size=4))
def test_what_is_written_is_read_back(
    tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    expected = [list(row) for row in rows]
    assert read(written(tmp_path / "list.xlsx", *rows))[1:] == expected
    path = tmp_path / "list.csv"
    path.write_text("".join(csv_lines(["一"], rows)), encoding="utf-8", newline="")
    assert [[unguarded(one) for one in row] for row in read(path)[1:]] == expected


WRITING = """
import resource, sys
from pathlib import Path
from mingbai.lib.workbook_write import write_xlsx

def peak_kb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

def rows(count):
    return ([f"{number:0110d}", f"{number:0120d}"] for number in range(count))

with Path(sys.argv[1]).open("wb") as file:
    write_xlsx(file, sheet="warm", header=["a", "b"], rows=rows(100))
before = peak_kb()
with Path(sys.argv[1]).open("wb") as file:
    write_xlsx(file, sheet="long", header=["a", "b"], rows=rows(20_000))
print(peak_kb() - before)
"""


def test_a_long_list_needs_little_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WRITING, str(tmp_path / "list.xlsx")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    # The texts alone are 4.6 MB; kept as cells they would be more than 20.
    assert int(done.stdout) < 4_000


def test_an_empty_list_has_a_header_that_stays_in_sight() -> None:
    file = io.BytesIO()
    write_xlsx(file, sheet="清单", header=["一"], rows=[])
    page = openpyxl.load_workbook(file).worksheets[0]
    assert (page["A1"].value, page.freeze_panes) == ("一", "A2")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_line_breaks_within_a_cell_are_kept(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"list.{kind}"
    if kind == "xlsx":
        written(path, ["一、\n二、"])
    else:
        text = "".join(csv_lines(["一"], [["一、\n二、"]]))
        path.write_text(text, encoding="utf-8", newline="")
    assert read(path)[1] == ["一、\n二、"]
