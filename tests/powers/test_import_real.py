"""A real district's list: 1,135 items of 34 departments, in foreign headers."""

import os
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client

from mingbai.cli import main
from mingbai.ledger.models import Leaf
from mingbai.places.models import Body
from mingbai.places.scoping import within
from mingbai.powers.models import Draft, Power, PowerVersion
from tests import cast
from tests.databases.installation import Installation
from tests.requires import require

FOLDER = Path(os.environ.get("MINGBAI_REAL_DATA", "../shared/data"))
FILE = FOLDER / "powers" / "guangan_district_items.csv"
COMMAND = [
    "import-powers",
    str(FILE),
    "--map=holder=department",
    "--map=name=item_name",
    "--map=code=implementation_code",
    "--map=category=type_name",
    f"--place={cast.COUNTY}",
]


@pytest.mark.real_data
def test_every_item_is_on_its_bodys_page_and_a_second_run_changes_nothing(
    committed: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    require(FILE.is_file(), f"the real list {FILE}")
    assert main(COMMAND) == 1
    assert counted() == (0, 6, 0)
    assert main([*COMMAND, "--add-bodies"]) == 0
    assert counted() == (1135, 40, 1135)
    capsys.readouterr()
    assert main([*COMMAND, "--add-bodies"]) == 0
    assert "1135" in capsys.readouterr().out
    assert counted() == (1135, 40, 1135)
    assert listed() == everything()


@pytest.mark.real_data
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_every_item_that_is_written_and_read_back_changes_nothing(
    committed: Installation, tmp_path: Path, kind: str
) -> None:
    require(FILE.is_file(), f"the real list {FILE}")
    assert main([*COMMAND, "--add-bodies"]) == 0
    path, place = tmp_path / f"list.{kind}", f"--place={cast.COUNTY}"
    assert main(["export-powers", str(path), place]) == 0
    assert main(["import-powers", str(path), place]) == 0
    assert counted() == (1135, 40, 1135)
    with within(cast.county(), read_only=True):
        assert not Draft.objects.exists()


def counted() -> tuple[int, int, int]:
    """Powers, bodies, public leaves."""
    with within(cast.county(), read_only=True):
        leaves = Leaf.objects.filter(kind=Leaf.Kind.PUBLIC).count()
        return Power.objects.count(), Body.objects.count(), leaves


def everything() -> set[tuple[str, str]]:
    """The address of each power, with its body's."""
    with within(cast.county(), read_only=True):
        versions = PowerVersion.objects.with_holder()
        return {(one.holder.slug, address(one.power.code)) for one in versions}


def address(code: str) -> str:
    return f'href="/powers/{quote(code, safe="")}/"'


def listed() -> set[tuple[str, str]]:
    """What the bodies' pages show, each followed to its last page."""
    wanted: dict[str, set[str]] = {}
    for slug, link in everything():
        wanted.setdefault(slug, set()).add(link)
    shown: set[tuple[str, str]] = set()
    for slug, links in wanted.items():
        pages = "".join(pages_of(f"/bodies/{slug}/"))
        shown |= {(slug, link) for link in links if link in pages}
    return shown


def pages_of(path: str) -> list[str]:
    client, pages, query = Client(), [], ""
    while True:
        answer = client.get(path + query)
        assert answer.status_code == HTTPStatus.OK
        pages.append(answer.content.decode())
        _before, found, rest = pages[-1].partition('rel="next" href="')
        if not found:
            return pages
        query = rest.partition("#")[0]
