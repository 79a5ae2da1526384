"""A place comes into being whole, once, and with an account of it in its ledger."""

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
import time_machine

from mingbai.ledger.models import Opening
from mingbai.places.actors import Citizen, System
from mingbai.places.find_place import place_of_host
from mingbai.places.models import (
    Body,
    CalendarYear,
    Host,
    Person,
    Place,
    Portfolio,
    Post,
    Seat,
    Tenure,
)
from mingbai.places.open_place import HostTaken, OnlyOnePlace, PlaceExists, open_place
from mingbai.places.plan import PlacePlan
from mingbai.places.policy import NotAllowed
from mingbai.places.read_plan import read_plan
from mingbai.places.scoping import within
from tests.databases.installation import Installation
from tests.moments import NOW

BY = System("tests")
COUNTY = Path(__file__).parents[1] / "counties" / "shidian.toml"


@pytest.fixture
def plan() -> PlacePlan:
    return read_plan(COUNTY.read_text(encoding="utf-8"))


def elsewhere(plan: PlacePlan) -> PlacePlan:
    return replace(
        plan, slug="xinxian", origin="mingbai.test/xinxian/log1", hosts=("xinxian",)
    )


def test_nobody_but_the_system_opens_a_place(
    place: Place, plan: PlacePlan, cast: ModuleType
) -> None:
    for by in (cast.administrators()[0], cast.registrar(), Citizen("web")):
        with pytest.raises(NotAllowed):
            open_place(by=by, at=NOW, plan=elsewhere(plan))


def test_a_place_that_exists_is_refused_and_stays(
    place: Place, plan: PlacePlan
) -> None:
    same_slug = replace(plan, origin="mingbai.test/another/log1")
    same_origin = replace(plan, slug="another")
    for again in (same_slug, same_origin):
        with pytest.raises(PlaceExists):
            open_place(by=BY, at=NOW, plan=again)
    place.refresh_from_db()
    assert place.slug == "shidian"


@pytest.mark.sqlite
def test_sqlite_refuses_a_second_place(place: Place, plan: PlacePlan) -> None:
    with pytest.raises(OnlyOnePlace):
        open_place(by=BY, at=NOW, plan=elsewhere(plan))


@pytest.mark.postgresql
def test_a_host_leads_to_one_place(committed: Installation, plan: PlacePlan) -> None:
    with time_machine.travel(NOW, tick=False), pytest.raises(HostTaken):
        open_place(
            by=BY, at=NOW, plan=replace(elsewhere(plan), hosts=("new", "testserver"))
        )
    assert not Host.objects.filter(name="new").exists()


@pytest.mark.postgresql
def test_a_second_place_has_rows_of_its_own(
    committed: Installation, plan: PlacePlan
) -> None:
    with time_machine.travel(NOW, tick=False):
        opened = open_place(by=BY, at=NOW, plan=elsewhere(plan))
    with within(opened):
        assert Body.objects.count() == len(plan.bodies)
        assert not CalendarYear.objects.exists()
    with within(committed.place):
        assert Body.objects.count() == len(plan.bodies)


def test_a_plan_becomes_a_place(bare: Installation, plan: PlacePlan) -> None:
    assert place_of_host("testserver") is None
    with time_machine.travel(NOW, tick=False):
        opened = open_place(by=BY, at=NOW, plan=plan)
    assert place_of_host("testserver") == opened
    assert opened.pine == plan.theme.pine
    assert opened.commission_telephone == "12388"
    with within(opened):
        assert Body.objects.get(slug="jiaoyuju").parent == Body.objects.get(
            slug="zhengfu"
        )
        assert Post.objects.count() == Seat.objects.count() == len(plan.posts)
        assert Person.objects.count() == Tenure.objects.count() == len(plan.persons)
        assert Portfolio.objects.count() == sum(len(post.leads) for post in plan.posts)
        events = Opening.objects.filter(log=opened.pk)
        assert events.filter(name="place.opened").count() == 1
        assert events.filter(name="body.founded").count() == len(plan.bodies)


def test_bodies_may_stand_in_any_order(bare: Installation, plan: PlacePlan) -> None:
    backwards = replace(plan, bodies=tuple(reversed(plan.bodies)))
    with time_machine.travel(NOW, tick=False):
        opened = open_place(by=BY, at=NOW, plan=backwards)
    with within(opened):
        assert Body.objects.count() == len(plan.bodies)


def test_one_name_in_two_entries_is_one_person(
    bare: Installation, plan: PlacePlan
) -> None:
    moved = replace(
        plan.persons[0], post="xianzhang", since=plan.persons[0].since, until=None
    )
    kept = (plan.persons[0], moved, *plan.persons[2:])
    with time_machine.travel(NOW, tick=False):
        opened = open_place(by=BY, at=NOW, plan=replace(plan, persons=kept))
    with within(opened):
        assert Person.objects.get(name="赵一平").tenures.count() == 2


def test_a_fault_half_way_leaves_nothing(bare: Installation, plan: PlacePlan) -> None:
    twice = replace(plan, posts=(*plan.posts, plan.posts[0]))
    with time_machine.travel(NOW, tick=False), pytest.raises(Exception, match="shuji"):
        open_place(by=BY, at=NOW, plan=twice)
    assert not Place.objects.exists()
    assert not Host.objects.exists()
