"""What happened is committed to, and only its opening tells what it was."""

import json
from datetime import timedelta

import pytest

from mingbai.ledger.clock import NotNow
from mingbai.ledger.models import Leaf, Opening
from mingbai.ledger.record import JSON, NotRecordable, record
from mingbai.lib.commitment import NotCanonical, commit_document
from mingbai.places.models import Place
from tests.moments import NOW


@pytest.mark.parametrize(
    "name",
    ["", "letter", "letter.", "Letter.routed", "letter routed", "letter.routed.x"],
)
def test_an_event_without_a_proper_name_is_refused(place: Place, name: str) -> None:
    with pytest.raises(NotRecordable):
        record(log=place.pk, name=name, facts={}, at=NOW)


@pytest.mark.parametrize("kind", [Leaf.Kind.INTAKE, Leaf.Kind.IMPORTED])
def test_a_numbered_leaf_can_not_be_recorded(place: Place, kind: Leaf.Kind) -> None:
    with pytest.raises(NotRecordable):
        record(log=place.pk, name="letter.registered", facts={}, at=NOW, kind=kind)


@pytest.mark.parametrize("fact", ["event", "at", "entered"])
def test_facts_can_not_take_our_names(place: Place, fact: str) -> None:
    with pytest.raises(NotRecordable):
        record(log=place.pk, name="letter.routed", facts={fact: "x"}, at=NOW)


@pytest.mark.parametrize(
    "facts",
    [{}, {"object": "power/1"}, {"object": "", "version": 1}, {"version": 1}]
    + [{"object": "power/1", "version": version} for version in ("1", True, None)],
)
def test_a_public_leaf_names_its_object_and_version(
    place: Place, facts: dict[str, JSON]
) -> None:
    with pytest.raises(NotRecordable):
        record(
            log=place.pk,
            name="power.published",
            facts=facts,
            at=NOW,
            kind=Leaf.Kind.PUBLIC,
        )


def test_a_fact_with_two_spellings_is_refused(place: Place) -> None:
    facts: dict[str, JSON] = {"share": 0.5}  # type: ignore[dict-item]  # refused
    with pytest.raises(NotCanonical):
        record(log=place.pk, name="letter.routed", facts=facts, at=NOW)


def test_a_back_dated_event_is_refused(place: Place) -> None:
    before = Leaf.objects.count()
    with pytest.raises(NotNow):
        record(
            log=place.pk, name="letter.routed", facts={}, at=NOW - timedelta(hours=1)
        )
    assert Leaf.objects.count() == before


def test_a_late_event_says_so_for_ever(place: Place) -> None:
    hour_ago = NOW - timedelta(hours=1)
    leaf = record(
        log=place.pk, name="letter.routed", facts={}, at=hour_ago, is_late=True
    )
    assert leaf.is_late
    assert leaf.entered_at == NOW
    assert leaf.opening.stated == {
        "event": "letter.routed",
        "at": hour_ago.isoformat(),
        "entered": NOW.isoformat(),
    }


def test_the_opening_opens_the_leaf(place: Place) -> None:
    leaf = record(
        log=place.pk, name="letter.routed", facts={"to": "教育局", "n": 1}, at=NOW
    )
    opening = Opening.objects.get(leaf=leaf)
    assert opening.salt is not None
    assert opening.content is not None
    salt, content = bytes(opening.salt), bytes(opening.content)
    assert json.loads(content) == {
        "event": "letter.routed",
        "at": NOW.isoformat(),
        "to": "教育局",
        "n": 1,
    }
    assert commit_document(salt, content) == bytes(leaf.commitment)


def test_equal_events_have_unequal_leaves(place: Place) -> None:
    leaves = [
        record(log=place.pk, name="letter.routed", facts={"n": 1}, at=NOW)
        for _ in range(2)
    ]
    assert bytes(leaves[0].commitment) != bytes(leaves[1].commitment)
