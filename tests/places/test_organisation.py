"""Bodies, posts, people: what a place is made of, and what it refuses."""

from datetime import date, timedelta
from types import ModuleType

import pytest

from mingbai.ledger.models import Opening
from mingbai.places.actors import System
from mingbai.places.appoint import PostIsHeld, appoint
from mingbai.places.create_post import PostExists, create_post
from mingbai.places.found_body import BodyExists, found_body
from mingbai.places.give_portfolio import LeadsAlready, give_portfolio
from mingbai.places.leave_post import EndedAlready
from mingbai.places.leave_seat import leave_seat
from mingbai.places.models import Body, Person, Place, Post, Seat
from mingbai.places.name_person import NameMissing, name_person
from mingbai.places.policy import NotAllowed
from mingbai.places.rank_seat import rank_seat
from mingbai.places.seat import SeatIsTaken, seat
from mingbai.places.spans import EndsBeforeItBegins
from tests.moments import NOW, OPENED_ON, TODAY

BY = System("tests")


def last_event(name: str) -> bytes:
    """What the newest event of that name says, as the ledger keeps it."""
    content = Opening.objects.filter(name=name).latest("leaf__id").content
    assert content is not None
    return bytes(content)


@pytest.fixture
def person(place: Place) -> Person:
    return name_person(by=BY, at=NOW, name="何新任")


@pytest.fixture
def vacant(place: Place, cast: ModuleType) -> Post:
    return create_post(
        by=BY,
        at=NOW,
        slug="fujuzhang",
        name="教育局副局长",
        short_name="教育局副局长",
        body=cast.education(),
    )


# Bodies and posts


def test_who_is_no_administrator_founds_no_body(place: Place, cast: ModuleType) -> None:
    with pytest.raises(NotAllowed):
        found_body(
            by=cast.registrar(),
            at=NOW,
            slug="minzhengju",
            name="试点县民政局",
            short_name="县民政局",
            kind="unit",
        )


@pytest.mark.parametrize(
    ("slug", "short_name"), [("jiaoyuju", "另一个局"), ("minzhengju", "县教育局")]
)
def test_a_slug_or_short_name_belongs_to_one_body(
    place: Place, slug: str, short_name: str
) -> None:
    with pytest.raises(BodyExists):
        found_body(
            by=BY, at=NOW, slug=slug, name="某局", short_name=short_name, kind="unit"
        )


def test_a_body_of_unknown_kind_is_refused(place: Place) -> None:
    with pytest.raises(ValueError, match="club"):
        found_body(
            by=BY, at=NOW, slug="julebu", name="某", short_name="某", kind="club"
        )


def test_a_body_stands_below_its_parent_and_in_the_ledger(
    place: Place, cast: ModuleType
) -> None:
    body = found_body(
        by=BY,
        at=NOW,
        slug="minzhengju",
        name="试点县民政局",
        short_name="县民政局",
        kind="unit",
        parent=cast.body("zhengfu"),
    )
    assert Body.objects.get(slug="minzhengju").parent == cast.body("zhengfu")
    assert body.place_id == place.pk
    assert b'"parent":"zhengfu"' in last_event("body.founded")


def test_a_slug_or_short_name_belongs_to_one_post(place: Place, vacant: Post) -> None:
    with pytest.raises(PostExists):
        create_post(
            by=BY,
            at=NOW,
            slug="fujuzhang",
            name="别的",
            short_name="别的",
            body=vacant.body,
        )


# Who holds a post


def test_a_person_has_a_name(place: Place) -> None:
    with pytest.raises(NameMissing):
        name_person(by=BY, at=NOW, name="  ")


def test_a_post_has_one_holder_at_a_time(
    place: Place, person: Person, cast: ModuleType
) -> None:
    with pytest.raises(PostIsHeld) as refused:
        appoint(by=BY, at=NOW, post=cast.post("shuji"), person=person, since=TODAY)
    assert refused.value.since == cast.post("shuji").tenures.get().since


def test_a_holder_of_one_shared_day_is_in_the_way(vacant: Post, person: Person) -> None:
    day = date(2026, 9, 30)
    appoint(by=BY, at=NOW, post=vacant, person=person, since=TODAY, until=day)
    other = name_person(by=BY, at=NOW, name="高接任")
    with pytest.raises(PostIsHeld):
        appoint(by=BY, at=NOW, post=vacant, person=other, since=day)


def test_nobody_holds_one_post_twice_even_a_shared_one(
    vacant: Post, person: Person
) -> None:
    appoint(by=BY, at=NOW, post=vacant, person=person, since=TODAY, shared=True)
    with pytest.raises(PostIsHeld):
        appoint(by=BY, at=NOW, post=vacant, person=person, since=TODAY, shared=True)


def test_a_tenure_does_not_end_before_it_begins(vacant: Post, person: Person) -> None:
    with pytest.raises(EndsBeforeItBegins):
        appoint(by=BY, at=NOW, post=vacant, person=person, since=TODAY, until=OPENED_ON)


def test_a_successor_begins_the_day_after(vacant: Post, person: Person) -> None:
    last = date(2026, 9, 30)
    appoint(by=BY, at=NOW, post=vacant, person=person, since=TODAY, until=last)
    other = name_person(by=BY, at=NOW, name="高接任")
    appoint(by=BY, at=NOW, post=vacant, person=other, since=date(2026, 10, 1))
    holders = vacant.tenures.on(last)
    assert [one.person for one in holders] == [person]
    assert "高接任".encode() in last_event("post.filled")


def test_two_share_a_post_when_it_is_said(vacant: Post, person: Person) -> None:
    appoint(by=BY, at=NOW, post=vacant, person=person, since=TODAY, shared=True)
    other = name_person(by=BY, at=NOW, name="高接任")
    appoint(by=BY, at=NOW, post=vacant, person=other, since=TODAY, shared=True)
    assert vacant.tenures.on(TODAY).count() == 2


# What a post leads, and where it sits


def test_a_post_leads_a_body_once_at_a_time(place: Place, cast: ModuleType) -> None:
    with pytest.raises(LeadsAlready):
        give_portfolio(
            by=BY,
            at=NOW,
            post=cast.post("fuxianzhang"),
            body=cast.education(),
            since=TODAY,
        )


def test_two_posts_may_lead_one_body(place: Place, cast: ModuleType) -> None:
    give_portfolio(
        by=BY, at=NOW, post=cast.post("xianzhang"), body=cast.education(), since=TODAY
    )
    assert cast.education().led_by.on(TODAY).count() == 2
    assert b'"post":"xianzhang"' in last_event("portfolio.given")


@pytest.fixture
def seated(vacant: Post) -> Seat:
    return seat(by=BY, at=NOW, body=vacant.body, post=vacant, rank=7)


def test_a_rank_in_a_leading_group_has_no_ties(seated: Seat, cast: ModuleType) -> None:
    with pytest.raises(SeatIsTaken):
        seat(by=BY, at=NOW, body=seated.body, post=cast.post("xianzhang"), rank=7)


def test_a_post_sits_in_a_group_once(seated: Seat) -> None:
    with pytest.raises(SeatIsTaken):
        seat(by=BY, at=NOW, body=seated.body, post=seated.post, rank=8)


def test_a_seat_is_left_once(seated: Seat) -> None:
    leave_seat(by=BY, at=NOW, seat=seated, until=TODAY)
    with pytest.raises(EndedAlready):
        leave_seat(by=BY, at=NOW, seat=seated, until=TODAY)


def test_who_is_no_administrator_changes_no_seat(
    seated: Seat, cast: ModuleType
) -> None:
    with pytest.raises(NotAllowed):
        leave_seat(by=cast.registrar(), at=NOW, seat=seated, until=TODAY)
    with pytest.raises(NotAllowed):
        rank_seat(by=cast.registrar(), at=NOW, seat=seated, rank=1)


def test_a_seat_that_was_left_has_no_rank_to_change(seated: Seat) -> None:
    leave_seat(by=BY, at=NOW, seat=seated, until=TODAY - timedelta(days=1))
    with pytest.raises(EndedAlready):
        rank_seat(by=BY, at=NOW, seat=seated, rank=1)


def test_a_post_that_still_sits_is_not_seated_again(seated: Seat) -> None:
    leave_seat(by=BY, at=NOW, seat=seated, until=TODAY)
    with pytest.raises(SeatIsTaken):
        seat(by=BY, at=NOW, body=seated.body, post=seated.post, rank=8)


def test_a_post_that_has_left_may_come_again_to_its_rank(seated: Seat) -> None:
    until = TODAY - timedelta(days=1)
    leave_seat(by=BY, at=NOW, seat=seated, until=until)
    assert b'"until":"' + until.isoformat().encode() in last_event("seat.left")
    again = seat(by=BY, at=NOW, body=seated.body, post=seated.post, rank=7)
    sitting = Seat.objects.filter(post=seated.post)
    assert list(sitting.on(TODAY)) == [again]
    assert set(sitting.on(until)) == {seated, again}


def test_whoever_has_the_rank_takes_the_one_that_gets_free(
    seated: Seat, cast: ModuleType
) -> None:
    post = cast.post("xianzhang")
    other = seat(by=BY, at=NOW, body=seated.body, post=post, rank=3)
    rank_seat(by=BY, at=NOW, seat=seated, rank=3)
    ranks = dict(seated.body.seats.values_list("pk", "rank"))
    assert (ranks[seated.pk], ranks[other.pk]) == (3, 7)
    assert b'"before":7' in last_event("seat.ranked")
    rank_seat(by=BY, at=NOW, seat=seated, rank=3)
    assert dict(seated.body.seats.values_list("pk", "rank")) == ranks


def test_who_has_left_the_committee_s_group_is_a_leader_no_more(
    place: Place, cast: ModuleType
) -> None:
    left = Seat.objects.get(post=cast.post("fuxianzhang"))
    leave_seat(by=BY, at=NOW, seat=left, until=TODAY)
    assert left.post in Post.objects.leaders(on=TODAY)
    assert left.post not in Post.objects.leaders(on=TODAY + timedelta(days=1))


def test_a_post_may_sit_in_two_groups(seated: Seat, cast: ModuleType) -> None:
    given = seat(by=BY, at=NOW, body=cast.housing(), post=seated.post, rank=9)
    assert list(seated.post.seats.all()) == [seated, given]
    assert b'"rank":9' in last_event("seat.given")
