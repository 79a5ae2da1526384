"""Asking for duties, ends and resets."""

from datetime import timedelta
from typing import Any

import pytest

from mingbai.accounts.ask import (
    AskedAlready,
    BackDated,
    Ending,
    NoFactor,
    NotTheirs,
    Reset,
    ask,
)
from mingbai.accounts.decide import decide
from mingbai.accounts.end import EndsAlready
from mingbai.accounts.models import Asking, Duty, DutyKind
from mingbai.accounts.terms import EndsBeforeItBegins, HeldAlready, Terms
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests import cast
from tests.accounts.happened import events
from tests.moments import NOW, TODAY

EDITOR = Terms(DutyKind.EDITOR, TODAY)
YESTERDAY = TODAY - timedelta(days=1)


def asked(login: str = "wutongzhi", wish: Any = EDITOR) -> Asking:
    """陈管理 asks."""
    return ask(
        by=cast.administrators()[0], at=NOW, concerned=cast.user(login), wish=wish
    )


def duty_of(login: str) -> Duty:
    return Duty.objects.get(user=cast.user(login))


def test_who_is_no_administrator_asks_for_nothing(place: Place) -> None:
    for officer in (cast.registrar(), cast.supervisor(), cast.outsider()):
        with pytest.raises(NotAllowed):
            ask(by=officer, at=NOW, concerned=cast.user("lizhuren"), wish=EDITOR)


def test_nobody_asks_for_themselves(place: Place) -> None:
    with pytest.raises(NotAllowed):
        asked("chenguanli")


def test_the_same_is_not_asked_twice_even_by_the_other_administrator(
    place: Place,
) -> None:
    asked()
    with pytest.raises(AskedAlready):
        asked()
    with pytest.raises(AskedAlready):
        ask(
            by=cast.administrators()[1],
            at=NOW,
            concerned=cast.user("wutongzhi"),
            wish=Terms(DutyKind.EDITOR, TODAY + timedelta(days=3)),
        )


def test_a_duty_is_not_asked_for_the_past(place: Place) -> None:
    with pytest.raises(BackDated):
        asked(wish=Terms(DutyKind.EDITOR, YESTERDAY))
    with pytest.raises(BackDated):
        asked("wangdengji", Ending(duty_of("wangdengji"), YESTERDAY))


def test_a_duty_that_is_held_is_not_asked_for(place: Place) -> None:
    with pytest.raises(HeldAlready):
        asked("wangdengji", Terms(DutyKind.REGISTRAR, TODAY))


def test_another_ones_duty_is_not_ended(place: Place) -> None:
    with pytest.raises(NotTheirs):
        asked("lizhuren", Ending(duty_of("wangdengji"), TODAY))


def test_an_end_lies_within_the_duty_and_only_comes_nearer(place: Place) -> None:
    wish = Terms(DutyKind.EDITOR, TODAY + timedelta(days=5), TODAY + timedelta(days=9))
    other = cast.administrators()[1]
    decide(by=other, at=NOW, asking=asked(wish=wish), outcome=Asking.Outcome.CONFIRMED)
    duty = duty_of("wutongzhi")
    with pytest.raises(EndsBeforeItBegins):
        asked(wish=Ending(duty, TODAY))
    with pytest.raises(EndsAlready):
        asked(wish=Ending(duty, TODAY + timedelta(days=9)))


def test_a_factor_that_was_never_set_up_is_not_reset(place: Place) -> None:
    with pytest.raises(NoFactor):
        asked(wish=Reset())


def test_asking_gives_nothing_and_is_recorded(place: Place) -> None:
    asking = asked()
    assert not cast.user("wutongzhi").duties.exists()
    assert asking.outcome == ""
    event = events("duty.asked")[-1]
    assert event["asking"] == str(asking.pk)
    assert event["what"] == "grant"
    assert event["by"] == {"officer": str(cast.administrators()[0].user)}


def test_what_was_refused_may_be_asked_again(place: Place) -> None:
    other = cast.administrators()[1]
    decide(by=other, at=NOW, asking=asked(), outcome=Asking.Outcome.REFUSED)
    assert asked().outcome == ""
