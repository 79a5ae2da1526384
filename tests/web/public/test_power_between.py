"""Two days of the list compared: refused in words, each power told once."""

from datetime import timedelta
from http import HTTPStatus
from itertools import pairwise

import pytest
from django.test import Client

from mingbai.places.models import Place
from mingbai.web.public.change_lines import FEW
from tests.moments import TODAY
from tests.powers.drafting import approved, repeal_of
from tests.powers.publishing import published
from tests.web.public.reading import page, queries, said, status

DAY = timedelta(days=1)
PATH = "/powers/changes/between/"


def between(days_ago: int, days_ahead: int = 0) -> str:
    """The address for a day before today and one after."""
    first, last = TODAY - days_ago * DAY, TODAY + days_ahead * DAY
    return f"{PATH}?from={first}&to={last}"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2025-02-30", "2025-02-30"),
        ("2025-13-01", "2025-13-01"),
        ("0001-01-01", "0001-01-01"),
        ("%3Cb%3E", "&lt;b&gt;"),
        ("9" * 3_000, "9" * 3_000),
    ],
)
def test_what_is_no_day_is_refused_in_words_and_stays(
    place: Place, typed: str, kept: str
) -> None:
    answer = Client().get(f"{PATH}?from={typed}&to=2026-09-01")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    shown = answer.content.decode()
    assert said("This is no day. Write it like 2026-03-01.") in shown
    # A date field would show nothing of it.
    assert f'<input type="text" name="from" value="{kept}"' in shown
    assert '<input type="date" name="to" value="2026-09-01"' in shown


def test_a_null_character_is_no_day(place: Place) -> None:
    assert status(f"{PATH}?from=%00&to=%00") == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("query", ["?from=2026-09-01", "?to=2026-09-01&from="])
def test_a_day_that_is_missing_is_asked_for(place: Place, query: str) -> None:
    answer = Client().get(PATH + query)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said("Please choose a day.") in answer.content.decode()


def test_a_kind_that_is_none_is_not_found(place: Place) -> None:
    for query in ("&kind=other", "&kind=%00", "&kind=new&after=%00"):
        assert status(between(1) + query) == HTTPStatus.NOT_FOUND


def test_the_same_day_twice_is_said(place: Place) -> None:
    published("SD-001")
    shown = page(between(0))
    assert said("It is the same day twice") in shown
    assert "SD-001" not in shown


def test_two_lists_that_say_the_same_are_said_to(place: Place) -> None:
    published("SD-001", since=TODAY - 9 * DAY)
    sentence = "The list of %(first)s and that of %(last)s say the same."
    days = {"first": "2026年9月21日", "last": "2026年9月22日"}
    assert said(sentence, **days) in page(between(1))


def test_each_power_is_told_once_and_what_was_undone_is_not(place: Place) -> None:
    month_ago = TODAY - 30 * DAY
    published("SD-NEW", name="新添的一项", since=TODAY - 9 * DAY)
    published("SD-OLD", name="早就有的", since=month_ago)
    published("SD-CHG", name="要改的一项", since=month_ago)
    published("SD-CHG", name="改到一半的", since=TODAY)
    published("SD-CHG", name="改过的一项", since=TODAY + DAY)
    published("SD-GONE", name="废止前的名称", since=month_ago)
    published("SD-GONE", name="后来的名称", since=TODAY)
    approved(repeal_of("SD-GONE", TODAY + DAY))
    published("SD-BACK", name="改回来的", since=month_ago)
    published("SD-BACK", name="一时的名称", since=TODAY)
    published("SD-BACK", name="改回来的", since=TODAY + DAY)
    shown = page(between(20, 1))
    parts = [shown.index(f'<section id="{one}">') for one in ("new", "changed")]
    parts += [shown.index('<section id="repealed">'), shown.index('id="more"')]
    new, changed, repealed = (shown[start:end] for start, end in pairwise(parts))
    assert "新添的一项" in new
    assert "改过的一项" in changed
    assert "要改的一项" in changed
    assert "改到一半的" not in shown
    assert 'href="/powers/SD-CHG/compare/?from=1&amp;to=3"' in changed
    assert "废止前的名称" in repealed
    assert 'href="/powers/SD-GONE/?on=2026-09-23"' in repealed
    assert said("repealed from %(day)s on", day="2026年9月22日") not in repealed
    for absent in ("早就有的", "改回来的", "一时的名称"):
        assert absent not in shown


def test_days_may_come_in_any_order_and_as_people_write_them(place: Place) -> None:
    published("SD-001", name="新添的一项")
    for query in (
        "?from=2026-09-22&to=2026-09-01",
        "?from=2026年9月1日&to=２０２６.9.22",
    ):
        shown = page(PATH + query)
        new = shown.partition('<section id="new">')[2]
        assert "新添的一项" in new
        assert '<input type="date" name="from" value="2026-09-01"' in shown
        assert '<input type="date" name="to" value="2026-09-22"' in shown


def test_without_days_a_year_ago_stands_beside_today(place: Place) -> None:
    shown = page(PATH)
    assert '<input type="date" name="from" value="2025-09-22"' in shown
    assert '<input type="date" name="to" value="2026-09-22"' in shown


def test_a_day_to_come_is_said_to_be_so(place: Place) -> None:
    published("SD-001", since=TODAY + 3 * DAY)
    assert "SD-001" in page(between(1, 9))
    assert 'class="notice tone-amber"' in page(between(1, 9))
    assert 'class="notice tone-amber"' not in page(between(1))


def test_many_differences_of_a_kind_are_read_page_by_page(place: Place) -> None:
    for number in range(60):
        published(f"SD-{number:03}")
    short = page(between(1))
    assert f"SD-{FEW - 1:03}" in short
    assert f"SD-{FEW:03}" not in short
    query = "from=2026-09-21&amp;to=2026-09-22&amp;kind=new"
    assert f'href="{PATH}?{query}"' in short
    first = page(f"{between(1)}&kind=new")
    assert "SD-050" not in first
    assert f'href="?{query}&amp;after=SD-049#powers"' in first
    second = page(f"{between(1)}&kind=new&after=SD-049")
    assert "SD-059" in second
    assert f'href="{PATH}?from=2026-09-21&amp;to=2026-09-22"' in second


def test_the_page_asks_as_often_for_many_differences_as_for_one(place: Place) -> None:
    published("SD-000", since=TODAY - 9 * DAY)
    published("SD-000", name="改过的名称")
    few = queries(between(1))
    for number in range(1, 9):
        published(f"SD-{number}", since=TODAY - 9 * DAY)
        published(f"SD-{number}", name="改过的名称")
        published(f"SD-N{number}")
    assert queries(between(1)) == few == 7


@pytest.mark.parametrize("path", ["", "bodies/", "categories/", "matters/"])
def test_the_list_of_a_day_offers_its_comparison_with_today(
    place: Place, path: str
) -> None:
    shown = page(f"/powers/{path}?on=2026-03-01")
    assert f'action="{PATH}"' in shown
    assert '<input type="date" name="from" value="2026-03-01"' in shown
    assert '<input type="date" name="to" value="2026-09-22"' in shown
    today = page(f"/powers/{path}")
    assert '<input type="date" name="from" value="2025-09-22"' in today
    ahead = page(f"/powers/{path}?on=2026-12-01")
    assert '<input type="date" name="from" value="2026-09-22"' in ahead
    assert '<input type="date" name="to" value="2026-12-01"' in ahead
