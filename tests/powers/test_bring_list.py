"""Importing a list: nothing when a holder is unknown, once, and corrected at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mingbai.places.actors import System
from mingbai.places.models import Body, Place
from mingbai.places.policy import NotAllowed
from mingbai.powers.bring_list import Brought, RowsRefused, bring_list
from mingbai.powers.models import PowerVersion
from mingbai.powers.power_row import PowerRow
from tests import cast
from tests.moments import TODAY

DAY = timedelta(days=1)


def row(code: str = "SD-001", **said: str) -> PowerRow:
    usual = {"name": "学区划定", "holder": "县教育局", "category": "", "basis": ""}
    return PowerRow("", 2, code, **{"explanation": "划定学区。", **usual, **said})


def brought(*rows: PowerRow, **options: Any) -> Brought:
    return bring_list(
        by=System("import-powers"),
        at=datetime.now(UTC),
        rows=rows,
        **{"since": TODAY, **options},
    )


def test_an_official_imports_no_list(place: Place) -> None:
    with pytest.raises(NotAllowed):
        bring_list(
            by=cast.registrar(),  # type: ignore[arg-type]  # who else would try
            at=datetime.now(UTC),
            rows=[row()],
            since=TODAY,
        )


def test_an_unknown_holder_refuses_the_rows_before_anything_is_written(
    place: Place,
) -> None:
    with pytest.raises(RowsRefused) as refused:
        brought(row(), row("SD-002", holder="县气象局"))
    assert len(refused.value.faults) == 1
    assert not PowerVersion.objects.exists()


def test_a_name_too_long_for_a_body_is_not_added(place: Place) -> None:
    with pytest.raises(RowsRefused):
        brought(row(holder="局" * 49), may_add_bodies=True)


def test_bodies_are_added_once_with_short_ascii_addresses(place: Place) -> None:
    rows = [row(f"SD-{n}", holder=name) for n, name in enumerate("气水气林")]
    assert brought(*rows, may_add_bodies=True).bodies_added == ("气", "水", "林")
    added = Body.objects.filter(slug__in=["b1", "b2", "b3"])
    assert [body.name for body in added] == ["气", "水", "林"]
    assert brought(*rows, may_add_bodies=True).bodies_added == ()


def test_a_holder_is_found_by_short_or_full_name_body_or_post(place: Place) -> None:
    brought(row("SD-1"), row("SD-2", holder="试点县教育局"), row("SD-3", holder="县长"))
    versions = PowerVersion.objects.with_holder().order_by("power__code")
    education, head = cast.education(), cast.post("xianzhang")
    assert [one.holder for one in versions] == [education, education, head]


def test_the_same_list_again_changes_nothing(place: Place) -> None:
    rows = [row(), row("SD-002", explanation="")]
    assert brought(*rows) == Brought(new=2, unexplained=1)
    assert brought(*rows) == Brought(unchanged=2, unexplained=1)


def test_a_corrected_list_on_the_same_day_holds_from_the_next(place: Place) -> None:
    brought(row())
    again = brought(row(name="学区划定和调整"))
    assert again == Brought(changed=1, postponed=1, postponed_to=TODAY + DAY)
    once_more = brought(row(name="学区划定与调整"))
    assert once_more.postponed_to == TODAY + 2 * DAY
    assert brought(row(name="学区划定与调整")) == Brought(unchanged=1)
    first, second, third = PowerVersion.objects.order_by("number")
    assert (first.until, second.until, third.until) == (TODAY, TODAY + DAY, None)


def test_a_change_of_the_past_holds_from_today(place: Place) -> None:
    brought(row(), since=TODAY - 400 * DAY)
    change = brought(row(name="学区划定和调整"), since=TODAY - 10 * DAY)
    assert (change.changed, change.postponed_to) == (1, TODAY)


def test_what_the_list_lacks_stays(place: Place) -> None:
    brought(row(), row("SD-002"))
    brought(row(name="学区划定和调整"))
    assert PowerVersion.objects.filter(until__isnull=True).count() == 2
