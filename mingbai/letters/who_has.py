"""Who has a letter in hand on a day, and who stands above it: those who are told.

None of them is somebody whom the letter bars.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from mingbai.accounts.models import Duty, DutyKind, User
from mingbai.accounts.officer import (
    all_with,
    clerks_of,
    heads_of,
    held_on,
    leaders_at,
    officer_of,
)
from mingbai.letters.in_charge import NobodyInCharge, in_charge
from mingbai.letters.models import Handling, Letter, Recusal
from mingbai.letters.standing import is_barred
from mingbai.places.models import Body, Portfolio, Post

# A letter lies with an officer of the body, or with its head where officers are barred.
TAKING: Final = frozenset({DutyKind.OFFICER, DutyKind.HEAD})


def who_has(handling: Handling, *, on: date) -> list[User]:
    """The officer who has it, or whoever would take it today; empty: nobody."""
    return who_answers(handling.letter, handling.body, handling.officer, on=on)


def who_works_on(handling: Handling, *, on: date) -> list[User]:
    """Who has it in hand, and the clerk it was handed to; empty: nobody does yet.

    What nobody has in hand is read as a whole by whoever takes it.
    """
    if handling.officer is None:
        return []
    told = who_has(handling, on=on)
    body, clerk = handling.body, handling.clerk
    if clerk is not None and body is not None and clerk in clerks_of(body, on=on):
        told += not_barred([clerk], handling.letter, on=on)
    return told


def who_answers(
    letter: Letter, body: Body | None, officer: User | None, *, on: date
) -> list[User]:
    """The officer named for that body, or whoever would take it today; empty: nobody.

    An officer whose duty has ended is followed by the body's present one. What nobody
    at the office (`body` is None) has claimed, every registrar is told of, and what
    nobody in the body may take.
    """
    if officer and _still_serves(officer, body, on=on):
        return not_barred([officer], letter, on=on)
    registrars = not_barred(all_with(DutyKind.REGISTRAR, on=on), letter, on=on)
    if body is None:
        return registrars
    try:
        taker = in_charge(body, letter=letter, on=on)
    except NobodyInCharge:
        return []
    # The body above may see it only once the office has passed it on.
    return [taker.officer] if taker.body == body else registrars


def _still_serves(officer: User, body: Body | None, *, on: date) -> bool:
    kinds = TAKING if body else {DutyKind.REGISTRAR}
    held = Duty.objects.filter(held_on(on), user=officer, body=body, kind__in=kinds)
    return officer.is_active and held.exists()


def heads_over(handling: Handling, *, on: date) -> list[User]:
    """The heads of the body that has it; none over the registrar's office."""
    if handling.body is None:
        return []
    return not_barred(heads_of(handling.body, on=on), handling.letter, on=on)


def leaders_over(
    body: Body, letter: Letter, *, on: date
) -> tuple[Post | None, list[User]]:
    """The post that leads the body (分管), else its parent, and who reads for it.

    None and nobody where no leader in charge has an account and may see it.
    """
    at: Body | None = body
    seen = set()
    while at is not None and at.pk not in seen:
        seen.add(at.pk)
        posts = [
            one.post
            for one in Portfolio.objects.on(on).filter(body=at).select_related("post")
        ]
        for post in sorted(posts, key=lambda post: post.precedence):
            found = not_barred(leaders_at([post.pk], on=on), letter, on=on)
            if found:
                return post, found
        at = at.parent
    return None, []


def not_barred(users: Iterable[User], letter: Letter, *, on: date) -> list[User]:
    """Those of them who may be told of the letter; two queries, and one each."""
    recusals = list(Recusal.objects.filter(letter=letter))
    if not recusals:
        return list(users)
    return [user for user in users if not is_barred(officer_of(user, on=on), recusals)]
