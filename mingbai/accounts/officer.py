"""Reading who holds which duty on a day, and who answers for a body on it."""

from datetime import date

from django.db.models import Q

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
    return Officer(user=user.pk, name=user.name, duties=duties)


def officer_in_charge(body: Body, *, on: date) -> User | None:
    """Who answers for the body on that day: the deputy of the day, else the officer.

    Of several the one who took over last; None when the body has nobody.
    """
    duty = (
        Duty.objects.filter(
            held_on(on), kind=DutyKind.OFFICER, body=body, user__is_active=True
        )
        .select_related("user")
        .order_by("-is_deputy", "-since", "-id")
        .first()
    )
    return duty.user if duty else None


def able_administrators(on: date) -> int:
    """How many administrators can sign in on that day; two are needed to grant."""
    holders = Duty.objects.filter(held_on(on), kind=DutyKind.ADMINISTRATOR)
    return User.objects.filter(pk__in=holders.values("user"), is_active=True).count()
