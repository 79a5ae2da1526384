"""Setting up one's own second factor; every other browser is signed out."""

from datetime import datetime

from mingbai.accounts.models import User
from mingbai.accounts.sessions import end_sessions
from mingbai.ledger.record import record
from mingbai.places.actors import Officer
from mingbai.places.naming import acting
from mingbai.places.policy import Act, Facts, require
from mingbai.places.scoping import current_place_id


def set_up_factor(
    *, by: Officer, at: datetime, user: User, session_key: str | None
) -> None:
    """Note that the official has set up a factor, whose row allauth has written.

    A browser in which somebody knew the password alone must not live on: only the
    session of that key does. Recorded as `factor.set_up`.
    """
    require(by, Act.OWN_ACCOUNT_CHANGE, Facts(concerned=user.pk))
    end_sessions(user, but=session_key)
    record(
        log=current_place_id(),
        name="factor.set_up",
        facts={"user": str(user.pk), "by": acting(by)},
        at=at,
    )
