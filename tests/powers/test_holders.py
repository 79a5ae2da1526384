"""Whom a list means: by the name of today, or by one that a body bore before."""

from datetime import timedelta

import pytest

from mingbai.places.models import Body, Place
from mingbai.places.rename_body import rename_body
from mingbai.powers.holders import HolderAmbiguous, Holders
from tests import cast
from tests.moments import NOW, TODAY


def renamed(body: Body, name: str, days_ago: int = 0) -> None:
    rename_body(
        by=cast.administrators()[0],
        at=NOW,
        body=body,
        name=f"试点{name}",
        short_name=name,
        since=TODAY - timedelta(days=days_ago),
    )


def test_a_name_that_nobody_ever_bore_is_nobody(place: Place) -> None:
    renamed(cast.education(), "县教体局")
    assert Holders().find("县文体局") is None
    assert Holders().bodies_in("县文体局职权目录") == set()


def test_a_former_name_of_two_bodies_is_ambiguous(place: Place) -> None:
    renamed(cast.education(), "县文体局", days_ago=9)
    renamed(cast.education(), "县教体局", days_ago=5)
    renamed(cast.housing(), "县文体局", days_ago=4)
    renamed(cast.housing(), "县住建局")
    holders = Holders()
    with pytest.raises(HolderAmbiguous):
        holders.find("县文体局")
    assert len(holders.bodies_in("县文体局职权目录")) == 2


@pytest.mark.parametrize("name", ["县教育局", "试点县教育局"])
def test_a_list_under_a_former_name_finds_the_body(place: Place, name: str) -> None:
    renamed(cast.education(), "县教体局")
    holders = Holders()
    assert holders.find(name) == cast.education()
    assert holders.bodies_in(f"{name}职权目录") == {cast.education()}
    assert holders.find("县教体局") == cast.education()


def test_who_bears_a_name_today_goes_before_who_bore_it(place: Place) -> None:
    renamed(cast.education(), "县教体局", days_ago=5)
    renamed(cast.housing(), "县教育局")
    holders = Holders()
    assert holders.find("县教育局") == cast.housing()
    assert holders.bodies_in("县教育局职权目录") == {cast.housing()}
    assert holders.name_of(cast.housing()) == "县教育局"
