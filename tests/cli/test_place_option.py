"""--place: needed when there are several, and named when it is unknown."""

import argparse

import pytest

from mingbai.cli.place_option import add_place_option, chosen_place
from mingbai.cli.refused import Refused
from mingbai.places.models import Place
from tests.databases.installation import Installation


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_place_option(parser)
    return parser.parse_args(words)


def test_without_any_place_one_must_be_added(bare: Installation) -> None:
    with pytest.raises(Refused, match="add-place"):
        chosen_place(options())


def test_an_unknown_place_is_refused_by_its_slug(place: Place) -> None:
    with pytest.raises(Refused, match="nowhere"):
        chosen_place(options("--place", "nowhere"))


@pytest.mark.postgresql
def test_of_several_one_is_named(place: Place, other_place: Place) -> None:
    with pytest.raises(Refused, match="--place"):
        chosen_place(options())
    assert chosen_place(options("--place", other_place.slug)) == other_place


@pytest.mark.sqlite
def test_the_only_place_needs_no_name(place: Place) -> None:
    assert chosen_place(options()) == place
