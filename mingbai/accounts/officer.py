"""Reading who holds which duty on a day, and who answers for a body on it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from mingbai.accounts.models import Duty, DutyKind, User
from mingbai.places.actors import DutyHeld, Officer
from mingbai.places.models import Body


def held_on(day: date) -> Q:
    """The duties that hold on that day; `until` is the last day that counts."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def officer_of(user: User, *, on: date) -> Officer:
    """The official with the duties of that day, as a deputy too; one query.

    An account that was closed holds none.
    """
    rows = (
        Duty.objects.filter(held_on(on), user=user).values_list(
            "kind", "body_id", "post_id"
        )
        if user.is_active
        else ()
    )
    duties = frozenset(DutyHeld(kind, body, post) for kind, body, post in rows)
    return Officer(user=user.pk, name=user.name, duties=duties, person=user.person_id)


def officers_in_charge(body: Body, *, on: date) -> list[User]:
    """Who may answer for the body on that day: its deputies first, then its officers.

    Of several the one who took over last comes first.
    """
    return _holders(DutyKind.OFFICER, body, on)


def officer_in_charge(body: Body, *, on: date) -> User | None:
    """Who answers for the body on that day; None when it has nobody."""
    return next(iter(officers_in_charge(body, on=on)), None)


def heads_of(body: Body, *, on: date) -> list[User]:
    """Who approves the body's answers on that day."""
    return _holders(DutyKind.HEAD, body, on)


def clerks_of(body: Body, *, on: date) -> list[User]:
    """Who works on the body's letters on that day without signing them."""
    return _holders(DutyKind.CLERK, body, on)


def leaders_at(posts: Collection[UUID], *, on: date) -> list[User]:
    """Who reads the letters of these posts on that day."""
    return _users(
        Duty.objects.filter(held_on(on), kind=DutyKind.LEADER, post_id__in=posts)
    )


def all_with(kind: DutyKind, *, on: date) -> list[User]:
    """Everybody with that duty on that day, whatever it is for."""
    return _users(Duty.objects.filter(held_on(on), kind=kind))


def _holders(kind: DutyKind, body: Body, on: date) -> list[User]:
    return _users(Duty.objects.filter(held_on(on), kind=kind, body=body))


def _users(duties: QuerySet[Duty]) -> list[User]:
    found = (
        duties.filter(user__is_active=True)
        .select_related("user")
        .order_by("-is_deputy", "-since", "-id")
    )
    return list({duty.user_id: duty.user for duty in found}.values())


def able_administrators(on: date) -> int:
    """How many administrators can sign in on that day; two are needed to grant."""
    holders = Duty.objects.filter(held_on(on), kind=DutyKind.ADMINISTRATOR)
    return User.objects.filter(pk__in=holders.values("user"), is_active=True).count()
