"""More time: asked for before the due day, once, with a reason; another one rules."""

from dataclasses import replace
from datetime import date, timedelta
from types import ModuleType

import pytest
import time_machine

from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind
from mingbai.letters.ask_extension import (
    AskedBefore,
    NoReason,
    TooLate,
    TooManyDays,
    ask_extension,
)
from mingbai.letters.change import ChangedMeanwhile, NotNow
from mingbai.letters.limits import limits_of
from mingbai.letters.models import Extension, Letter, Notice
from mingbai.letters.reply import reply
from mingbai.letters.rule_extension import rule_extension
from mingbai.letters.set_limits import set_limits
from mingbai.letters.tally import asked_for, figures
from mingbai.places.actors import Officer
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import (
    ANSWER,
    facts,
    now,
    stands,
    told,
    with_education,
)
from tests.moments import OPENED_ON, TODAY
from tests.written import send

WHY = "电缆要等厂家发货。"


def asked(cast: ModuleType, letter: Letter, days: int = 3) -> Extension:
    return ask_extension(
        by=cast.officer(), at=now(), letter=letter, days=days, reason=WHY
    )


def rule(by: Officer, letter: Letter, *, granted: bool) -> None:
    rule_extension(by=by, at=now(), letter=letter, granted=granted, reason="情况属实。")


def test_only_the_officer_of_the_body_asks(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    for by in (
        *(cast.registrar(), cast.other_officer(), cast.supervisor(), cast.leader()),
        cast.outsider(),
    ):
        with pytest.raises(NotAllowed):
            ask_extension(by=by, at=now(), letter=letter, days=3, reason=WHY)
    assert not Extension.objects.exists()


def test_the_office_prolongs_nothing_for_itself(place: Place, cast: ModuleType) -> None:
    with pytest.raises(NotAllowed):
        asked(cast, send())


def test_after_the_due_day_nothing_is_asked_for(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = with_education()
    clock.shift(timedelta(days=(stands(letter).due_on - TODAY).days))
    last_moment = now().replace(hour=15, minute=59)
    clock.move_to(last_moment + timedelta(minutes=1))
    with pytest.raises(TooLate):
        asked(cast, letter)
    clock.move_to(last_moment)
    assert asked(cast, letter).days == 3


@pytest.mark.parametrize("days", [-1, 0, 6])
def test_no_more_days_than_the_kind_allows(
    place: Place, cast: ModuleType, days: int
) -> None:
    with pytest.raises(TooManyDays) as refused:
        asked(cast, with_education(), days)
    assert refused.value.days == 5


def test_the_limits_of_the_place_hold_over_ours(place: Place, cast: ModuleType) -> None:
    limits = replace(limits_of(Letter.Kind.ASK), extension_days=2)
    set_limits(
        by=cast.administrators()[0], at=now(), kind=Letter.Kind.ASK, limits=limits
    )
    letter = with_education()
    with pytest.raises(TooManyDays):
        asked(cast, letter, 3)
    assert asked(cast, letter, 2).days == 2


def test_an_extension_without_a_reason_is_refused(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    with pytest.raises(NoReason):
        ask_extension(by=cast.officer(), at=now(), letter=letter, days=3, reason=" \n")
    asked(cast, letter)
    with pytest.raises(NoReason):
        rule_extension(
            by=cast.registrar(), at=now(), letter=letter, granted=True, reason=""
        )


def test_more_time_is_asked_for_once(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    asked(cast, letter)
    with pytest.raises(AskedBefore):
        asked(cast, letter)
    rule(cast.supervisor(), letter, granted=True)
    with pytest.raises(AskedBefore):
        asked(cast, letter)


def test_whoever_asked_does_not_rule(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user("wangdengji"),
        kind=DutyKind.OFFICER,
        body=cast.education(),
        since=OPENED_ON,
    )
    registrar_too = cast.registrar()
    ask_extension(by=registrar_too, at=now(), letter=letter, days=3, reason=WHY)
    with pytest.raises(NotAllowed):
        rule(registrar_too, letter, granted=True)
    rule(cast.supervisor(), letter, granted=True)


def test_neither_officer_nor_leader_rules(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    asked(cast, letter)
    for by in (cast.officer(), cast.other_officer(), cast.leader(), cast.outsider()):
        with pytest.raises(NotAllowed):
            rule(by, letter, granted=True)


def test_what_nobody_asked_for_is_not_ruled(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    with pytest.raises(NotNow):
        rule(cast.registrar(), letter, granted=True)


def test_a_ruling_is_given_once(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    asked(cast, letter)
    rule(cast.registrar(), letter, granted=False)
    with pytest.raises(NotNow):
        rule(cast.supervisor(), letter, granted=True)


def test_what_changed_meanwhile_is_not_extended(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    seen = stands(letter).version
    asked(cast, letter)
    with pytest.raises(ChangedMeanwhile):
        rule_extension(
            by=cast.registrar(),
            at=now(),
            letter=letter,
            granted=True,
            reason="可以。",
            seen=seen,
        )


def test_asking_moves_no_day(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    before = stands(letter).due_on
    asked(cast, letter)
    assert stands(letter).due_on == before
    event = told(letter, "extension_asked")
    assert (event.note.text, event.note.is_for_writer) == (WHY, True)
    assert facts(letter, "extension_asked")["days"] == 3
    assert asked_for()["extension"] == 1


def test_granted_days_are_counted_from_the_due_day(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    assert stands(letter).due_on == date(2026, 9, 30)
    asked(cast, letter)
    rule(cast.registrar(), letter, granted=True)
    # National Day is no working day, Saturday 10 October is.
    assert stands(letter).due_on == date(2026, 10, 10)
    event = told(letter, "extended")
    assert (event.due_on, event.note.is_for_writer) == (date(2026, 10, 10), True)
    assert facts(letter, "extended")["from"] == "2026-09-30"
    assert asked_for()["extension"] == 0
    assert figures(today=TODAY).extended == 1
    notice = Notice.objects.get(letter=letter, kind=Notice.Kind.RULED)
    assert notice.user == cast.user("lizhuren")


def test_a_refusal_is_told_and_moves_no_day(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    before = stands(letter).due_on
    asked(cast, letter)
    rule(cast.supervisor(), letter, granted=False)
    assert stands(letter).due_on == before
    assert told(letter, "extension_refused").note.is_for_writer
    assert Extension.objects.get(letter=letter).ruled_by == cast.user("zhangducha")
    assert (asked_for()["extension"], figures(today=TODAY).extended) == (0, 0)


def test_an_answer_drops_what_still_waits_for_a_ruling(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    asked(cast, letter)
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    assert Extension.objects.get(letter=letter).ruling == "dropped"
    assert asked_for()["extension"] == 0
    with pytest.raises(NotNow):
        rule(cast.registrar(), letter, granted=True)
