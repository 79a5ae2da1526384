"""What began, changed and ended; `test_list_on` compares it with a plain model."""

from datetime import timedelta

from mingbai.places.models import Place
from mingbai.powers.news import begun, changed, repealed, versions_before
from tests import cast
from tests.moments import TODAY
from tests.powers.drafting import approved, repeal_of
from tests.powers.publishing import published

DAY = timedelta(days=1)


def test_nothing_is_news_outside_its_days(place: Place) -> None:
    published("SD-001", since=TODAY)
    for first, last in ((TODAY - DAY, TODAY - DAY), (TODAY + DAY, TODAY + DAY)):
        assert not begun(first, last).exists()
        assert not changed(first, last).exists()
        assert not repealed(first, last).exists()


def test_a_power_that_comes_back_later_is_new_again(place: Place) -> None:
    published("SD-001", since=TODAY - 5 * DAY)
    approved(repeal_of("SD-001", TODAY))
    published("SD-001", since=TODAY + 3 * DAY)
    assert [one.number for one in begun(TODAY, TODAY + 9 * DAY)] == [3]
    assert not changed(TODAY, TODAY + 9 * DAY).exists()
    assert [one.number for one in repealed(TODAY, TODAY)] == [1]


def test_what_comes_back_on_the_day_of_its_repeal_was_changed(place: Place) -> None:
    first = published("SD-001", since=TODAY - 5 * DAY)
    approved(repeal_of("SD-001", TODAY))
    second = published("SD-001", name="改过的名称", since=TODAY)
    assert not begun(TODAY, TODAY).exists()
    assert not repealed(TODAY, TODAY).exists()
    assert list(changed(TODAY, TODAY)) == [second]
    assert versions_before([second]) == {second.pk: first}


def test_what_comes_back_on_that_day_with_its_words_is_no_news(place: Place) -> None:
    published("SD-001", since=TODAY - 5 * DAY)
    approved(repeal_of("SD-001", TODAY))
    published("SD-001", since=TODAY)
    for kind in (begun, changed, repealed):
        assert not kind(TODAY, TODAY).exists(), kind


def test_another_holder_is_a_change_though_the_words_are_the_same(
    place: Place,
) -> None:
    published("SD-001", since=TODAY - 5 * DAY)
    approved(repeal_of("SD-001", TODAY))
    published("SD-001", holder=cast.housing(), since=TODAY)
    assert [one.number for one in changed(TODAY, TODAY)] == [3]


def test_no_version_is_taken_for_the_one_before_of_another_power(place: Place) -> None:
    for code in ("SD-001", "SD-002"):
        published(code, since=TODAY - DAY)
    published("SD-001", name="改过的名称")
    later = list(changed(TODAY, TODAY))
    before = versions_before(later)
    assert [(before[one.pk].power.code, before[one.pk].number) for one in later] == [
        ("SD-001", 1)
    ]
