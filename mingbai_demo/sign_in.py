"""Passwords and second factors for the accounts of the demonstration."""

from collections.abc import Mapping
from datetime import datetime

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from mingbai.accounts.change_password import change_password
from mingbai.accounts.models import User
from mingbai.accounts.officer import officer_of
from mingbai.accounts.reset_factor import has_factor
from mingbai.accounts.set_up_factor import set_up_factor
from mingbai.places.days import local_day
from mingbai.places.models import Place
from mingbai.places.scoping import within


def equip(
    password: str, secrets: Mapping[str, str], *, at: datetime
) -> list[dict[str, str]]:
    """Login, secret, name and duties of each account; empty without a district.

    An account that has a factor keeps it, with the secret known from before.
    """
    place = Place.objects.first()
    if place is None:
        return []
    with within(place, durable=True):
        users = User.objects.prefetch_related("duties__body", "duties__post")
        return [
            _equip_one(user, password, secrets.get(user.login, ""), at)
            for user in users.order_by("login")
        ]


def _equip_one(user: User, password: str, secret: str, at: datetime) -> dict[str, str]:
    if not has_factor(user):
        officer = officer_of(user, on=local_day(at))
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        set_up_factor(by=officer, at=at, user=user, session_key=None)
        change_password(
            by=officer, at=at, user=user, password=password, session_key=None
        )
    duties = "、".join(
        f"{duty.get_kind_display()}{_whose(duty.body or duty.post)}"
        for duty in user.duties.all()
    )
    return {
        "login": user.login,
        "secret": secret,
        "name": user.name,
        "duties": duties,
    }


def _whose(one: object) -> str:
    return f"（{one}）" if one else ""
