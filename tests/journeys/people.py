"""Who sits at the desk in the journeys, and how they are made able to sign in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import global_settings
from django.test import override_settings

from mingbai.accounts.change_password import change_password
from mingbai.accounts.create_user import create_user
from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind
from mingbai.accounts.officer import officer_of
from mingbai.accounts.set_up_factor import set_up_factor
from mingbai.places.days import local_day
from mingbai.places.found_body import found_body
from mingbai.places.models import Body
from tests import cast

REGISTRAR: Final = "wangdengji"
OFFICER: Final = "lizhuren"
ADMINISTRATOR: Final = "chenguanli"
HOUSING: Final = "zhoukezhang"
SUPERVISOR: Final = "zhangducha"
LEADER: Final = "sunxiaolan"
EDITOR: Final = "hebianji"
SECOND_EDITOR: Final = "gaobianji"
# Of a body whose answers its head approves; the county's own cast has no head.
HEALTH: Final = "guoyisheng"
HEAD: Final = "majuzhang"
# Has a password and no factor yet.
NEWCOMER: Final = "wutongzhi"

HEALTH_BODY: Final = "weijianju"

PASSWORD: Final = "the-journey-begins-2026"


@dataclass(frozen=True)
class Account:
    """What an official knows by heart, and what their telephone knows."""

    login: str
    password: str
    # None for an official who has not set up the second factor.
    secret: str | None


def hire() -> None:
    """A health bureau with an officer, who signs, and a head, who approves."""
    at = datetime.now(UTC)
    health = found_body(
        by=cast.FOUNDERS,
        at=at,
        slug=HEALTH_BODY,
        name="试点县卫生健康局",
        short_name="县卫健局",
        kind=Body.Kind.UNIT,
        parent=cast.body("zhengfu"),
        precedence=70,
        telephone="0000-6000 0311",
        address="学府路20号",
    )
    for login, name, kind in (
        (HEALTH, "郭医生", DutyKind.OFFICER),
        (HEAD, "马局长", DutyKind.HEAD),
    ):
        user = create_user(
            by=cast.FOUNDERS, at=at, login=login, name=name, password=cast.PASSWORD
        )
        grant(
            by=cast.FOUNDERS,
            at=at,
            user=user,
            kind=kind,
            body=health,
            since=local_day(at),
        )


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
