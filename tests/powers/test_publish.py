"""Publishing: versions by date, never two on a day, each with its leaf."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mingbai.ledger.models import Leaf
from mingbai.lib.commitment import commit_document
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from mingbai.powers.counts import PowerCount, count_powers
from mingbai.powers.models import Power, PowerVersion
from mingbai.powers.publish import BackDated, ChangedToday, NotExplained, publish
from mingbai.powers.said import TEXTS, Statement
from tests import cast
from tests.moments import TODAY
from tests.powers.publishing import published, statement, unexplained

DAY = timedelta(days=1)


def test_a_power_that_says_nothing_is_refused_unless_imported(place: Place) -> None:
    with pytest.raises(NotExplained):
        published(explanation="")
    assert not Power.objects.exists()


@pytest.mark.parametrize("login", ["chenguanli", "hebianji", "lizhuren"])
def test_no_official_publishes_without_a_draft(place: Place, login: str) -> None:
    with pytest.raises(NotAllowed):
        publish(
            by=cast.acting(login),
            at=datetime.now(UTC),
            power_code="SD-001",
            statement=statement(),
            since=TODAY,
        )


def test_a_second_version_on_the_same_day_is_refused(place: Place) -> None:
    published()
    with pytest.raises(ChangedToday):
        published(name="学区划定和调整")
    assert PowerVersion.objects.get().name == "学区划定"


def test_a_change_is_not_dated_back(place: Place) -> None:
    published(since=TODAY - 30 * DAY)
    with pytest.raises(BackDated):
        published(since=TODAY - DAY, name="学区划定和调整")


def test_a_refused_change_leaves_no_leaf(place: Place) -> None:
    published()
    before = Leaf.objects.count()
    with pytest.raises(ChangedToday):
        published(name="学区划定和调整")
    assert Leaf.objects.count() == before


def test_a_first_version_may_begin_in_the_past(place: Place) -> None:
    version = published(since=TODAY - 900 * DAY)
    assert (version.number, version.until) == (1, None)


def test_a_change_ends_the_version_before_on_the_day_before(place: Place) -> None:
    first = published(since=TODAY - 30 * DAY)
    second = published(name="学区划定和调整")
    first.refresh_from_db()
    assert first.until == TODAY - DAY
    assert (second.number, second.since, second.until) == (2, TODAY, None)
    in_force = PowerVersion.objects.in_force
    assert [one.name for one in in_force(TODAY - DAY)] == ["学区划定"]
    assert [one.name for one in in_force(TODAY)] == ["学区划定和调整"]


@pytest.mark.parametrize(
    "field", [one.name for one in fields(Statement) if one.name != "holder"]
)
def test_any_change_of_content_is_a_new_version(place: Place, field: str) -> None:
    published()
    change: dict[str, Any] = {field: "另一段话"}
    changed = published(since=TODAY + DAY, **change)
    assert changed.number == 2
    assert getattr(changed, field) == "另一段话"


def test_another_holder_is_a_new_version(place: Place) -> None:
    published()
    assert published(since=TODAY + DAY, holder=cast.housing()).number == 2


def test_the_same_content_makes_no_new_version(place: Place) -> None:
    first = published()
    leaves = Leaf.objects.count()
    assert published(since=TODAY + DAY) == first
    assert Leaf.objects.count() == leaves


def test_the_leaf_proves_all_that_the_version_says(place: Place) -> None:
    version = published(holder=cast.post("xianzhang"))
    leaf = version.leaf
    assert leaf.kind == Leaf.Kind.PUBLIC
    stated = leaf.opening.stated
    assert stated is not None
    assert stated["event"] == "power.published"
    assert stated["object"] == "power/SD-001"
    assert stated["version"] == 1
    assert stated["holder"]["slug"] == "xianzhang"
    for said in (*TEXTS, "is_imported"):
        assert stated[said] == getattr(version, said)
    salt, content = leaf.opening.salt, leaf.opening.content
    assert salt is not None
    assert content is not None
    assert bytes(leaf.commitment) == commit_document(bytes(salt), bytes(content))


def test_powers_are_counted_by_holder_with_those_explained(place: Place) -> None:
    published("SD-001")
    unexplained("SD-002")
    unexplained("SD-003", holder=cast.post("xianzhang"))
    unexplained("SD-004", since=TODAY + DAY)
    counts = count_powers(on=TODAY)
    assert counts.bodies == {cast.education().pk: PowerCount(2, 1)}
    assert counts.posts == {cast.post("xianzhang").pk: PowerCount(1, 0)}
    assert counts.whole == PowerCount(3, 1)
    assert counts.whole.unexplained == 2
