"""The contracts between storeys bite, and those of later packages wake with them."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.documents import ROOT

FEW = "Few may open a report"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the house, to build on."""
    for package in ("mingbai", "mingbai_demo"):
        for source in (ROOT / package).rglob("*.py"):
            copy = tmp_path / source.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(source.read_bytes())
    return tmp_path


def lint(house: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, ROOT / "tools" / "storeys.py", house],
        capture_output=True,
        text=True,
        check=False,
    )


def build(house: Path, *parts: str) -> Path:
    """A new package; returns its `__init__.py`."""
    folder = house.joinpath("mingbai", *parts)
    folder.mkdir()
    opening = folder / "__init__.py"
    opening.write_text('"""Built later."""\n', encoding="utf-8")
    return opening


def enter(house: Path, importer: str, what: str) -> None:
    """Let a module import something at its end."""
    module = house / "mingbai" / importer
    with module.open("a", encoding="utf-8") as file:
        file.write(f"\nimport {what}\n")


@pytest.mark.parametrize(
    "importer",
    ["web/public/__init__.py", "web/desk/__init__.py", "urls.py", "cli/__init__.py"],
)
def test_who_may_not_open_reports_is_refused_once_there_are_reports(
    house: Path, importer: str
) -> None:
    build(house, "reports")
    enter(house, importer, "mingbai.reports")
    told = lint(house)
    assert told.returncode == 1, told.stdout
    assert f"{FEW} BROKEN" in told.stdout


@pytest.mark.parametrize("importer", ["intake/__init__.py", "worker.py"])
def test_who_may_open_reports_does(house: Path, importer: str) -> None:
    build(house, "reports")
    enter(house, importer, "mingbai.reports")
    told = lint(house)
    assert told.returncode == 0, told.stdout
    assert f"{FEW} KEPT" in told.stdout


def test_before_there_are_reports_nothing_is_said_of_them(house: Path) -> None:
    told = lint(house)
    assert told.returncode == 0, told.stdout
    assert FEW not in told.stdout


def test_the_doors_do_not_enter_the_inspection(house: Path) -> None:
    build(house, "web", "inspection")
    enter(house, "web/desk/__init__.py", "mingbai.web.inspection")
    told = lint(house)
    assert told.returncode == 1
    assert "do not know each other BROKEN" in told.stdout


def test_a_lower_storey_does_not_know_wagtail(house: Path) -> None:
    build(house, "portal")
    enter(house, "letters/__init__.py", "wagtail")
    told = lint(house)
    assert told.returncode == 1
    assert "Only portal and web know Wagtail BROKEN" in told.stdout


def test_a_folder_without_a_place_in_the_house_is_refused(house: Path) -> None:
    build(house, "extras")
    assert lint(house).returncode == 1


def test_an_import_that_goes_up_is_refused(house: Path) -> None:
    enter(house, "channels/__init__.py", "mingbai.letters.models")
    assert lint(house).returncode == 1
