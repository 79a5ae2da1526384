"""The day that an address asks about, as people write days."""

from datetime import date

import pytest
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory

from mingbai.places.models import Place
from mingbai.web.asked_day import asked_day
from tests.moments import TODAY


def asking(**said: str) -> HttpRequest:
    """A GET of a page with these words in its address."""
    return RequestFactory().get("/powers/", said)


@pytest.mark.parametrize(
    "written",
    [
        "2025-02-29",
        "2025-13-01",
        "2025-00-10",
        "0001-01-01",
        "9999-12-31",
        "99999999999-01-01",
        "-2025-01-01",
        "yesterday",
        "\0",
        "2025-11-23'--",
        "2025-11-23\u202e",
        "²⁰²⁵-11-23",
        "٢٠٢٥-11-23",
        "9" * 10_000,
    ],
)
def test_what_is_no_day_shows_today_and_says_so(place: Place, written: str) -> None:
    asked = asked_day(asking(on=written))
    assert asked.is_refused
    assert asked.day == TODAY
    assert asked.query == ""


@pytest.mark.parametrize(
    "written",
    [
        "2025-11-23",
        " 2025-11-23 ",
        "2025/11/23",
        "2025.11.23",
        "2025年11月23日",
        "２０２５－１１－２３",
    ],
)
def test_a_day_is_read_as_people_write_it(place: Place, written: str) -> None:
    asked = asked_day(asking(on=written))
    assert asked.day == date(2025, 11, 23)
    assert not asked.is_refused
    assert not asked.is_today
    assert asked.query == "?on=2025-11-23"


@pytest.mark.parametrize("said", [{}, {"on": ""}, {"on": "  "}])
def test_without_a_day_it_is_todays(place: Place, said: dict[str, str]) -> None:
    asked = asked_day(asking(**said))
    assert asked.is_today
    assert not asked.is_refused
    assert asked.kept == []


def test_the_way_back_to_today_keeps_everything_but_day_and_page(place: Place) -> None:
    asked = asked_day(asking(on="2025-11-23", q="学校", after="SD-1", under="教育"))
    path, _mark, query = asked.today_href.partition("?")
    assert path == "/powers/"
    assert QueryDict(query).dict() == {"q": "学校"}
