"""Powers of a body that goes into another: drafted, never moved by one person."""

from datetime import date, timedelta

import pytest

from mingbai.places.merge_body import merge_body
from mingbai.places.models import Body, Place
from mingbai.places.policy import NotAllowed
from mingbai.places.seat import seat
from mingbai.powers.models import Draft, PowerVersion
from mingbai.powers.move_powers import move_powers
from tests import cast
from tests.moments import NOW, TODAY
from tests.powers.drafting import approved, drafted, wish
from tests.powers.publishing import published, unexplained

BEFORE = TODAY - timedelta(days=30)


def merged(on: date = TODAY) -> Body:
    """The education bureau, part of the housing bureau from that day."""
    body = cast.education()
    by = cast.administrators()[0]
    merge_body(by=by, at=NOW, body=body, into=cast.housing(), on=on)
    return body


def moved(body: Body) -> tuple[str, ...]:
    by = cast.editors()[0]
    return move_powers(by=by, at=NOW, body=body, into=cast.housing())


def test_an_officer_of_one_of_the_two_bodies_moves_nothing(place: Place) -> None:
    published(since=BEFORE)
    with pytest.raises(NotAllowed):
        move_powers(
            by=cast.officer(), at=NOW, body=cast.education(), into=cast.housing()
        )
    assert not Draft.objects.exists()


def test_each_power_gets_a_draft_that_changes_its_holder_alone(place: Place) -> None:
    before = published(since=BEFORE)
    published("ZJ-1", holder=cast.housing(), since=BEFORE)
    assert moved(merged()) == ("SD-001",)
    written = Draft.objects.get()
    assert written.holder == cast.housing()
    assert written.statement.texts() == before.statement.texts()
    assert PowerVersion.objects.get(power__code="SD-001").holder == cast.education()


def test_what_another_draft_waits_about_is_left_to_it(place: Place) -> None:
    published(since=BEFORE)
    published("SD-002", name="学籍管理", since=BEFORE)
    drafted(wish("SD-001"))
    body = merged()
    assert moved(body) == ("SD-002",)
    assert moved(body) == ()


def test_a_merger_ahead_names_its_day(place: Place) -> None:
    published(since=BEFORE)
    ahead = TODAY + timedelta(days=20)
    moved(merged(on=ahead))
    assert Draft.objects.get().since == ahead


def test_a_post_that_sits_elsewhere_too_keeps_its_powers(place: Place) -> None:
    post = cast.post("jiaoyu-juzhang")
    published("JZ-1", name="局务会召集", holder=post, since=BEFORE)
    seat(
        by=cast.administrators()[0],
        at=NOW,
        body=cast.body("xianwei"),
        post=post,
        rank=9,
    )
    assert moved(merged()) == ()


def test_the_repeal_of_what_its_posts_hold_is_proposed(place: Place) -> None:
    published(since=BEFORE)
    post = cast.post("jiaoyu-juzhang")
    other = cast.post("fuxianzhang")
    before = published("JZ-1", name="局务会召集", holder=post, since=BEFORE)
    published("XZ-1", name="分管教育", holder=other, since=BEFORE)
    ahead = TODAY + timedelta(days=20)
    assert moved(merged(on=ahead)) == ("JZ-1", "SD-001")
    written = Draft.objects.get(code="JZ-1")
    assert (written.kind, written.since) == (Draft.Kind.REPEAL, ahead)
    assert approved(written) == before
    before.refresh_from_db()
    assert before.until == ahead - timedelta(days=1)


def test_an_unexplained_power_moves_as_it_is(place: Place) -> None:
    unexplained("SD-001", since=BEFORE)
    moved(merged())
    assert approved(Draft.objects.get()).holder == cast.housing()
