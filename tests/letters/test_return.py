"""Not ours: said in time and once, ruled by somebody else, and then it holds."""

from datetime import date, timedelta
from types import ModuleType

import pytest
import time_machine

from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind
from mingbai.letters.ask_extension import AskedBefore, NoReason, ask_extension
from mingbai.letters.change import ChangedMeanwhile, NotNow
from mingbai.letters.in_charge import NobodyInCharge
from mingbai.letters.limits import limits_of
from mingbai.letters.merge import merge
from mingbai.letters.models import Extension, Letter, Notice
from mingbai.letters.return_letter import (
    ProposesItself,
    ReturnedTooLate,
    RuledAlready,
    return_letter,
    return_until,
)
from mingbai.letters.rule_return import OtherBodyWanted, rule_return
from mingbai.letters.tally import asked_for, figures
from mingbai.places.days import working_calendar
from mingbai.places.models import Body, Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import facts, now, stands, told, with_education
from tests.moments import OPENED_ON, TODAY
from tests.written import draft, send

WHY = "路灯由住建局管养，不属教育局职责。"


def returned(cast: ModuleType, proposed: Body | None = None) -> Letter:
    letter = with_education(draft(kind="complain"))
    return_letter(
        by=cast.officer(), at=now(), letter=letter, reason=WHY, proposed=proposed
    )
    return letter


def uphold(cast: ModuleType, letter: Letter, body: Body | None) -> None:
    rule_return(
        by=cast.registrar(),
        at=now(),
        letter=letter,
        upheld=True,
        body=body,
        reason="情况属实。",
    )


def send_again(cast: ModuleType, letter: Letter) -> None:
    rule_return(
        by=cast.registrar(), at=now(), letter=letter, upheld=False, reason="属你局。"
    )


def test_only_the_officer_of_the_body_returns_it(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    for by in (cast.registrar(), cast.other_officer(), cast.supervisor()):
        with pytest.raises(NotAllowed):
            return_letter(by=by, at=now(), letter=letter, reason=WHY)


def test_nothing_is_returned_without_a_reason(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    with pytest.raises(NoReason):
        return_letter(by=cast.officer(), at=now(), letter=letter, reason="　")


def test_whoever_returns_it_proposes_another_body(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    with pytest.raises(ProposesItself):
        return_letter(
            by=cast.officer(),
            at=now(),
            letter=letter,
            reason=WHY,
            proposed=cast.education(),
        )


def test_after_the_limit_nothing_is_returned(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = with_education(draft(kind="complain"))
    days = limits_of(letter.kind).return_days
    last = working_calendar().add_working_days(TODAY, days).day
    clock.shift(last - TODAY + timedelta(days=1))
    with pytest.raises(ReturnedTooLate):
        return_letter(by=cast.officer(), at=now(), letter=letter, reason=WHY)
    clock.shift(-timedelta(days=1))
    return_letter(by=cast.officer(), at=now(), letter=letter, reason=WHY)


def test_a_letter_is_not_returned_twice_at_once(place: Place, cast: ModuleType) -> None:
    letter = returned(cast)
    with pytest.raises(NotNow):
        return_letter(by=cast.officer(), at=now(), letter=letter, reason=WHY)


def test_a_return_is_the_registrars_to_see_and_the_clock_runs(
    place: Place, cast: ModuleType
) -> None:
    letter = returned(cast, cast.housing())
    handling = stands(letter)
    assert (handling.state, handling.body) == ("returned", cast.education())
    assert handling.due_on == letter.due_on
    event = told(letter, "returned")
    assert (event.to_body, event.note.text) == (cast.housing(), WHY)
    assert event.note.is_for_writer
    assert facts(letter, "returned")["proposed"] == "zhujianju"
    assert figures(today=TODAY).returned == 1


def test_whoever_returned_it_does_not_rule(place: Place, cast: ModuleType) -> None:
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user("lizhuren"),
        kind=DutyKind.REGISTRAR,
        since=OPENED_ON,
    )
    letter = returned(cast)
    for by in (cast.officer(), cast.other_officer(), cast.supervisor()):
        with pytest.raises(NotAllowed):
            rule_return(by=by, at=now(), letter=letter, upheld=False, reason="属你局。")


def test_what_nobody_returned_is_not_ruled_upon(place: Place, cast: ModuleType) -> None:
    for letter in (send(), with_education()):
        with pytest.raises(NotNow):
            send_again(cast, letter)


def test_a_ruling_says_why(place: Place, cast: ModuleType) -> None:
    letter = returned(cast)
    with pytest.raises(NoReason):
        rule_return(
            by=cast.registrar(), at=now(), letter=letter, upheld=False, reason=""
        )


def test_an_upheld_return_goes_to_another_body(place: Place, cast: ModuleType) -> None:
    letter = returned(cast)
    for body in (None, cast.education()):
        with pytest.raises(OtherBodyWanted):
            uphold(cast, letter, body)
    with pytest.raises(NobodyInCharge):
        uphold(cast, letter, cast.body("xianweiban"))
    assert stands(letter).state == "returned"


def test_nobody_rules_on_an_old_page(place: Place, cast: ModuleType) -> None:
    letter = returned(cast)
    seen = stands(letter).version
    send_again(cast, letter)
    with pytest.raises(ChangedMeanwhile):
        rule_return(
            by=cast.registrar(),
            at=now(),
            letter=letter,
            upheld=False,
            reason="属你局。",
            seen=seen,
        )


def test_a_refused_return_comes_back_and_cannot_be_returned_again(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = returned(cast)
    clock.shift(timedelta(days=1))
    send_again(cast, letter)
    handling = stands(letter)
    assert (handling.state, handling.officer) == ("routed", cast.user("lizhuren"))
    assert handling.due_on <= letter.due_on
    assert told(letter, "sent_again").note.text == "属你局。"
    assert Notice.objects.filter(user__login="lizhuren", kind="ruled").exists()
    with pytest.raises(RuledAlready):
        return_letter(by=cast.officer(), at=now(), letter=letter, reason=WHY)


def test_an_upheld_return_moves_on_never_later_than_promised(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = returned(cast, cast.housing())
    clock.shift(timedelta(days=3))
    uphold(cast, letter, cast.housing())
    handling = stands(letter)
    assert (handling.state, handling.body) == ("routed", cast.housing())
    assert handling.due_on == letter.due_on
    assert facts(letter, "reassigned")["body"] == "zhujianju"
    assert Notice.objects.filter(user__login="zhoukezhang", kind="assigned").exists()
    # To whom it is none of theirs any more a notice would lead nowhere.
    assert not Notice.objects.filter(user__login="lizhuren", kind="ruled").exists()
    # What was ruled upon is no second body's to return either.
    with pytest.raises(RuledAlready):
        return_letter(by=cast.other_officer(), at=now(), letter=letter, reason=WHY)


def test_an_extension_asked_by_the_body_before_is_dropped(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education(draft(kind="complain"))
    ask_extension(by=cast.officer(), at=now(), letter=letter, days=3, reason="待料。")
    return_letter(by=cast.officer(), at=now(), letter=letter, reason=WHY)
    assert asked_for() == {"extension": 1}
    uphold(cast, letter, cast.housing())
    assert Extension.objects.get(letter=letter).ruling == "dropped"
    assert asked_for() == {"extension": 0}


def test_the_body_it_is_passed_on_to_asks_for_time_of_its_own_once(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education(draft(kind="complain"))
    ask_extension(by=cast.officer(), at=now(), letter=letter, days=3, reason="待料。")
    return_letter(by=cast.officer(), at=now(), letter=letter, reason=WHY)
    uphold(cast, letter, cast.housing())
    by = cast.other_officer()
    asked = ask_extension(by=by, at=now(), letter=letter, days=5, reason="待料。")
    assert asked.body == cast.housing()
    with pytest.raises(AskedBefore):
        ask_extension(by=by, at=now(), letter=letter, days=5, reason="还要。")
    assert asked_for() == {"extension": 1}


def test_what_is_merged_into_it_goes_along_or_stays(
    place: Place, cast: ModuleType
) -> None:
    principal, letter = with_education(), send()
    merge(by=cast.registrar(), at=now(), letter=letter, into=principal)
    return_letter(by=cast.officer(), at=now(), letter=principal, reason=WHY)
    send_again(cast, principal)
    assert stands(letter).officer == cast.user("lizhuren")
    other, second = with_education(), send()
    merge(by=cast.registrar(), at=now(), letter=second, into=other)
    return_letter(by=cast.officer(), at=now(), letter=other, reason=WHY)
    uphold(cast, other, cast.housing())
    assert stands(second).officer == cast.user("zhoukezhang")


def test_the_time_to_return_runs_from_the_day_it_came(
    place: Place, cast: ModuleType
) -> None:
    until = return_until(stands(with_education()))
    assert until is not None
    # 25 September 2026 is Mid-Autumn Day.
    assert until.day == date(2026, 9, 30)
    assert return_until(stands(send())) is None
