"""`mingbai import-letters`: all rows or none, by time, once; and the real 1,408."""

import csv
import os
from collections import defaultdict
from pathlib import Path

import pytest
from django.utils.translation import gettext

from mingbai.cli import main
from mingbai.ledger.models import Leaf
from mingbai.letters.models import Letter
from mingbai.places.scoping import within
from tests import cast
from tests.databases.installation import Installation
from tests.requires import require

HEADER = ["id", "sent_at", "title", "text", "reply", "replied_at"]
ROW = ["7", "2020-03-01 09:00:00", "路灯", "坏了。", "修好了。", "2020-03-03 10:00:00"]
OFFICER = ("--officer", "lizhuren", "--place", cast.COUNTY)
REAL = Path(os.environ.get("MINGBAI_REAL_DATA", "../shared/data"))


def written(folder: Path, *rows: list[str], header: list[str] = HEADER) -> str:
    path = folder / "letters.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return str(path)


def letters() -> int:
    with within(cast.county(), read_only=True):
        return Letter.objects.count()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (0, ""),
        (1, "三月一日"),
        (2, ""),
        (2, "长" * 201),
        (3, " \n"),
        (5, ""),
        (5, "2020-02-01 09:00:00"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_imported(
    committed: Installation,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    column: int,
    value: str,
) -> None:
    wrong = [*ROW]
    wrong[column] = value
    wrong[0] = wrong[0] and "8"
    path = written(tmp_path, ROW, wrong)
    assert main(["import-letters", path, *OFFICER]) == 1
    assert "3" in capsys.readouterr().err
    assert letters() == 0


def test_an_id_twice_in_the_file_is_refused(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, ROW, ROW)
    assert main(["import-letters", path, *OFFICER]) == 1
    assert letters() == 0
    assert "2" in capsys.readouterr().err


def test_an_unknown_officer_is_refused(committed: Installation, tmp_path: Path) -> None:
    assert (
        main(
            [
                "import-letters",
                written(tmp_path, ROW),
                "--officer",
                "nobody",
                "--place",
                cast.COUNTY,
            ]
        )
        == 1
    )


def test_missing_columns_are_named(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, ROW[:5], header=HEADER[:5])
    assert main(["import-letters", path, *OFFICER]) == 1
    assert "replied_at" in capsys.readouterr().err


def test_a_dry_run_changes_nothing(committed: Installation, tmp_path: Path) -> None:
    path = written(tmp_path, ROW)
    words = ["import-letters", path, *OFFICER, "--dry-run"]
    assert main(words) == 0
    assert letters() == 0


def test_a_second_run_changes_nothing(
    committed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["import-letters", written(tmp_path, ROW), *OFFICER]
    assert main(words) == 0
    assert main(words) == 0
    assert letters() == 1


def test_numbers_follow_the_time_of_sending(
    committed: Installation, tmp_path: Path
) -> None:
    earlier = ["5", "2020-02-01 09:00:00", *ROW[2:]]
    path = written(tmp_path, ROW, earlier)
    words = ["import-letters", path, *OFFICER, "--body", "县教育局"]
    assert main(words) == 0
    with within(cast.county(), read_only=True):
        refs = {letter.source_id: letter.ref for letter in Letter.objects.all()}
    assert refs == {"5": "20-0000001", "7": "20-0000002"}


@pytest.mark.real_data
def test_the_real_letters_come_in_whole(
    committed: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    path = REAL / "letters" / "letters_with_replies.csv"
    require(path.is_file(), "the real letters (MINGBAI_REAL_DATA)")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["letter_id"]: row for row in csv.DictReader(file)}
    words = ["import-letters", str(path), *OFFICER]
    maps = [("id", "letter_id"), ("title", "subject"), ("text", "body")]
    words += [f"--map={ours}={theirs}" for ours, theirs in maps]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "1408" in said.replace(",", "")
    numbers = defaultdict[int, list[int]](list)
    with within(cast.county(), read_only=True):
        assert Letter.objects.count() == len(rows) == 1408
        assert Leaf.objects.filter(kind=Leaf.Kind.IMPORTED).count() == 1408
        for letter in Letter.objects.whole():
            row = rows[letter.source_id]
            assert bytes(letter.text.verbatim or b"") == row["body"].encode()
            assert letter.text.title == row["subject"]
            assert [one.text.text for one in letter.replies.all()] == [row["reply"]]
            numbers[letter.year].append(letter.number)
    for found in numbers.values():
        assert sorted(found) == list(range(1, len(found) + 1))
    assert main(words) == 0
    assert letters() == 1408


@pytest.mark.real_data
def test_after_the_next_tick_everything_imported_is_proved(
    committed: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    path = REAL / "letters" / "letters_with_replies.csv"
    require(path.is_file(), "the real letters (MINGBAI_REAL_DATA)")
    maps = [("id", "letter_id"), ("title", "subject"), ("text", "body")]
    words = [f"--map={ours}={theirs}" for ours, theirs in maps]
    assert main(["import-letters", str(path), *OFFICER, *words]) == 0
    with committed.as_role("mingbai_sequencer"):
        assert main(["sequencer", "--once"]) == 0
    capsys.readouterr()
    assert main(["verify", "--place", cast.COUNTY]) == 0
    said = capsys.readouterr().out.replace(",", "")
    assert "1408" in said
    assert gettext("All is proved.") in said
