"""Who must stay away from a letter that complains of somebody, as of that day."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from mingbai.accounts.models import Duty, DutyKind, User
from mingbai.accounts.officer import held_on
from mingbai.letters.models import Letter, Recusal
from mingbai.places.days import local_day
from mingbai.places.models import Body, Portfolio, Post, Seat, Tenure


def keep_away_from_post(letter: Letter, post: Post, *, at: datetime) -> None:
    """Bar whoever holds the post today, and all who work under it.

    With or without an account: the person is kept, and the post as it was named. Under
    it are whoever reads its letters today, the bodies it leads (分管), the one whose
    leading group it heads, and all below these but the discipline commission.
    """
    day = local_day(at)
    holders = Tenure.objects.on(day).filter(post=post)
    readers = Duty.objects.filter(held_on(day), kind=DutyKind.LEADER, post=post)
    people = set(holders.values_list("person_id", flat=True))
    users = set(readers.values_list("user_id", flat=True))
    _bar(
        [
            Recusal(letter=letter, post=post, at=at),
            *(Recusal(letter=letter, person_id=one, at=at) for one in people),
            *(Recusal(letter=letter, user_id=one, at=at) for one in users),
            *_of_bodies(letter, _with_below(_led_by(post, day)), at=at),
        ]
    )


def keep_away_from_user(letter: Letter, user: User, *, at: datetime) -> None:
    """Bar this official and, if the official heads or answers for a body, its clerks.

    With every account of the same person, and with the clerks of today and of later
    days. Of a head of a body everybody in it is barred, and in the bodies below it but
    the discipline commission.
    """
    day = local_day(at)
    held = list(Duty.objects.filter(held_on(day), user=user))
    headed = {duty.body_id for duty in held if duty.kind == DutyKind.HEAD}
    served = {duty.body_id for duty in held if duty.kind == DutyKind.OFFICER}
    clerks = Duty.objects.filter(
        held_on(day), kind=DutyKind.CLERK, body__in=served - {None}
    ).values_list("user_id", flat=True)
    rows = [Recusal(letter=letter, user_id=one, at=at) for one in {user.pk, *clerks}]
    if user.person_id is not None:
        rows.append(Recusal(letter=letter, person_id=user.person_id, at=at))
    rows += _of_bodies(letter, _with_below(headed - {None}), at=at)
    rows += _of_bodies(letter, served, at=at, is_of_clerks=True)
    _bar(rows)


def share_recusals(letter: Letter, other: Letter) -> None:
    """Whoever must stay away from one of the two stays away from both."""
    for one, another in ((letter, other), (other, letter)):
        _bar(
            Recusal(
                letter=another,
                user_id=row.user_id,
                person_id=row.person_id,
                post_id=row.post_id,
                body_id=row.body_id,
                is_of_clerks=row.is_of_clerks,
                at=row.at,
            )
            for row in Recusal.objects.filter(letter=one)
        )


def _led_by(post: Post, day: date) -> set[UUID]:
    bodies = set(
        Portfolio.objects.on(day).filter(post=post).values_list("body_id", flat=True)
    )
    seats = Seat.objects.on(day).filter(post=post, body=post.body_id, rank=1)
    if seats.exists():
        bodies.add(post.body_id)
    return bodies


def _with_below(tops: Collection[UUID | None]) -> set[UUID]:
    """These bodies and all below them; one query.

    The discipline commission of the same level, which is there to look into those
    above it (监察法 art. 15), is not below anybody here.
    """
    found = {one for one in tops if one}
    below: dict[UUID, list[UUID]] = defaultdict(list)
    others = Body.objects.exclude(kind=Body.Kind.COMMISSION).order_by()
    for body, parent in others.values_list("pk", "parent_id") if found else ():
        if parent:
            below[parent].append(body)
    waiting = list(found)
    while waiting:
        new = set(below[waiting.pop()]) - found
        found |= new
        waiting += new
    return found


def _of_bodies(
    letter: Letter,
    bodies: Iterable[UUID | None],
    *,
    at: datetime,
    is_of_clerks: bool = False,
) -> list[Recusal]:
    return [
        Recusal(letter=letter, body_id=body, is_of_clerks=is_of_clerks, at=at)
        for body in bodies
        if body
    ]


def _bar(rows: Iterable[Recusal]) -> None:
    Recusal.objects.bulk_create(rows, ignore_conflicts=True)
