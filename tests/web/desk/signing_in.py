"""Signing in as a browser does: password, then a code computed here, not by allauth."""

import base64
import hmac
import struct
import time
from typing import Any

from django.test import Client

from tests import cast

SIGN_IN = "/desk/sign-in/"
FACTOR = "/desk/sign-in/factor/"
CODE = "/desk/sign-in/code/"


def code_of(secret: str, at: float | None = None) -> str:
    """The six digits of RFC 6238 for that instant, now by default."""
    counter = int(time.time() if at is None else at) // 30
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), "sha1")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def give_password(client: Client, login: str, password: str = cast.PASSWORD) -> Any:
    """The answer to login and password."""
    return client.post(SIGN_IN, {"login": login, "password": password})


def set_up_factor(client: Client) -> str:
    """Set up the second factor; returns its secret."""
    secret: str = client.get(FACTOR).context["form"].secret
    answer = client.post(FACTOR, {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def sign_in(client: Client, login: str) -> str:
    """Sign in for the first time, with a new second factor; returns its secret."""
    assert give_password(client, login).status_code == 302
    return set_up_factor(client)


def signed_in(login: str) -> Client:
    """A browser in which the official has signed in, for the first time."""
    client = Client()
    sign_in(client, login)
    return client
