"""Who must stay away from a letter that complains of somebody, as of that day."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from mingbai.accounts.models import Duty, DutyKind, User
from mingbai.accounts.officer import held_on
from mingbai.letters.models import Letter, Recusal
from mingbai.places.days import local_day
from mingbai.places.models import Portfolio, Post, Seat, Tenure


def keep_away_from_post(letter: Letter, post: Post, *, at: datetime) -> None:
    """Bar whoever holds the post today, and all who work under it.

    Under it are the bodies it leads (分管) and, for the head of a leading group, the
    body itself.
    """
    day = local_day(at)
    people = Tenure.objects.on(day).filter(post=post).values("person")
    users = User.objects.filter(person__in=people).values_list("pk", flat=True)
    _bar(letter, users=users, bodies=_led_by(post, day), at=at)


def keep_away_from_user(letter: Letter, user: User, *, at: datetime) -> None:
    """Bar this official and, if the official heads or answers for a body, its clerks.

    Of a head of a body everybody in it is barred.
    """
    day = local_day(at)
    held = list(Duty.objects.filter(held_on(day), user=user))
    headed = {duty.body_id for duty in held if duty.kind == DutyKind.HEAD}
    served = {duty.body_id for duty in held if duty.kind == DutyKind.OFFICER}
    clerks = Duty.objects.filter(
        held_on(day), kind=DutyKind.CLERK, body__in=served - {None}
    ).values_list("user_id", flat=True)
    _bar(letter, users={user.pk, *clerks}, bodies=headed - {None}, at=at)


def share_recusals(letter: Letter, other: Letter) -> None:
    """Whoever must stay away from one of the two stays away from both."""
    for one, another in ((letter, other), (other, letter)):
        Recusal.objects.bulk_create(
            [
                Recusal(letter=another, user=row.user, body=row.body, at=row.at)
                for row in Recusal.objects.filter(letter=one)
            ],
            ignore_conflicts=True,
        )


def _led_by(post: Post, day: date) -> set[UUID]:
    bodies = set(
        Portfolio.objects.on(day).filter(post=post).values_list("body_id", flat=True)
    )
    if Seat.objects.filter(post=post, body=post.body_id, rank=1).exists():
        bodies.add(post.body_id)
    return bodies


def _bar(
    letter: Letter,
    *,
    users: Iterable[UUID],
    bodies: Iterable[UUID | None],
    at: datetime,
) -> None:
    rows = [Recusal(letter=letter, user_id=user, at=at) for user in users]
    rows += [Recusal(letter=letter, body_id=body, at=at) for body in bodies if body]
    Recusal.objects.bulk_create(rows, ignore_conflicts=True)
