"""Granting a duty: only the system does, on the server or for two administrators."""

from datetime import date, datetime

from mingbai.accounts.models import Asking, Duty, DutyKind, User
from mingbai.accounts.naming import asked_by
from mingbai.accounts.terms import Terms
from mingbai.ledger.record import JSON, record
from mingbai.places.actors import System
from mingbai.places.models import Body, Post
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id


def grant(
    *,
    by: System,
    at: datetime,
    user: User,
    kind: DutyKind,
    body: Body | None = None,
    post: Post | None = None,
    since: date,
    until: date | None = None,
    is_deputy: bool = False,
    asking: Asking | None = None,
) -> Duty:
    """Give the official a duty; both days count.

    With no asking it was granted on the server: a row nobody asked for then stands
    in the list that the public reads. Refuses what `Terms` refuses, and a duty held
    already. Recorded as `duty.granted`, saying by whom.
    """
    require(by, Act.DUTY_GRANT)
    terms = Terms(kind, since, until, body, post, is_deputy)
    User.objects.select_for_update().get(pk=user.pk)
    terms.refuse_if_held(user)
    what = {
        "body": body,
        "post": post,
        "since": since,
        "until": until,
        "is_deputy": is_deputy,
    }
    duty = Duty.objects.create(user=user, kind=kind, **what)
    if asking is None:
        Asking.objects.create(
            kind=Asking.Kind.GRANT,
            concerned=user,
            duty_kind=kind,
            asked_at=at,
            outcome=Asking.Outcome.CONFIRMED,
            decided_at=at,
            **what,
        )
    record(
        log=current_place_id(),
        name="duty.granted",
        facts=_facts(duty, asking, by),
        at=at,
    )
    return duty


def _facts(duty: Duty, asking: Asking | None, by: System) -> dict[str, JSON]:
    return {
        "duty": str(duty.pk),
        "user": str(duty.user_id),
        "kind": str(duty.kind),
        "body": duty.body.slug if duty.body else None,
        "post": duty.post.slug if duty.post else None,
        "since": duty.since.isoformat(),
        "until": duty.until.isoformat() if duty.until else None,
        "is_deputy": duty.is_deputy,
        "asked_by": asked_by(asking),
        "by": acting(by),
    }
