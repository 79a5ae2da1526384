"""Opening an account."""

import pytest

from mingbai.accounts.create_user import (
    LoginRefused,
    LoginTaken,
    PasswordTooWeak,
    create_user,
)
from mingbai.accounts.models import User
from mingbai.places.actors import Actor, Citizen, System
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests import cast
from tests.accounts.happened import events
from tests.moments import NOW

SERVER = System("tests")


def opened(login: str, *, by: Actor = SERVER, password: str = cast.PASSWORD) -> User:
    return create_user(by=by, at=NOW, login=login, name="何新人", password=password)


def test_a_registrar_opens_no_account(place: Place) -> None:
    with pytest.raises(NotAllowed):
        opened("hexinren", by=cast.registrar())


def test_a_citizen_opens_no_account(place: Place) -> None:
    with pytest.raises(NotAllowed):
        opened("hexinren", by=Citizen("web"))


@pytest.mark.parametrize("login", ["", "a", "-he", "he xin", "he/xin", "x" * 49])
def test_a_malformed_login_is_refused(place: Place, login: str) -> None:
    with pytest.raises(LoginRefused):
        opened(login)


@pytest.mark.parametrize("login", ["chenguanli", "ChenGuanLi", "ｃｈｅｎｇｕａｎｌｉ"])
def test_a_login_is_not_taken_twice_in_any_writing(place: Place, login: str) -> None:
    with pytest.raises(LoginTaken):
        opened(login)


@pytest.mark.parametrize("password", ["short-one", "password1234"])
def test_a_weak_password_is_refused_with_sentences(place: Place, password: str) -> None:
    with pytest.raises(PasswordTooWeak) as refusal:
        opened("hexinren", password=password)
    assert refusal.value.sentences
    assert not User.objects.filter(login="hexinren").exists()


def test_an_account_is_opened_without_a_duty_or_a_name_in_the_ledger(
    place: Place,
) -> None:
    user = opened("HeXinRen", by=cast.administrators()[0])
    assert user.login == "hexinren"
    assert user.check_password(cast.PASSWORD)
    assert not user.duties.exists()
    (event,) = [
        event for event in events("user.created") if event["user"] == str(user.pk)
    ]
    assert event["by"] == {"officer": str(cast.administrators()[0].user)}
    assert "何新人" not in str(event)
    assert "hexinren" not in str(event)
