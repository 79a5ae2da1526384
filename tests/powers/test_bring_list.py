"""Importing a list: nothing when a holder is unknown, once, and corrected at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mingbai.places.actors import System
from mingbai.places.models import Body, Place
from mingbai.places.policy import NotAllowed
from mingbai.powers.bring_list import (
    Brought,
    RowsRefused,
    bring_list,
    propose_missing,
)
from mingbai.powers.decide_draft import approve, review
from mingbai.powers.models import Draft, PowerVersion
from mingbai.powers.power_row import PowerRow
from mingbai.powers.said import TEXTS
from tests import cast
from tests.moments import TODAY
from tests.powers.drafting import approved, drafted, repeal_of, reviewed, wish
from tests.powers.publishing import published

DAY = timedelta(days=1)
SERVER = System("import-powers")


def row(code: str = "SD-001", holder: str = "县教育局", **said: str) -> PowerRow:
    texts = dict.fromkeys(TEXTS, "")
    texts |= {"name": "学区划定", "explanation": "划定学区。", **said}
    return PowerRow("", 2, code, holder, texts)


def brought(*rows: PowerRow, **options: Any) -> Brought:
    usual = {"by": SERVER, "since": TODAY}
    return bring_list(at=datetime.now(UTC), rows=rows, **{**usual, **options})


def missing(*rows: PowerRow, at_most: int | None = None) -> tuple[str, ...]:
    at = datetime.now(UTC)
    return propose_missing(by=SERVER, at=at, rows=rows, at_most=at_most)


def published_codes() -> list[str]:
    versions = PowerVersion.objects.filter(until__isnull=True)
    return sorted(versions.values_list("power__code", flat=True))


def test_an_official_imports_no_list(place: Place) -> None:
    with pytest.raises(NotAllowed):
        brought(row(), by=cast.registrar())
    with pytest.raises(NotAllowed):
        brought(row(), by=cast.editors()[0])


def test_an_officer_brings_no_row_of_another_body(place: Place) -> None:
    rows = [row(), row("SD-002", holder="县住建局")]
    for by in (cast.officer(), cast.registrar()):
        with pytest.raises(NotAllowed):
            brought(*rows, by=by, as_drafts=True)
        assert not Draft.objects.exists()
    assert brought(rows[0], by=cast.officer(), as_drafts=True) == Brought(new=1)


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


def test_a_draft_that_somebody_wrote_is_not_overwritten_by_a_list(
    place: Place,
) -> None:
    brought(row())
    written = drafted(wish(name="何编辑的写法"))
    assert brought(row(name="名册的写法")) == Brought(waiting=1)
    written.refresh_from_db()
    assert written.name == "何编辑的写法"


def test_a_reviewed_draft_of_a_list_is_left_alone(place: Place) -> None:
    brought(row())
    brought(row(name="名册的写法"))
    reviewed(Draft.objects.get())
    assert brought(row(name="又一种写法")) == Brought(waiting=1)
    assert Draft.objects.get().name == "名册的写法"


def test_a_proposal_to_repeal_is_left_alone(place: Place) -> None:
    brought(row())
    repeal_of()
    assert brought(row(name="名册的写法")) == Brought(waiting=1)
    assert Draft.objects.get().kind == Draft.Kind.REPEAL


def test_a_change_is_a_draft_and_what_stands_is_untouched(place: Place) -> None:
    brought(row(), since=TODAY - 9 * DAY)
    again = brought(row(name="学区划定和调整", explanation=""))
    assert again == Brought(changed=1, unexplained=1)
    assert PowerVersion.objects.get().name == "学区划定"
    written = Draft.objects.get()
    assert (written.name, written.is_imported) == ("学区划定和调整", True)
    assert (written.since, written.written_by) == (None, None)


def test_a_change_holds_from_a_later_day_that_was_named(place: Place) -> None:
    brought(row())
    brought(row(name="学区划定和调整"), since=TODAY + 9 * DAY)
    assert Draft.objects.get().since == TODAY + 9 * DAY


def test_a_corrected_list_rewrites_its_own_draft(place: Place) -> None:
    brought(row())
    brought(row(name="学区划定和调整"))
    assert brought(row(name="学区划定与调整")) == Brought(changed=1)
    assert brought(row(name="学区划定与调整")) == Brought(waiting=1)
    assert [one.name for one in Draft.objects.open()] == ["学区划定与调整"]


def test_an_upload_publishes_nothing(place: Place) -> None:
    editor, other = cast.editors()
    brought(row("SD-002"))
    since = TODAY - 400 * DAY
    found = brought(
        *(row(), row("SD-002", name="改名")), by=editor, since=since, as_drafts=True
    )
    assert found == Brought(new=1, changed=1)
    assert published_codes() == ["SD-002"]
    new = Draft.objects.get(code="SD-001")
    assert (new.since, new.written_by_id) == (since, editor.user)
    again = brought(row(), by=other, since=since, as_drafts=True)
    assert again == Brought(waiting=1)


def test_an_imported_power_without_explanation_may_be_approved(place: Place) -> None:
    by = cast.editors()[0]
    brought(row(explanation=""), by=by, as_drafts=True)
    assert approved(Draft.objects.get()).is_imported


def test_what_was_repealed_comes_back_as_a_draft(place: Place) -> None:
    brought(row(), since=TODAY - 9 * DAY)
    approved(repeal_of())
    assert brought(row(), since=TODAY - 9 * DAY) == Brought(changed=1)
    assert published_codes() == []
    back = Draft.objects.get(state="written")
    first, second = cast.editors()
    at = datetime.now(UTC)
    review(by=first, at=at, draft=back)
    assert approve(by=second, at=at, draft=back).since == TODAY


def test_what_is_to_end_or_to_follow_is_no_change(place: Place) -> None:
    brought(row(), row("SD-002"), since=TODAY - 9 * DAY)
    approved(repeal_of(since=TODAY + 9 * DAY))
    approved(drafted(wish("SD-002", since=TODAY + 9 * DAY)))
    assert brought(row(), row("SD-002")) == Brought(unchanged=2)


def test_what_a_cell_cannot_hold_is_no_change(place: Place) -> None:
    published(
        name="学区划定", explanation="一。\r\n二。 ", category="", basis="", matter=" "
    )
    assert brought(row(explanation="一。\n二。")) == Brought(unchanged=1)


def test_what_the_list_lacks_is_proposed_for_repeal_and_stays(place: Place) -> None:
    brought(row(), row("SD-002"), row("SD-003", holder="县住建局"))
    brought(row("SD-P", holder="县长"))
    assert missing(row()) == ("SD-002",)
    assert missing(row()) == ()
    written = Draft.objects.get()
    assert (written.kind, written.code) == (Draft.Kind.REPEAL, "SD-002")
    assert published_codes() == ["SD-001", "SD-002", "SD-003", "SD-P"]


def test_so_many_are_proposed_at_a_time_as_one_asks_for(place: Place) -> None:
    brought(*(row(f"SD-{number}") for number in range(5)))
    assert missing(row("SD-0"), at_most=3) == ("SD-1", "SD-2", "SD-3")
    assert missing(row("SD-0"), at_most=3) == ("SD-4",)


def test_what_begins_later_is_not_missing_yet(place: Place) -> None:
    brought(row())
    published("SD-002", since=TODAY + DAY)
    assert missing(row()) == ()
