"""`mingbai load-calendar FILE`."""

from pathlib import Path

import pytest

from mingbai.cli import main
from mingbai.places.models import CalendarYear, Place

ROWS = "date,kind,name\n2027-01-01,holiday,元旦\n2028-01-01,holiday,元旦\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "calendar.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def load(file: Path, *words: str, source: str = "国办发明电〔2026〕8号") -> int:
    return main(
        ["load-calendar", str(file), "--source", source, "--place", "shidian", *words]
    )


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("", "1"),
        ("day,kind,name\n", "1"),
        ("date,kind,name\n", "1"),
        ("date,kind,name\n2027-01-01,holiday\n", "2"),
        ("date,kind,name\n2027-01-32,holiday,元旦\n", "2"),
        ("date,kind,name\n2027-01-01,feast,元旦\n", "2"),
        ("date,kind,name\n2027-01-01,holiday,\n", "2"),
        ("date,kind,name\n" + "2027-01-01,holiday,元旦\n" * 2, "3"),
        ('date,kind,name\n2027-01-01,holiday,"元旦\n', "2"),
    ],
)
def test_a_faulty_file_is_refused_with_its_row(
    place: Place,
    file: Path,
    content: str,
    row: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file.write_text(content, encoding="utf-8")
    assert load(file) == 1
    assert row in capsys.readouterr().err.removeprefix(str(file))
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_a_file_in_another_encoding_is_refused(place: Place, file: Path) -> None:
    file.write_bytes(ROWS.encode("gb18030"))
    assert load(file) == 1


def test_a_file_that_is_not_there_is_refused(place: Place, tmp_path: Path) -> None:
    assert load(tmp_path / "nowhere.csv") == 1


def test_a_year_that_the_file_lacks_is_refused(place: Place, file: Path) -> None:
    assert load(file, "--years", "2029") == 1


@pytest.mark.parametrize("source", ["", "文" * 201])
def test_the_document_is_named(place: Place, file: Path, source: str) -> None:
    assert load(file, source=source) == 1


def test_an_endless_occasion_is_refused(place: Place, file: Path) -> None:
    file.write_text(ROWS.replace("元旦", "节" * 49), encoding="utf-8")
    assert load(file) == 1


@pytest.mark.parametrize("years", ["", "twenty", "2027-2026", "27", "2027,,2028"])
def test_years_are_written_in_one_way(place: Place, file: Path, years: str) -> None:
    assert load(file, "--years", years) == 2


@pytest.mark.parametrize(
    ("words", "years"),
    [
        (["--years", "2027"], {2027}),
        (["--years", "2027-2028"], {2027, 2028}),
        (["--years", "2028, 2027"], {2027, 2028}),
        ([], {2027, 2028}),
    ],
)
def test_the_years_that_were_named_are_loaded(
    place: Place, file: Path, words: list[str], years: set[int]
) -> None:
    assert load(file, *words) == 0
    loaded = CalendarYear.objects.filter(year__gte=2027)
    assert {one.year for one in loaded} == years


def test_days_of_other_years_are_counted_as_left_out(
    place: Place, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load(file, "--years", "2027") == 0
    assert "1" in capsys.readouterr().out.splitlines()[0]


def test_a_second_run_says_that_nothing_changed(
    place: Place, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load(file) == 0
    first = capsys.readouterr().out
    assert load(file) == 0
    assert capsys.readouterr().out not in {"", first}
