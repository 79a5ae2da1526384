"""Who sits at the desk in the journeys, and how they are made able to sign in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import global_settings
from django.test import override_settings

from mingbai.accounts.change_password import change_password
from mingbai.accounts.officer import officer_of
from mingbai.accounts.set_up_factor import set_up_factor
from mingbai.places.days import local_day
from tests import cast

REGISTRAR: Final = "wangdengji"
OFFICER: Final = "lizhuren"
ADMINISTRATOR: Final = "chenguanli"
EDITOR: Final = "hebianji"
SECOND_EDITOR: Final = "gaobianji"
# Has a password and no factor yet.
NEWCOMER: Final = "wutongzhi"

PASSWORD: Final = "the-journey-begins-2026"


@dataclass(frozen=True)
class Account:
    """What an official knows by heart, and what their telephone knows."""

    login: str
    password: str
    # None for an official who has not set up the second factor.
    secret: str | None


def equip(logins: Sequence[str]) -> dict[str, Account]:
    """Give each a password that a real server checks, and a second factor."""
    # The hash of the tests is one that no installation accepts.
    with override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS):
        return {login: _equip(login) for login in logins}


def _equip(login: str) -> Account:
    user, at = cast.user(login), datetime.now(UTC)
    officer = officer_of(user, on=local_day(at))
    change_password(by=officer, at=at, user=user, password=PASSWORD, session_key=None)
    if login == NEWCOMER:
        return Account(login, PASSWORD, None)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    set_up_factor(by=officer, at=at, user=user, session_key=None)
    return Account(login, PASSWORD, secret)
