"""`mingbai import-powers`: all rows or none, every fault, and a second run."""

import zipfile
from pathlib import Path

import pytest

from mingbai.cli import main
from mingbai.places.models import Body
from mingbai.places.scoping import within
from mingbai.powers.models import Draft, PowerVersion
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
from tests.powers.office_books import faulty_workbook, odd_workbook

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


def drafts() -> list[tuple[str, str]]:
    with within(cast.county(), read_only=True):
        return [(one.code, one.kind) for one in Draft.objects.open().order_by("code")]


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


def test_ten_faults_are_ten_sentences_with_sheet_and_row(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(faulty_workbook(tmp_path)) == 1
    said = capsys.readouterr().err.splitlines()
    rows = [("教育", row) for row in range(3, 8)] + [
        ("住建", row) for row in range(3, 8)
    ]
    assert len(said) == 10 + len(("rows to mend", "--add-bodies", "nothing"))
    for sentence, (sheet, row) in zip(said, rows, strict=False):
        assert sheet in sentence
        assert f"第{row}行" in sentence
    assert versions() == []


def test_ten_oddities_come_in(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(odd_workbook(tmp_path)) == 0
    said = capsys.readouterr().out
    assert len(versions()) == 6
    assert "县教育局" in said
    assert "填表说明" in said


def test_a_change_and_what_is_gone_are_drafts_told_by_number(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    third = ("SD-003", *OTHER_ROW[1:])
    assert bring(csv_of(tmp_path, ROW, OTHER_ROW, third)) == 0
    changed = csv_of(tmp_path, ROW, ("SD-002", "改名", *OTHER_ROW[2:]))
    capsys.readouterr()
    assert bring(changed, "--dry-run") == 0
    foreseen = capsys.readouterr().out.splitlines()
    assert drafts() == []
    assert bring(changed) == 0
    assert capsys.readouterr().out.splitlines() == foreseen[1:]
    assert drafts() == [("SD-002", "change"), ("SD-003", "repeal")]
    assert bring(changed) == 0
    assert drafts() == [("SD-002", "change"), ("SD-003", "repeal")]
    assert [number for _code, number in versions()] == [1, 1, 1]


def test_of_a_part_nothing_is_proposed_for_repeal(
    committed: Installation, tmp_path: Path
) -> None:
    assert bring(csv_of(tmp_path, ROW, ("SD-003", *ROW[1:]))) == 0
    assert bring(csv_of(tmp_path, ROW), "--part") == 0
    assert drafts() == []


def test_what_is_gone_is_looked_for_over_the_whole_file(
    committed: Installation, tmp_path: Path
) -> None:
    rows = [(f"SD-{number:04}", *ROW[1:]) for number in range(450)]
    assert bring(csv_of(tmp_path, *rows)) == 0
    assert bring(csv_of(tmp_path, *rows)) == 0
    assert drafts() == []
    assert bring(csv_of(tmp_path, *rows[:3])) == 0
    assert len(drafts()) == 447


def test_the_holder_of_a_whole_file_can_be_told(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = csv_of(tmp_path, ROW, header=("职权编码", "职权名称", "谁", *HEADER[3:]))
    assert bring(path) == 1
    assert "--holder" in capsys.readouterr().err
    assert bring(path, "--holder=县气象局") == 1
    assert bring(path, "--holder=县住建局") == 0
    with within(cast.county(), read_only=True):
        assert PowerVersion.objects.with_holder().get().holder == cast.housing()
