"""`tell`: a notice to officials that a letter waits; its number and where, no more."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from mingbai.accounts.models import User
from mingbai.letters.models import Letter, Notice
from mingbai.places.days import local_day
from mingbai.places.models import Body


def tell(
    users: Iterable[User],
    kind: Notice.Kind,
    letter: Letter | None,
    *,
    at: datetime,
    counts: Mapping[str, int] | None = None,
    body: Body | None = None,
) -> None:
    """Leave each official one notice of that kind a day; `body` is the one vacant.

    What happens again on the same day makes it new and unseen again: of a second
    danger whoever looked at the first has to learn as well.
    """
    told, day = {user.pk: user for user in users}, local_day(at)
    shown = {
        "at": at,
        "seen_at": None,
        "counts": dict(counts) if counts else None,
        "body": body,
    }
    # No upsert: it cannot name an index that holds for some rows only.
    Notice.objects.filter(
        user__in=list(told), kind=kind, letter=letter, day=day
    ).update(**shown)
    Notice.objects.bulk_create(
        [
            Notice(user=user, kind=kind, letter=letter, day=day, **shown)
            for user in told.values()
        ],
        # Those just made new, and what another process tells at this moment.
        ignore_conflicts=True,
    )


def mark_seen(*, user: User, at: datetime) -> int:
    """Every notice to this official is seen; returns how many were not yet."""
    return Notice.objects.filter(user=user, seen_at__isnull=True).update(seen_at=at)


def clear_old(*, before: datetime) -> int:
    """Remove the notices of earlier days; returns how many went."""
    return Notice.objects.filter(at__lt=before).delete()[0]
