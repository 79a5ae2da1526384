"""The cast of the tests is what the tests believe it to be."""

import pytest

from mingbai.places.models import Body, Place
from mingbai.places.scoping import within
from tests import cast
from tests.databases.installation import Installation


def test_an_outsider_holds_no_duty(place: Place) -> None:
    assert cast.outsider().duties == frozenset()


def test_each_duty_of_the_county_is_held(place: Place) -> None:
    assert cast.registrar().has("registrar")
    assert cast.supervisor().has("supervisor")
    assert cast.leader().has("leader")
    assert cast.officer().answers_for(cast.education().pk)
    assert cast.other_officer().answers_for(cast.housing().pk)
    assert all(each.has("administrator") for each in cast.administrators())


@pytest.mark.parametrize("run", ["first", "second"])
def test_what_one_test_commits_the_next_does_not_see(
    committed: Installation, run: str
) -> None:
    with within(committed.place):
        assert not Body.objects.filter(telephone="0000").exists()
        Body.objects.update(telephone="0000")


def test_a_bare_copy_has_no_place(bare: Installation) -> None:
    assert not Place.objects.exists()
