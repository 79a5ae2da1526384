"""Officials at their desks, and letters that lie there."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.test import Client

from mingbai.letters.models import Letter
from mingbai.letters.route import route
from mingbai.places.models import Body
from tests import cast
from tests.web.desk.signing_in import sign_in
from tests.written import draft, send

# The browser of the official with a login.
Desk = Callable[[str], Client]


def at_desk(login: str) -> Client:
    """The browser of this official, signed in."""
    client = Client()
    sign_in(client, login)
    return client


def routed(body: Body, title: str = "转办的信") -> Letter:
    """A letter that the registrar has passed to that body."""
    letter = send(draft(title=title))
    route(by=cast.registrar(), at=datetime.now(UTC), letter=letter, body=body)
    return letter
