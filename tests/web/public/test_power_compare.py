"""Two versions side by side: found, told apart in words, cheap to compare."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.utils.html import escape

from mingbai.places.models import Place
from tests import cast
from tests.moments import TODAY
from tests.powers.drafting import approved, repeal_of
from tests.powers.publishing import published
from tests.web.public.reading import page, queries, said, status

DAY = timedelta(days=1)
PATH = "/powers/SD-001/compare/"


@pytest.fixture
def changed(place: Place) -> None:
    """SD-001 in three versions."""
    published("SD-001", since=TODAY - 9 * DAY, conditions="")
    published("SD-001", conditions="公示期满", since=TODAY)
    published("SD-001", name="学区调整", conditions="公示期满", since=TODAY + DAY)


@pytest.mark.parametrize(
    "query",
    [
        "?from=1&to=4",
        "?from=0&to=1",
        "?from=-1",
        "?from=01&to=2",
        "?to=%00",
        "?from=１&to=2",
        "?from=" + "9" * 5_000,
        "?from=",
    ],
)
def test_a_version_that_is_none_is_not_found(changed: None, query: str) -> None:
    assert status(PATH + query) == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("code", ["NONE", "%00", "SD-001/compare"])
def test_the_versions_of_no_power_are_not_found(changed: None, code: str) -> None:
    assert status(f"/powers/{code}/compare/") == HTTPStatus.NOT_FOUND


def test_without_versions_the_two_newest_are_compared(changed: None) -> None:
    shown = page(PATH)
    assert "学区" in shown
    assert "<del>" in shown
    assert "<ins>" in shown
    assert "公示期满" not in shown


def test_a_difference_is_told_in_words_and_not_by_colour_alone(changed: None) -> None:
    shown = page(f"{PATH}?from=1&to=2")
    assert f"{said('Conditions')} " in shown
    assert f"✓ {said('Added')}" in shown
    assert "<ins>" in shown
    shown = page(f"{PATH}?from=2&to=3")
    assert f">{said('Changed')}</span>" in shown


def test_the_older_version_stands_at_the_left_however_asked(changed: None) -> None:
    table = "<table"
    one, other = (page(f"{PATH}?{query}") for query in ("from=1&to=3", "from=3&to=1"))
    assert one[one.index(table) :] == other[other.index(table) :]


def test_a_version_compared_with_itself_says_so(changed: None) -> None:
    assert said("It is the same version twice") in page(f"{PATH}?from=2&to=2")


@pytest.mark.parametrize("query", ["", "?from=1&to=1"])
def test_a_power_of_one_version_says_so_and_has_no_form(
    place: Place, query: str
) -> None:
    published("SD-001")
    shown = page(PATH + query)
    assert said("There is only one version") in shown
    assert "<form" not in shown
    assert "<select" not in shown
    assert 'href="/powers/SD-001/"' in shown


def test_numbers_that_a_repeal_left_out_are_not_versions(place: Place) -> None:
    published("SD-001", since=TODAY - 9 * DAY)
    approved(repeal_of("SD-001", TODAY))
    published("SD-001", since=TODAY + DAY)
    assert status(f"{PATH}?from=1&to=2") == HTTPStatus.NOT_FOUND
    assert said("Both say the same") in page(f"{PATH}?from=1&to=3")


def test_a_code_that_ends_like_this_page_has_its_own(place: Place) -> None:
    published("甲/compare", name="名字像地址的权力")
    assert "名字像地址的权力" in page("/powers/甲/compare/")
    published("甲", name="短的那一项")
    assert "名字像地址的权力" in page("/powers/甲/compare/")
    assert "短的那一项" in page("/powers/甲/compare/?from=1&to=1")
    assert said("Versions compared") in page("/powers/甲/compare/compare/")


def test_a_holder_that_changed_is_shown(place: Place) -> None:
    published("SD-001", since=TODAY - DAY)
    published("SD-001", holder=cast.housing())
    shown = page(PATH)
    assert "县教育局" in shown
    assert "县住建局" in shown


def test_what_was_written_is_shown_and_not_obeyed(place: Place) -> None:
    published("SD-001", explanation="<b>一</b>\n同一行", since=TODAY - DAY)
    published("SD-001", explanation="<i>二</i>\n同一行")
    shown = page(PATH)
    assert escape("<b>一</b>") in shown
    assert escape("<i>二</i>") in shown
    assert "<i>" not in shown


def test_a_line_added_at_the_end_leaves_the_one_before_it_unmarked(
    place: Place,
) -> None:
    published("SD-001", conditions="一、公示\n二、听证", since=TODAY - DAY)
    published("SD-001", conditions="一、公示\n二、听证\n三、备案")
    shown = page(PATH)
    assert "<del>" not in shown
    marked = shown.partition("<ins>")[2].partition("</ins>")[0]
    assert "三、备案" in marked
    assert "二、听证" not in marked


def test_long_texts_are_compared_without_marks(place: Place) -> None:
    published("SD-001", explanation="甲乙" * 5_000, since=TODAY - DAY)
    published("SD-001", explanation="乙丙" * 5_000)
    shown = page(PATH)
    assert shown.count("<del>") == 1
    assert shown.count("<ins>") == 1


def test_a_number_that_changed_is_marked_whole(place: Place) -> None:
    published("SD-001", promised_limit="60个工作日", since=TODAY - DAY)
    published("SD-001", promised_limit="50个工作日", since=TODAY)
    shown = page(PATH)
    assert "<bdi>60</bdi></span></del>" in shown
    assert "<bdi>50</bdi></span></ins>" in shown


def test_the_page_asks_once(changed: None) -> None:
    assert queries(f"{PATH}?from=1&to=3") == 1
