"""Somebody signed in at the desk, and how long something takes on average."""

import time
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from django.utils import timezone

from mingbai.accounts.models import User
from mingbai.accounts.officer import officer_of
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.models import Place
from mingbai.places.scoping import within
from mingbai.web.desk.pages import FACTOR_SET_UP


def signed_in(place: Place, login: str) -> Client:
    """A browser with the session of that official, second factor and all."""
    client = Client()
    with within(place, durable=True):
        user = User.objects.get(login=login)
        client.force_login(user)
        session = client.session
        TOTP.activate(user, generate_totp_secret())
        session[FACTOR_SET_UP] = str(user.pk)
        session.save()
    return client


def cookie_of(client: Client) -> str:
    """The session as another program sends it."""
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def official(login: str) -> Officer:
    """The official with today's duties; within a place."""
    return officer_of(User.objects.get(login=login), on=local_day(timezone.now()))


def seconds(act: Callable[[], object], turns: int = 40) -> float:
    """How long one takes, by the clock, on the average of so many."""
    begun = time.perf_counter()
    for _ in range(turns):
        act()
    return (time.perf_counter() - begun) / turns
