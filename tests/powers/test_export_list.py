"""The list of a day as rows: complete, in order, and found again by an import."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mingbai.places.models import Place
from mingbai.places.rename_body import rename_body
from mingbai.powers.export_list import HEADERS, column_widths, export_rows
from mingbai.powers.list_columns import COLUMNS, match_columns
from tests import cast
from tests.moments import TODAY
from tests.powers.drafting import approved, drafted, repeal_of, wish
from tests.powers.publishing import published

DAY = timedelta(days=1)


def codes(*options: Any) -> list[str]:
    return [row[0] for row in export_rows(*options)]


def test_our_headers_are_those_an_import_finds_first() -> None:
    assert match_columns(HEADERS) == {one: place for place, one in enumerate(COLUMNS)}
    assert len(column_widths()) == len(HEADERS)


def test_a_day_shows_what_stood_then(place: Place) -> None:
    published("SD-001", since=TODAY - 9 * DAY)
    published("SD-002", since=TODAY - 9 * DAY)
    approved(drafted(wish("SD-001")))
    approved(repeal_of("SD-002"))
    assert [(row[0], row[1]) for row in export_rows(TODAY - DAY)] == [
        ("SD-001", "学区划定"),
        ("SD-002", "学区划定"),
    ]
    assert [(row[0], row[1]) for row in export_rows(TODAY)] == [
        ("SD-001", "学区划定和调整")
    ]
    assert codes(TODAY - 99 * DAY) == []


def test_posts_come_first_and_each_in_official_order(place: Place) -> None:
    published("SD-1", holder=cast.housing())
    published("SD-3")
    published("SD-2")
    published("SD-9", holder=cast.post("shuji"))
    published("SD-8", holder=cast.post("xianzhang"))
    assert codes(TODAY) == ["SD-9", "SD-8", "SD-2", "SD-3", "SD-1"]


def test_the_powers_of_one_holder_alone(place: Place) -> None:
    published("SD-1", holder=cast.housing())
    published("SD-2", holder=cast.post("shuji"))
    assert codes(TODAY, cast.housing()) == ["SD-1"]
    assert codes(TODAY, cast.post("shuji")) == ["SD-2"]
    assert codes(TODAY, cast.education()) == []


def test_a_holder_whose_short_name_another_bears_is_named_in_full(
    place: Place,
) -> None:
    post = cast.post("xianzhang")
    rename_body(
        by=cast.FOUNDERS,
        at=datetime.now(UTC),
        body=cast.housing(),
        name="试点县住房和城乡建设局",
        short_name=post.short_name,
        since=TODAY,
    )
    published("SD-1", holder=post)
    (row,) = export_rows(TODAY)
    assert row[COLUMNS.index("holder")] == post.name


@pytest.mark.parametrize("powers", [2, 9])
def test_the_number_of_queries_is_fixed(
    place: Place, powers: int, django_assert_num_queries: Any
) -> None:
    for number in range(powers):
        published(f"SD-{number}")
    with django_assert_num_queries(4):
        assert len(codes(TODAY)) == powers
