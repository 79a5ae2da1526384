"""What changed, month by month: what is new, changed, repealed, and what is none."""

from datetime import date, timedelta
from http import HTTPStatus
from itertools import pairwise

import pytest

from mingbai.places.models import Place
from tests.moments import TODAY
from tests.powers.drafting import approved, repeal_of
from tests.powers.publishing import published
from tests.web.public.reading import page, queries, said, status

DAY = timedelta(days=1)
PATH = "/powers/changes/2026-09/"


@pytest.mark.parametrize(
    "month",
    [
        "2026-13",
        "2026-00",
        "0001-01",
        "9999-12",
        "2026-9",
        "2026-09-01",
        "now",
        "9" * 300,
        "2026-09%00",
        "２０２６-09",
    ],
)
def test_a_month_that_is_none_is_not_found(place: Place, month: str) -> None:
    assert status(f"/powers/changes/{month}/") == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("query", ["?kind=other", "?kind=%00", "?kind=new&after=%00"])
def test_a_kind_or_page_that_is_none_is_not_found(place: Place, query: str) -> None:
    assert status(PATH + query) == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("month", ["1900-01", "2199-12"])
def test_a_far_month_says_that_nothing_changed(place: Place, month: str) -> None:
    year, number = month.split("-")
    words = f"{year}年{int(number)}月"
    assert said("Nothing changed in %(month)s.", month=words) in page(
        f"/powers/changes/{month}/"
    )


def test_new_changed_and_repealed_powers_are_told_apart(place: Place) -> None:
    august = date(2026, 8, 3)
    published("SD-NEW", name="新添的一项")
    published("SD-OLD", name="早就有的", since=august)
    published("SD-CHG", name="要改的一项", since=august)
    published("SD-CHG", name="改过的一项", conditions="公示期满")
    published("SD-GONE", name="废止的一项", since=august)
    approved(repeal_of("SD-GONE", TODAY))
    shown = page(PATH)
    parts = [shown.index(f'<section id="{one}">') for one in ("new", "changed")]
    parts += [shown.index('<section id="repealed">'), shown.index('id="more"')]
    new, changed, repealed = (shown[start:end] for start, end in pairwise(parts))
    assert "新添的一项" in new
    assert "改过的一项" in changed
    assert said("Changed: %(words)s", words="").strip() in changed
    assert "公示期满" in changed
    assert 'href="/powers/SD-CHG/compare/?from=1&amp;to=2"' in changed
    assert "废止的一项" in repealed
    assert "早就有的" not in shown


def test_a_repeal_counts_from_the_first_day_without_the_power(place: Place) -> None:
    published("SD-001", since=date(2026, 8, 3))
    approved(repeal_of("SD-001", date(2026, 10, 1)))
    assert 'id="repealed"' not in page(PATH)
    october = page("/powers/changes/2026-10/")
    sentence = "repealed from %(day)s on"
    assert said(sentence, day="2026年10月1日") in october


def test_months_lead_to_those_beside_them_where_something_may_stand(
    place: Place,
) -> None:
    published("SD-001", since=date(2026, 7, 1))
    first = page("/powers/changes/2026-07/")
    assert 'rel="prev"' not in first
    assert 'href="/powers/changes/2026-08/"' in first
    now = page(PATH)
    assert 'href="/powers/changes/2026-08/"' in now
    assert 'rel="next"' not in now
    published("SD-002", since=date(2026, 10, 1))
    assert 'href="/powers/changes/2026-10/"' in page(PATH)


def test_january_and_december_are_neighbours(place: Place) -> None:
    published("SD-001", since=date(2025, 12, 31))
    assert 'href="/powers/changes/2026-01/"' in page("/powers/changes/2025-12/")
    assert 'href="/powers/changes/2025-12/"' in page("/powers/changes/2026-01/")


def test_without_a_month_it_is_the_present_one(place: Place) -> None:
    published("SD-001", name="本月的一项")
    assert "本月的一项" in page("/powers/changes/")


def test_many_changes_of_a_kind_are_read_page_by_page(place: Place) -> None:
    for number in range(60):
        published(f"SD-{number:03}")
    short = page(PATH)
    assert "SD-019" in short
    assert "SD-020" not in short
    assert f'href="{PATH}?kind=new"' in short
    first = page(f"{PATH}?kind=new")
    assert "SD-049" in first
    assert "SD-050" not in first
    assert 'href="?kind=new&amp;after=SD-049#powers"' in first
    second = page(f"{PATH}?kind=new&after=SD-049")
    assert "SD-059" in second
    assert 'href="/powers/SD-049/' not in second
    assert said("No more changes here") in page(f"{PATH}?kind=new&after=SD-059")


def test_the_page_asks_as_often_for_many_changes_as_for_one(place: Place) -> None:
    published("SD-000", since=date(2026, 8, 3))
    published("SD-000", name="改过的名称")
    few = queries(PATH)
    for number in range(1, 9):
        published(f"SD-{number}", since=date(2026, 8, 3))
        published(f"SD-{number}", name="改过的名称")
    assert queries(PATH) == few == 8


def test_the_months_of_change_are_listed_by_year(place: Place) -> None:
    assert said("No power has been published yet") in page("/powers/changes/months/")
    published("SD-001", since=date(2025, 12, 31))
    published("SD-001", name="改过的名称")
    shown = page("/powers/changes/months/")
    assert 'href="/powers/changes/2026-09/"' in shown
    assert 'href="/powers/changes/2025-12/"' in shown
    assert 'href="/powers/changes/2026-01/"' not in shown
    assert shown.index('id="year-2026"') < shown.index('id="year-2025"')
    assert queries("/powers/changes/months/") == 2


def test_a_month_leads_to_all_months_and_offers_its_ends_for_comparison(
    place: Place,
) -> None:
    shown = page(PATH)
    assert 'href="/powers/changes/months/"' in shown
    assert 'action="/powers/changes/between/"' in shown
    assert 'value="2026-08-31"' in shown
    assert 'value="2026-09-30"' in shown
