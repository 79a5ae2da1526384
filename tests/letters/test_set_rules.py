"""Limits and practice are set by administrators, and every change is on record."""

from dataclasses import replace
from types import ModuleType

import pytest

from mingbai.ledger.models import Opening
from mingbai.letters.limits import DEFAULTS, limits_of
from mingbai.letters.models import Letter, Practice, TimeLimit
from mingbai.letters.reply import wants_approval
from mingbai.letters.set_limits import BadLimits, set_limits
from mingbai.letters.set_practice import set_practice
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import now, stands, with_education
from tests.written import draft

ASK = DEFAULTS[Letter.Kind.ASK]


def test_only_an_administrator_sets_rules(place: Place, cast: ModuleType) -> None:
    for by in (cast.registrar(), cast.officer(), cast.supervisor(), cast.leader()):
        with pytest.raises(NotAllowed):
            set_limits(by=by, at=now(), kind="ask", limits=ASK)
        with pytest.raises(NotAllowed):
            set_practice(by=by, at=now(), body=cast.education(), wants_approval=True)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("body_days", 0),
        ("direct_days", 0),
        ("return_days", -1),
        ("receipt_days", 0),
        ("body_days", 251),
        ("interim_days", 0),
    ],
)
def test_limits_that_cannot_be_are_refused(
    place: Place, cast: ModuleType, name: str, days: int
) -> None:
    with pytest.raises(BadLimits) as refusal:
        set_limits(
            by=cast.administrators()[0],
            at=now(),
            kind="ask",
            limits=replace(ASK, **{name: days}),
        )
    assert refusal.value.fields == [name]
    assert not TimeLimit.objects.exists()


def test_disclosure_has_no_longer_than_the_law_gives(
    place: Place, cast: ModuleType
) -> None:
    longer = replace(DEFAULTS[Letter.Kind.DISCLOSE], body_days=21)
    with pytest.raises(BadLimits):
        set_limits(
            by=cast.administrators()[0], at=now(), kind="disclose", limits=longer
        )


def test_a_kind_that_does_not_exist_has_no_limits(
    place: Place, cast: ModuleType
) -> None:
    with pytest.raises(ValueError, match="praise"):
        set_limits(by=cast.administrators()[0], at=now(), kind="praise", limits=ASK)


def test_new_limits_hold_from_now_on_and_are_on_record(
    place: Place, cast: ModuleType
) -> None:
    before = with_education(draft(kind="complain"))
    due = stands(before).due_on
    shorter = replace(DEFAULTS[Letter.Kind.COMPLAIN], body_days=7, interim_days=None)
    set_limits(by=cast.administrators()[0], at=now(), kind="complain", limits=shorter)
    assert limits_of("complain") == shorter
    assert stands(before).due_on == due
    assert stands(with_education(draft(kind="complain"))).due_on < due
    stated = Opening.objects.get(name="limits.set").stated or {}
    assert (stated["kind"], stated["body_days"], stated["interim_days"]) == (
        "complain",
        7,
        None,
    )


def test_the_same_limits_again_are_no_change(place: Place, cast: ModuleType) -> None:
    set_limits(by=cast.administrators()[0], at=now(), kind="ask", limits=ASK)
    assert not TimeLimit.objects.exists()
    assert not Opening.objects.filter(name="limits.set").exists()


def test_a_body_has_its_answers_approved_or_not(place: Place, cast: ModuleType) -> None:
    education = cast.education()
    for wanted in (True, True, False):
        set_practice(
            by=cast.administrators()[0],
            at=now(),
            body=education,
            wants_approval=wanted,
        )
        assert wants_approval(education) is wanted
    assert Practice.objects.filter(body=education).count() == 1
    assert Opening.objects.filter(name="practice.set").count() == 2
