"""`digest`: each morning every official is told how much waits; counts and no names."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from mingbai.accounts.models import Duty, DutyKind, User
from mingbai.accounts.officer import held_on, officer_of
from mingbai.letters.models import Notice, Recusal, State
from mingbai.letters.queue_counts import barred_waiting
from mingbai.letters.tally import Waiting, parts_waiting, waiting
from mingbai.places.days import local_day


def digest(*, at: datetime) -> int:
    """Tell once a day how many letters are `open`, `due_today`, `overdue`.

    An officer of those in hand and of the parts the body is asked for; a clerk of those
    handed over by name; a head of all that the body has; a registrar also of what
    nobody at the office has claimed; a supervisor of the whole place. Whoever has
    nothing open is not told, and nobody is told of what one must stay away from.
    Returns how many were told now.
    """
    today = local_day(at)
    holders = _Holders(today)
    counts = _counts(holders, today)
    told = Notice.objects.filter(
        user__in=counts, kind=Notice.Kind.DIGEST, day=today, letter__isnull=True
    ).values_list("user_id", flat=True)
    untold = User.objects.filter(pk__in=set(counts) - set(told), is_active=True)
    notices = [
        Notice(user=user, kind=Notice.Kind.DIGEST, at=at, day=today, counts=dict(count))
        for user, count in _without_barred(untold, counts, holders, today)
        if count["open"] > 0
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


def _counts(holders: "_Holders", today: date) -> dict[UUID, Counter[str]]:
    """How much waits for each user, of those for whom anything does."""
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for row in waiting(today=today):
        for user in holders.of(row):
            found[user].update(_pieces(row))
    for part in parts_waiting(today=today):
        for user in holders.by_body[DutyKind.OFFICER, part.body]:
            found[user].update(_pieces(part))
    return {user: counts for user, counts in found.items() if counts["open"] > 0}


def _pieces(row: Waiting) -> dict[str, int]:
    return {"open": row.open, "due_today": row.due_today, "overdue": row.overdue}


def _without_barred(
    users: Iterable[User],
    counts: Mapping[UUID, Counter[str]],
    holders: "_Holders",
    today: date,
) -> Iterator[tuple[User, Counter[str]]]:
    has_barred = Recusal.objects.filter(letter__handling__closed_at__isnull=True)
    is_any_barred = has_barred.exists()
    for user in users:
        count = Counter(counts[user.pk])
        if is_any_barred:
            for row in barred_waiting(officer_of(user, on=today), today):
                if user.pk in holders.of(row):
                    count.update(_pieces(row))
        yield user, count


class _Holders:
    """Who holds which duty today; one query."""

    def __init__(self, today: date) -> None:
        held = Duty.objects.filter(held_on(today))
        self.by_body: dict[tuple[str, UUID | None], set[UUID]] = defaultdict(set)
        for kind, body, user in held.values_list("kind", "body_id", "user_id"):
            self.by_body[kind, body].add(user)

    def of(self, row: Waiting) -> set[UUID]:
        """Each of those for whom these letters count, once."""
        users = {
            *self.by_body[DutyKind.HEAD, row.body],
            *self.by_body[DutyKind.SUPERVISOR, None],
        }
        if row.officer is not None:
            users.add(row.officer)
        elif row.body is None:
            users |= self.by_body[DutyKind.REGISTRAR, None]
        if row.clerk is not None and self._works_on(row):
            users.add(row.clerk)
        return users

    def _works_on(self, row: Waiting) -> bool:
        """Whether the clerk's queue of what was handed over by name shows it."""
        is_clerk = row.clerk in self.by_body[DutyKind.CLERK, row.body]
        return is_clerk and row.state == State.ROUTED
