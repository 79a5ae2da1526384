"""The list of powers in its four orders, on any day: found, counted, told apart."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from mingbai.places.merge_body import merge_body
from mingbai.places.models import Place
from mingbai.places.rename_body import rename_body
from mingbai.powers.power_row import RESERVED
from mingbai.web.public.urls import urlpatterns
from tests import cast
from tests.moments import NOW, TODAY
from tests.powers.publishing import published, unexplained
from tests.web.public.reading import page, queries, said, status

DAY = timedelta(days=1)
LISTS = (
    "/powers/",
    "/powers/bodies/",
    "/powers/categories/",
    "/powers/matters/",
    "/powers/search/",
)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("day", ["%00", "2025-02-30", "0001-01-01", "9" * 9_999])
def test_a_day_that_is_none_shows_today_and_says_so(
    place: Place, path: str, day: str
) -> None:
    assert said("That is no day") in page(f"{path}?on={day}")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_a_far_day_has_its_list(place: Place, path: str, day: str) -> None:
    published("SD-001")
    assert status(f"{path}?on={day}") == HTTPStatus.OK


@pytest.mark.parametrize("path", LISTS)
def test_a_list_of_another_day_says_that_it_is_not_todays(
    place: Place, path: str
) -> None:
    sentence = said("Not the list of today")
    assert sentence not in page(path)
    assert sentence not in page(f"{path}?on={TODAY}")
    past = page(f"{path}?on={TODAY - DAY}")
    assert sentence in past
    assert said("You see what held on %(day)s.", day="2026年9月21日") in past
    assert f'<a href="{path}">' in past


@pytest.mark.parametrize("path", LISTS[:4])
def test_the_day_goes_with_every_link_of_the_list(place: Place, path: str) -> None:
    published("SD-001", since=TODAY - 9 * DAY, holder=cast.post("shuji"))
    published("SD-002", since=TODAY - 9 * DAY, matter="教育")
    past = page(f"{path}?on={TODAY - DAY}")
    on = f"on={TODAY - DAY}"
    for link in ("/powers/bodies/?", "/powers/matters/?", "/powers/list.csv?"):
        assert f'href="{link}{on}"' in past
    main = past[past.index("</nav>", past.index('class="tabs"')) :]
    links = [
        link.partition('"')[0]
        for link in main.split('href="')[1:]
        if link.startswith(("/leaders/", "/bodies/", "/powers/search/"))
    ]
    assert links
    assert all(on in link for link in links)


def test_no_code_can_take_the_address_of_a_list() -> None:
    routes = [str(one.pattern).split("/") for one in urlpatterns]
    words = {route[1] for route in routes if route[0] == "powers"}
    assert words - {"", "<path:code>"} == RESERVED


def test_a_power_is_counted_on_the_days_it_held(place: Place) -> None:
    published("SD-001", since=TODAY - DAY, holder=cast.post("shuji"))
    sentence = said("By matter")
    assert sentence in page("/powers/matters/")
    assert said("No power is listed on this day") in page(
        f"/powers/matters/?on={TODAY - 2 * DAY}"
    )
    assert said("No power is listed on this day") not in page("/powers/matters/")


def test_leaders_stand_in_their_official_order_with_their_counts(place: Place) -> None:
    published("SD-001", holder=cast.post("shuji"))
    unexplained("SD-002", holder=cast.post("jiaoyu-juzhang"))
    published("SD-003")
    shown = page("/powers/")
    assert said("of them %(number)s not yet explained", number=1) in shown
    order = [
        shown.index(name)
        for name in ("赵一平", said("Other posts that hold powers"), "郑学文")
    ]
    assert order == sorted(order)


def test_bodies_stand_by_kind_with_their_counts(place: Place) -> None:
    published("SD-001")
    unexplained("SD-002")
    shown = page("/powers/bodies/")
    assert said("%(number)s powers", number=2) in shown
    assert said("of them %(number)s not yet explained", number=1) in shown
    kinds = ("Committee", "Discipline commission", "Department", "Unit")
    order = [shown.index(f"{said(kind)}</h2>") for kind in kinds]
    assert order == sorted(order)


def test_a_body_bears_the_name_of_the_day(place: Place) -> None:
    rename_body(
        by=cast.FOUNDERS,
        at=NOW,
        body=cast.housing(),
        name="试点县城乡建设局",
        short_name="县城建局",
        since=TODAY,
    )
    assert "试点县城乡建设局" in page("/powers/bodies/")
    past = page(f"/powers/bodies/?on={TODAY - DAY}")
    assert "试点县住房和城乡建设局" in past
    assert "试点县城乡建设局" not in past


def test_a_body_that_was_merged_is_listed_on_the_days_before(place: Place) -> None:
    merge_body(
        by=cast.FOUNDERS,
        at=NOW,
        body=cast.housing(),
        into=cast.education(),
        on=TODAY,
    )
    assert 'href="/bodies/zhujianju/' not in page("/powers/bodies/")
    assert 'href="/bodies/zhujianju/' in page(f"/powers/bodies/?on={TODAY - DAY}")


def test_a_merged_body_stays_listed_while_it_holds_powers(place: Place) -> None:
    published("SD-001", holder=cast.housing())
    merge_body(
        by=cast.FOUNDERS,
        at=NOW,
        body=cast.housing(),
        into=cast.education(),
        on=TODAY,
    )
    assert 'href="/bodies/zhujianju/"' in page("/powers/bodies/")


def test_categories_stand_in_the_order_of_the_law(place: Place) -> None:
    for number, category in enumerate(("自定类别", "行政处罚", "行政许可", "")):
        published(f"SD-{number}", category=category)
    shown = page("/powers/categories/")
    words = ("行政许可", "行政处罚", "自定类别", said("Not stated"))
    order = [shown.index(f">{word}</a>") for word in words]
    assert order == sorted(order)
    assert 'href="/powers/search/?category=-"' in shown


def test_the_matter_with_most_powers_stands_first(place: Place) -> None:
    for number, matter in enumerate(("", "", "", "民生", "教育", "教育")):
        published(f"SD-{number}", matter=matter)
    shown = page("/powers/matters/")
    words = ("教育", "民生", said("Not stated"))
    order = [shown.index(f">{word}</a>") for word in words]
    assert order == sorted(order)


def test_each_list_asks_as_often_for_many_as_for_one(place: Place) -> None:
    published("SD-000", since=TODAY - DAY)
    published("SD-P", holder=cast.post("jiaoyu-juzhang"))
    few = [queries(path) for path in LISTS]
    for number in range(1, 6):
        published(f"SD-{number}", matter=f"第{number}类", category=f"第{number}类")
        published(f"SD-P{number}", holder=cast.post("jiaoyu-juzhang"))
    assert [queries(path) for path in LISTS] == few == [4, 3, 1, 1, 2]
