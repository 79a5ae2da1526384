"""`mingbai import-powers`: all rows or none, every fault, and a second run."""

import zipfile
from pathlib import Path

import pytest

from mingbai.cli import main
from mingbai.places.models import Body
from mingbai.places.scoping import within
from mingbai.powers.models import PowerVersion
from tests import cast
from tests.databases.installation import Installation
from tests.powers.list_files import (
    HEADER,
    OTHER_ROW,
    ROW,
    csv_of,
    with_cell,
    workbook_of,
)

PLACE = f"--place={cast.COUNTY}"


def bring(path: Path | str, *words: str) -> int:
    return main(["import-powers", str(path), PLACE, *words])


def versions() -> list[tuple[str, int]]:
    with within(cast.county(), read_only=True):
        found = PowerVersion.objects.select_related("power")
        return [
            (one.power.code, one.number)
            for one in found.order_by("power__code", "number")
        ]


def test_one_wrong_row_keeps_all_out_and_every_fault_is_said(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown = (*OTHER_ROW[:2], "县气象局", *OTHER_ROW[3:])
    path = csv_of(tmp_path, ROW, unknown, with_cell("职权名称", ""))
    assert bring(path) == 1
    said = capsys.readouterr().err.splitlines()
    assert "3" in said[0]
    assert "县气象局" in said[0]
    assert "4" in said[1]
    assert versions() == []


def test_a_missing_column_says_which_option_names_it(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(csv_of(tmp_path, ROW, header=("甲", *HEADER[1:]))) == 1
    assert "--map code=" in capsys.readouterr().err


@pytest.mark.parametrize("given", ["holder", "holder=", "who=单位", "=单位"])
def test_a_map_of_nothing_is_refused(
    committed: Installation, tmp_path: Path, given: str
) -> None:
    assert bring(csv_of(tmp_path, ROW), f"--map={given}") == 1


def test_a_column_mapped_twice_is_refused(
    committed: Installation, tmp_path: Path
) -> None:
    words = ("--map=name=职权名称", "--map=name=职权编码")
    assert bring(csv_of(tmp_path, ROW), *words) == 1


def test_a_file_that_is_not_there_is_a_sentence(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(tmp_path / "none.csv") == 1
    assert "none.csv" in capsys.readouterr().err


def test_a_workbook_that_is_a_bomb_is_a_sentence(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook_of(tmp_path, {"清单": [HEADER, ROW]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet2.xml", b" " * (300 << 20))
    assert bring(path) == 1
    assert capsys.readouterr().err.strip()
    assert versions() == []


def test_a_day_that_is_none_is_wrong_use(
    committed: Installation, tmp_path: Path
) -> None:
    assert bring(csv_of(tmp_path, ROW), "--since=明天") == 2


def test_a_dry_run_says_what_would_be_and_changes_nothing(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown = (*OTHER_ROW[:2], "县气象局", *OTHER_ROW[3:])
    assert bring(csv_of(tmp_path, ROW, unknown), "--dry-run", "--add-bodies") == 0
    assert "县气象局" in capsys.readouterr().out
    assert versions() == []
    with within(cast.county(), read_only=True):
        assert not Body.objects.filter(short_name="县气象局").exists()


def test_csv_and_workbook_say_the_same(committed: Installation, tmp_path: Path) -> None:
    assert bring(csv_of(tmp_path, ROW, OTHER_ROW)) == 0
    assert versions() == [("SD-001", 1), ("SD-002", 1)]
    assert bring(workbook_of(tmp_path, {"清单": [HEADER, ROW, OTHER_ROW]})) == 0
    assert versions() == [("SD-001", 1), ("SD-002", 1)]


def test_foreign_headers_are_mapped(committed: Installation, tmp_path: Path) -> None:
    header = ("code", "item", "department", "type", "text", "law")
    words = ("--map=code=code", "--map=name=item", "--map=holder=department")
    assert bring(csv_of(tmp_path, ROW, header=header), *words) == 0
    with within(cast.county(), read_only=True):
        version = PowerVersion.objects.get()
    assert (version.name, version.explanation) == (ROW[1], "")


def test_a_list_of_several_batches_comes_in_whole(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [(f"SD-{number:04}", *ROW[1:]) for number in range(401)]
    assert bring(csv_of(tmp_path, *rows)) == 0
    assert len(versions()) == 401
    assert "401/401" in capsys.readouterr().err
