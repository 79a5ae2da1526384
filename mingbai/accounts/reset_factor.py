"""Resetting a second factor: the official sets up a new one at the next sign-in."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from mingbai.accounts.models import Asking, Session, User
from mingbai.accounts.naming import asked_by
from mingbai.ledger.record import record
from mingbai.places.actors import System
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id


def has_factor(user: User) -> bool:
    """Whether the official has set up a second factor."""
    return bool(
        Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    )


def reset_factor(
    *, by: System, at: datetime, user: User, asking: Asking | None = None
) -> None:
    """Remove the official's second factor and end every session of theirs.

    With no asking it was done on the server, and stands in the list that the public
    reads. Recorded as `factor.reset`.
    """
    require(by, Act.FACTOR_RESET)
    Authenticator.objects.filter(user=user).delete()
    Session.objects.filter(user=user).delete()
    if asking is None:
        Asking.objects.create(
            kind=Asking.Kind.RESET,
            concerned=user,
            asked_at=at,
            outcome=Asking.Outcome.CONFIRMED,
            decided_at=at,
        )
    record(
        log=current_place_id(),
        name="factor.reset",
        facts={
            "user": str(user.pk),
            "asked_by": asked_by(asking),
            "by": acting(by),
        },
        at=at,
    )
