"""Counting the list and walking through it, from an index alone."""

from datetime import timedelta

import pytest

from mingbai.places.models import Place
from mingbai.powers.counts import PowerCount, count_by, count_powers, count_words
from mingbai.powers.models import PowerVersion, PowerVersionQuerySet
from tests import cast
from tests.moments import TODAY
from tests.powers.drafting import approved, repeal_of
from tests.powers.publishing import published, unexplained

DAY = timedelta(days=1)


def in_force() -> PowerVersionQuerySet:
    """The list of today."""
    found: PowerVersionQuerySet = PowerVersion.objects.in_force(TODAY)
    return found


def codes(rows: PowerVersionQuerySet) -> list[str]:
    """Their codes, in their order."""
    return [one.power.code for one in rows]


@pytest.fixture
def listed(place: Place) -> None:
    """Seven codes: one of them ahead, one changed today, one repealed."""
    for number in (3, 1, 5, 2):
        published(f"SD-{number}", matter="教育")
    published("SD-4", matter="民生", since=TODAY + DAY)
    published("SD-6", matter="民生", since=TODAY - DAY)
    published("SD-6", matter="教育")
    published("SD-7", since=TODAY - 9 * DAY)
    approved(repeal_of("SD-7"))


def test_what_is_not_in_force_is_walked_past(listed: None) -> None:
    assert codes(in_force().by_code(9)) == ["SD-1", "SD-2", "SD-3", "SD-5", "SD-6"]
    assert codes(in_force().by_code(9, after="SD-6")) == []
    assert codes(in_force().by_code(9, before="SD-1")) == []


def test_what_does_not_fit_is_walked_past(listed: None) -> None:
    published("SD-0", matter="民生")
    fitting = in_force().filter(matter="教育")
    assert codes(fitting.by_code(2)) == ["SD-1", "SD-2"]
    assert codes(fitting.by_code(1, before="SD-1")) == []


def test_a_walk_stops_at_as_many_as_are_wanted(listed: None) -> None:
    assert codes(in_force().by_code(2)) == ["SD-1", "SD-2"]
    assert codes(in_force().by_code(2, after="SD-2")) == ["SD-3", "SD-5"]
    assert codes(in_force().by_code(2, before="SD-5")) == ["SD-2", "SD-3"]


def test_each_power_comes_in_the_version_of_the_day(listed: None) -> None:
    past: PowerVersionQuerySet = PowerVersion.objects.in_force(TODAY - DAY)
    (then,) = past.by_code(1, after="SD-5")
    assert then.matter == "民生"
    (now,) = in_force().by_code(1, after="SD-5")
    assert now.matter == "教育"


def test_powers_are_counted_by_both_words_at_once(listed: None) -> None:
    published("SD-8", matter="", category="")
    words = count_words(on=TODAY)
    assert words.by_matter == {"教育": 5, "": 1}
    assert words.by_category == {"其他行政权力": 5, "": 1}
    assert words.total() == 6
    assert words.total(matter="", category="") == 1
    assert words.total(matter="教育", category="") == 0
    assert count_words(on=TODAY - DAY).by_matter == {"民生": 1, "": 1}


def test_an_unexplained_power_is_counted_once(place: Place) -> None:
    published("SD-1", matter="教育")
    unexplained("SD-2", matter="教育")
    unexplained("SD-3", matter="民生", holder=cast.post("xianzhang"))
    counts = count_by("matter", in_force())
    assert counts == {"教育": PowerCount(2, 1), "民生": PowerCount(1, 0)}
    assert count_powers(on=TODAY).whole == PowerCount(3, 1)


@pytest.mark.sqlite
def test_the_list_of_a_day_is_counted_without_reading_a_text(listed: None) -> None:
    for fields in (("category", "matter"), ("holder_body", "holder_post")):
        plan = in_force().order_by().values(*fields).distinct().explain()
        assert "COVERING INDEX version_by_" in plan


@pytest.mark.sqlite
def test_a_page_is_found_by_walking_through_the_codes(listed: None) -> None:
    plan = in_force().by_code(2, after="SD-2").explain()
    assert "(place_id=? AND code>?)" in plan
    assert "SCAN" not in plan


@pytest.mark.sqlite
def test_a_month_is_found_by_its_days(listed: None) -> None:
    month = (TODAY - 30 * DAY, TODAY)
    for field in ("since", "until"):
        found = PowerVersion.objects.filter(
            **{f"{field}__gte": month[0], f"{field}__lte": month[1]}
        )
        assert f"version_by_{field}" in found.explain()
