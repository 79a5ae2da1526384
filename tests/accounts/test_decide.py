"""Deciding: never the one who asked, never the one concerned."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator

from mingbai.accounts.ask import Ending, Reset, ask
from mingbai.accounts.decide import AlreadyDecided, decide
from mingbai.accounts.grant import grant
from mingbai.accounts.grants import recent_grants
from mingbai.accounts.models import Asking, Duty, DutyKind, Session, User
from mingbai.accounts.reset_factor import has_factor, reset_factor
from mingbai.accounts.sessions import SessionStore
from mingbai.accounts.terms import HeldAlready, Terms
from mingbai.places.actors import System
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests import cast
from tests.accounts.happened import events
from tests.moments import NOW, TODAY

CONFIRMED, REFUSED = Asking.Outcome.CONFIRMED, Asking.Outcome.REFUSED
EDITOR = Terms(DutyKind.EDITOR, TODAY)


def asked(login: str = "wutongzhi", wish: Any = EDITOR) -> Asking:
    """陈管理 asks."""
    return ask(
        by=cast.administrators()[0], at=NOW, concerned=cast.user(login), wish=wish
    )


def confirm(asking: Asking, login: str = "linguanli") -> None:
    decide(by=cast.acting(login), at=NOW, asking=asking, outcome=CONFIRMED)


def with_factor(login: str) -> User:
    """An official with a second factor and two open browsers."""
    user = cast.user(login)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "sealed"})
    for _ in range(2):
        store = SessionStore()
        store["_auth_user_id"] = str(user.pk)
        store.save()
    return user


def test_who_asked_does_not_confirm(place: Place) -> None:
    asking = asked()
    with pytest.raises(NotAllowed):
        confirm(asking, "chenguanli")
    asking.refresh_from_db()
    assert asking.outcome == ""
    assert not cast.user("wutongzhi").duties.exists()


def test_the_one_concerned_does_not_confirm(place: Place) -> None:
    grant(
        by=System("tests"),
        at=NOW,
        user=cast.user("wutongzhi"),
        kind=DutyKind.ADMINISTRATOR,
        since=TODAY,
    )
    with pytest.raises(NotAllowed):
        confirm(asked(), "wutongzhi")


def test_who_is_no_administrator_decides_nothing(place: Place) -> None:
    asking = asked()
    for login in ("wangdengji", "lizhuren", "zhangducha", "sunxiaolan"):
        with pytest.raises(NotAllowed):
            confirm(asking, login)


def test_an_administrator_whose_duty_has_ended_decides_nothing(place: Place) -> None:
    Duty.objects.filter(user=cast.user("linguanli")).update(
        until=TODAY - timedelta(days=1)
    )
    with pytest.raises(NotAllowed):
        confirm(asked())


def test_a_decision_is_not_made_twice(place: Place) -> None:
    asking = asked()
    confirm(asking)
    for outcome in (CONFIRMED, REFUSED):
        with pytest.raises(AlreadyDecided):
            decide(by=cast.administrators()[1], at=NOW, asking=asking, outcome=outcome)
    assert cast.user("wutongzhi").duties.count() == 1


def test_what_cannot_be_carried_out_stays_undecided(place: Place) -> None:
    asking = asked()
    grant(
        by=System("tests"),
        at=NOW,
        user=cast.user("wutongzhi"),
        kind=DutyKind.EDITOR,
        since=TODAY,
    )
    with pytest.raises(HeldAlready):
        confirm(asking)
    asking.refresh_from_db()
    assert asking.outcome == ""


def test_a_refusal_gives_nothing_and_is_recorded(place: Place) -> None:
    asking = asked()
    decide(by=cast.administrators()[1], at=NOW, asking=asking, outcome=REFUSED)
    assert not cast.user("wutongzhi").duties.exists()
    event = events("duty.refused")[-1]
    assert event["asked_by"] == str(cast.administrators()[0].user)
    assert event["by"] == {"officer": str(cast.administrators()[1].user)}


def test_two_people_grant_and_both_stand_in_the_ledger(place: Place) -> None:
    confirm(asked())
    assert cast.acting("wutongzhi").has("editor")
    event = events("duty.granted")[-1]
    assert event["asked_by"] == str(cast.administrators()[0].user)
    assert event["by"] == {
        "system": "decide",
        "officer": str(cast.administrators()[1].user),
    }


def test_what_two_people_decided_is_not_in_the_list_of_the_server(
    place: Place,
) -> None:
    before = recent_grants().count()
    confirm(asked())
    assert recent_grants().count() == before


def test_a_duty_confirmed_late_does_not_begin_in_the_past(
    place: Place, clock: time_machine.Traveller
) -> None:
    asking = asked()
    clock.shift(timedelta(days=4))
    decide(
        by=cast.administrators()[1],
        at=datetime.now(UTC),
        asking=asking,
        outcome=CONFIRMED,
    )
    assert cast.user("wutongzhi").duties.get().since == TODAY + timedelta(days=4)


def test_two_people_end_a_duty_which_holds_through_its_last_day(
    place: Place, clock: time_machine.Traveller
) -> None:
    duty = Duty.objects.get(user=cast.user("wangdengji"))
    confirm(asked("wangdengji", Ending(duty, TODAY)))
    assert cast.acting("wangdengji").has("registrar")
    clock.shift(timedelta(days=1))
    assert not cast.acting("wangdengji").has("registrar")
    assert events("duty.ended")[-1]["until"] == TODAY.isoformat()
    assert Duty.objects.filter(pk=duty.pk).exists()


def test_two_people_reset_a_factor_and_every_browser_is_signed_out(
    place: Place,
) -> None:
    user, colleague = with_factor("wangdengji"), with_factor("lizhuren")
    confirm(asked("wangdengji", Reset()))
    assert not has_factor(user)
    assert not Session.objects.filter(user=user).exists()
    assert has_factor(colleague)
    assert Session.objects.filter(user=colleague).count() == 2
    assert events("factor.reset")[-1]["user"] == str(user.pk)


def test_an_official_does_not_reset_a_factor_alone(place: Place) -> None:
    alone: Any = cast.administrators()[0]
    with pytest.raises(NotAllowed):
        reset_factor(by=alone, at=NOW, user=with_factor("wangdengji"))


def test_a_reset_on_the_server_is_shown_publicly(place: Place) -> None:
    user = with_factor("wangdengji")
    reset_factor(by=System("reset-factor"), at=NOW, user=user)
    newest = recent_grants()[0]
    assert (newest.kind, newest.concerned) == (Asking.Kind.RESET, user)
