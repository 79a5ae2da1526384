"""Who holds which duty on a day."""

from datetime import date, timedelta
from typing import Any

from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind, User
from mingbai.accounts.officer import (
    able_administrators,
    officer_in_charge,
    officer_of,
)
from mingbai.places.actors import DutyHeld, System
from mingbai.places.models import Place
from tests import cast
from tests.moments import NOW, OPENED_ON, TODAY

LATER = TODAY + timedelta(days=7)


def make_deputy(login: str, since: date = TODAY, until: date = LATER) -> User:
    """A deputy of 李主任 at the education bureau."""
    user = cast.user(login)
    grant(
        by=System("tests"),
        at=NOW,
        user=user,
        kind=DutyKind.OFFICER,
        body=cast.education(),
        since=since,
        until=until,
        is_deputy=True,
    )
    return user


def close(user: User) -> User:
    """An account that was closed; no verb of ours does that yet."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.refresh_from_db()
    return user


def test_a_deputy_whose_days_are_over_answers_for_nothing(place: Place) -> None:
    deputy = make_deputy("wutongzhi")
    after = LATER + timedelta(days=1)
    assert not officer_of(deputy, on=after).answers_for(cast.education().pk)
    assert officer_in_charge(cast.education(), on=after) == cast.user("lizhuren")


def test_a_deputy_answers_for_nothing_before_the_first_day(place: Place) -> None:
    deputy = make_deputy("wutongzhi", since=LATER)
    assert officer_of(deputy, on=TODAY).duties == frozenset()
    assert officer_in_charge(cast.education(), on=TODAY) == cast.user("lizhuren")


def test_a_closed_account_holds_no_duty_and_is_in_charge_of_nothing(
    place: Place,
) -> None:
    closed = close(cast.user("lizhuren"))
    assert officer_of(closed, on=TODAY).duties == frozenset()
    assert officer_in_charge(cast.education(), on=TODAY) is None


def test_nobody_is_in_charge_before_anybody_was_appointed(place: Place) -> None:
    eve = OPENED_ON - timedelta(days=1)
    assert officer_in_charge(cast.education(), on=eve) is None


def test_a_deputy_is_in_charge_on_the_first_and_on_the_last_day(place: Place) -> None:
    deputy = make_deputy("wutongzhi")
    for day in (TODAY, LATER):
        assert officer_in_charge(cast.education(), on=day) == deputy
        assert officer_of(deputy, on=day).answers_for(cast.education().pk)


def test_an_official_comes_with_the_duties_of_the_day_in_one_query(
    place: Place, django_assert_num_queries: Any
) -> None:
    user = cast.user("sunxiaolan")
    with django_assert_num_queries(1):
        officer = officer_of(user, on=TODAY)
    assert officer.name == "孙晓兰"
    assert officer.duties == {
        DutyHeld("leader", post=cast.post("fuxianzhang").pk),
    }


def test_two_administrators_are_able_and_one_when_the_other_left(place: Place) -> None:
    assert able_administrators(TODAY) == 2
    close(cast.user("chenguanli"))
    assert able_administrators(TODAY) == 1
    assert able_administrators(OPENED_ON - timedelta(days=1)) == 0
