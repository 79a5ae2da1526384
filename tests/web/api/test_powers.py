"""The list as files: of a true day, whole, safe to open in a spreadsheet."""

import csv
import io
import json
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl.worksheet.worksheet import Worksheet

from mingbai.places.models import Place
from mingbai.powers.export_list import HEADERS
from tests import cast
from tests.moments import TODAY
from tests.powers.publishing import published
from tests.web.public.reading import selects

DAY = timedelta(days=1)
FILES = ("/powers/list.csv", "/powers/list.xlsx", "/powers/list.json")


def taken(path: str) -> bytes:
    """The file of that address, which must be there and as long as it says."""
    answer = Client().get(path)
    assert answer.status_code == HTTPStatus.OK
    content = answer.getvalue()
    assert answer.headers["Content-Length"] == str(len(content))
    return content


def csv_rows(path: str = FILES[0]) -> list[dict[str, str]]:
    """The rows of the CSV file by their headers."""
    text = taken(path).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheet_rows(path: str = FILES[1]) -> list[tuple[Any, ...]]:
    """The cells of the workbook's sheet, the header's too."""
    page = openpyxl.load_workbook(io.BytesIO(taken(path))).active
    assert isinstance(page, Worksheet)
    return list(page.iter_rows())


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("day", ["2025-02-30", "yesterday", "%00", "9" * 5_000])
def test_a_day_that_is_none_has_no_file(place: Place, path: str, day: str) -> None:
    assert Client().get(f"{path}?on={day}").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("path", FILES)
def test_an_empty_list_is_a_file_too(place: Place, path: str) -> None:
    assert taken(path)
    assert taken(f"{path}?on=1900-01-01")


def test_no_cell_is_run_as_a_formula(place: Place) -> None:
    published("SD-001", name="=HYPERLINK(1)", explanation="@SUM(1)\n-2")
    row = csv_rows()[0]
    assert row["职权名称"] == "'=HYPERLINK(1)"
    assert row["职权说明"] == "'@SUM(1)\n-2"
    cells = [cell for line in sheet_rows()[1:] for cell in line]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert "=HYPERLINK(1)" in {cell.value for cell in cells}


def test_each_file_has_every_power_of_the_day_and_no_other(place: Place) -> None:
    published("SD-001", name="旧的名称", since=TODAY - 9 * DAY)
    published("SD-001", name="新的名称")
    published("SD-002", holder=cast.post("shuji"), name="书记的权力")
    past = f"?on={TODAY - DAY}"
    assert [row["职权名称"] for row in csv_rows(FILES[0] + past)] == ["旧的名称"]
    assert {row["职权名称"] for row in csv_rows()} == {"新的名称", "书记的权力"}
    rows = sheet_rows(FILES[1] + past)
    assert tuple(cell.value for cell in rows[0]) == HEADERS
    assert len(rows) == 2
    told = json.loads(taken(FILES[2]))
    assert told["on"] == TODAY.isoformat()
    assert [one["code"] for one in told["powers"]] == ["SD-001", "SD-002"]
    assert told["powers"][1]["holder"] == {
        "kind": "post",
        "slug": "shuji",
        "name": "县委书记",
    }


def test_json_says_all_that_a_power_says_and_its_fingerprint(place: Place) -> None:
    version = published("SD-001", risks="泄露|高|双人在场", conditions="公示\n期满")
    told = json.loads(taken(FILES[2]))["powers"][0]
    assert told["risks"] == "泄露|高|双人在场"
    assert told["conditions"] == "公示\n期满"
    assert told["fingerprint"] == bytes(version.leaf.commitment).hex()
    assert (told["version"], told["since"], told["until"]) == (
        1,
        TODAY.isoformat(),
        None,
    )


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_named_for_its_day_and_open_to_programs(
    place: Place, path: str
) -> None:
    answer = Client().get(f"{path}?on=2026-09-01")
    assert answer.getvalue()
    kind = path.rpartition(".")[2]
    assert f'filename="powers-2026-09-01.{kind}"' in answer["Content-Disposition"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "set-cookie" not in {name.lower() for name in answer.headers}


@pytest.mark.parametrize("path", FILES)
def test_a_file_asks_as_often_for_many_as_for_one(place: Place, path: str) -> None:
    published("SD-000")
    few = asked(path)
    for number in range(1, 9):
        published(f"SD-{number}", holder=cast.post("shuji"))
    assert asked(path) == few <= 4


def asked(path: str) -> int:
    """How often the file asks for rows; the door's own statements don't count."""
    taken(path)  # the host is known from now on
    with CaptureQueriesContext(connection) as found:
        taken(path)
    return sum("mingbai." not in one["sql"] for one in selects(found))
