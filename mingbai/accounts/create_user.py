"""Opening an account for an official. It may do nothing until a duty is granted."""

import re
import unicodedata
from datetime import datetime
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from mingbai.accounts.models import User
from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.models import Person
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id

_LOGIN: Final = re.compile(r"\w[\w.@-]{1,47}")


class LoginRefused(Exception):
    """A login is 2 to 48 letters, digits and `. _ @ -`, and begins with no sign."""


class LoginTaken(Exception):
    """Somebody in this place signs in with that login, in whatever case."""


class PasswordTooWeak(Exception):
    """The password is short or common; `sentences` say what is wrong with it."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(len(sentences))
        self.sentences = sentences


def create_user(
    *,
    by: Actor,
    at: datetime,
    login: str,
    name: str,
    person: Person | None = None,
    password: str,
) -> User:
    """Open an account; the login is kept in lower case and half width.

    Refuses a login that is malformed or taken and a weak password. Recorded as
    `user.created`, without login or name.
    """
    require(by, Act.USER_CREATE)
    wanted = unicodedata.normalize("NFKC", login).strip().lower()
    if not _LOGIN.fullmatch(wanted):
        raise LoginRefused
    if User.objects.filter(login=wanted).exists():
        raise LoginTaken
    user = User(login=wanted, name=name, person=person)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordTooWeak(error.messages) from error
    user.set_password(password)
    user.save(force_insert=True)
    record(
        log=current_place_id(),
        name="user.created",
        facts={"user": str(user.pk), "by": acting(by)},
        at=at,
    )
    return user
