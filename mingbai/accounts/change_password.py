"""Changing one's own password; every other browser is signed out."""

from datetime import datetime

from mingbai.accounts.models import User
from mingbai.accounts.sessions import end_sessions
from mingbai.ledger.record import record
from mingbai.places.actors import Officer
from mingbai.places.naming import acting
from mingbai.places.policy import Act, Facts, require
from mingbai.places.scoping import current_place_id


def change_password(
    *, by: Officer, at: datetime, user: User, password: str, session_key: str | None
) -> None:
    """Give the account a new password; only the session of that key goes on.

    Refuses anybody but the official whose account it is. Recorded as
    `password.changed`.
    """
    require(by, Act.OWN_ACCOUNT_CHANGE, Facts(concerned=user.pk))
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user, but=session_key)
    record(
        log=current_place_id(),
        name="password.changed",
        facts={"user": str(user.pk), "by": acting(by)},
        at=at,
    )
