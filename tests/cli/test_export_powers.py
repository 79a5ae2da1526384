"""`mingbai export-powers`: the list of a day, whole, and read back without a change."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mingbai.cli import main
from mingbai.places.scoping import within
from mingbai.powers.export_list import HEADERS
from mingbai.powers.models import Draft, PowerVersion
from mingbai.powers.said import TEXTS
from tests import cast
from tests.databases.installation import Installation
from tests.powers.publishing import published, unexplained

PLACE = f"--place={cast.COUNTY}"
SINCE = date(2026, 1, 1)


def write(path: Path | str, *words: str) -> int:
    return main(["export-powers", str(path), PLACE, *words])


def bring(path: Path) -> int:
    return main(["import-powers", str(path), PLACE])


def rich_list() -> None:
    """Powers that say everything, nothing, and what a spreadsheet would run."""
    all_of_it: dict[str, Any] = {
        one: f"{place}是这样的" for place, one in enumerate(TEXTS)
    }
    lines = {
        "basis": "《公务员法》第四十五条：考核。\n《监察法》",
        "risks": "收钱|高|双人",
    }
    with within(cast.county(), durable=True):
        head = cast.post("xianzhang")
        published("SD-1", since=SINCE, **{**all_of_it, **lines})
        published("SD-1-01", since=SINCE, **{**all_of_it, **lines, "item": "转学"})
        published("SD-2", since=SINCE, **{**all_of_it, **lines, "category": ""})
        published("=SD-3", since=SINCE, holder=head, name="+名", explanation="@说明")
        published("SD-4", since=SINCE, explanation="-5度以下\n=1+1", basis="'=引号")
        unexplained("住建〔2024〕3号/二", since=SINCE, holder=cast.housing())


def state() -> tuple[int, int]:
    with within(cast.county(), read_only=True):
        return PowerVersion.objects.count(), Draft.objects.count()


@pytest.mark.parametrize("name", ["list", "list.pdf", "list.xls"])
def test_a_file_of_another_kind_is_wrong_use(
    committed: Installation, tmp_path: Path, name: str
) -> None:
    assert write(tmp_path / name) == 2
    assert not (tmp_path / name).exists()


def test_a_folder_that_is_not_there_is_a_sentence(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert write(tmp_path / "none" / "list.xlsx") == 1
    assert "list.xlsx" in capsys.readouterr().err


def test_a_body_that_nobody_knows_is_a_sentence(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert write(tmp_path / "list.xlsx", "--body=县气象局") == 1
    assert "县气象局" in capsys.readouterr().err
    assert not (tmp_path / "list.xlsx").exists()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_written_and_is_read_back_changes_nothing(
    committed: Installation,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    kind: str,
) -> None:
    rich_list()
    path = tmp_path / f"list.{kind}"
    assert write(path) == 0
    assert "6" in capsys.readouterr().out
    before = state()
    assert bring(path) == 0, capsys.readouterr().err
    assert state() == before == (6, 0)
    assert "6" in capsys.readouterr().out


def test_the_list_of_another_day_and_of_one_holder_can_be_written(
    committed: Installation, tmp_path: Path
) -> None:
    rich_list()
    path = tmp_path / "list.xlsx"
    assert write(path, "--on=2025-12-31") == 0
    assert rows_of(path) == [list(HEADERS)]
    assert write(path, "--body=县长") == 0
    assert [row[0] for row in rows_of(path)[1:]] == ["=SD-3"]


def rows_of(path: Path) -> list[list[object]]:
    book = openpyxl.load_workbook(path)
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_everybody_may_read_the_file_and_nothing_is_left_beside_it(
    committed: Installation, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    assert write(folder / "list.csv") == 0
    assert [one.name for one in folder.iterdir()] == ["list.csv"]
    assert (folder / "list.csv").stat().st_mode & 0o777 == 0o644
