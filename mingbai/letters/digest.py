"""`digest`: each morning every official is told how much waits; counts and no names."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from mingbai.accounts.models import Duty, DutyKind, User
from mingbai.accounts.officer import held_on
from mingbai.letters.models import Notice, State
from mingbai.letters.tally import Waiting, waiting
from mingbai.places.days import local_day


def digest(*, at: datetime) -> int:
    """Tell once a day how many letters are `open`, `due_today`, `overdue`.

    An officer of those in hand; a clerk of those handed over by name; a registrar also
    of what nobody at the office has claimed; a supervisor of the whole place. Whoever
    has nothing open is not told. Returns how many were told now.
    """
    today = local_day(at)
    counts = _counts(waiting(today=today), today)
    told = Notice.objects.filter(
        user__in=counts, kind=Notice.Kind.DIGEST, day=today, letter__isnull=True
    ).values_list("user_id", flat=True)
    untold = set(counts) - set(told)
    notices = [
        Notice(
            user=user,
            kind=Notice.Kind.DIGEST,
            at=at,
            day=today,
            counts=dict(counts[user.pk]),
        )
        for user in User.objects.filter(pk__in=untold, is_active=True)
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


def _counts(rows: Iterable[Waiting], today: date) -> dict[UUID, Counter[str]]:
    """How much waits for each user, of those for whom anything does."""
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    clerks = _clerks(today)
    unclaimed, everything = Counter[str](), Counter[str]()
    for row in rows:
        pieces = {
            "open": row.open,
            "due_today": row.due_today,
            "overdue": row.overdue,
        }
        everything.update(pieces)
        # One's own letter handed to oneself is one letter.
        for user in {row.officer, _clerk(row, clerks)}:
            if user is not None:
                found[user].update(pieces)
        if row.officer is None and row.body is None:
            unclaimed.update(pieces)
    for user in _holders(DutyKind.REGISTRAR, today):
        found[user].update(unclaimed)
    for user in _holders(DutyKind.SUPERVISOR, today):
        found[user] = everything
    return {user: counts for user, counts in found.items() if counts["open"] > 0}


def _clerk(row: Waiting, clerks: set[tuple[UUID, UUID | None]]) -> UUID | None:
    """Who has it to work on, as their queue of what was handed to them shows it."""
    is_theirs = row.clerk is not None and (row.clerk, row.body) in clerks
    return row.clerk if is_theirs and row.state == State.ROUTED else None


def _clerks(today: date) -> set[tuple[UUID, UUID | None]]:
    held = Duty.objects.filter(held_on(today), kind=DutyKind.CLERK)
    return set(held.values_list("user_id", "body_id"))


def _holders(kind: DutyKind, today: date) -> set[UUID]:
    held = Duty.objects.filter(held_on(today), kind=kind)
    return set(held.values_list("user_id", flat=True))
