"""`add`, `fold` and the reads of counts: a count is the sum of its pieces.

Verbs add pieces and never update one, so that no row is hot; the worker folds
them. Overdue is derived: open pieces whose due day has passed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Sum

from mingbai.letters.models import Tally
from mingbai.places.models import Body

Count = Tally.Count
FOLD_AT_MOST = 10_000
# What is counted by the day it happened, and told of the last days.
LATELY = (
    *(Count.RECEIVED, Count.IN_TIME, Count.LATE, Count.CLOSED_LATE),
    *(Count.DECLINED, Count.MERGED),
    *(Count.RETURNED, Count.EXTENDED, Count.REOPENED, Count.WITHDRAWN),
    *(Count.SATISFIED, Count.DISSATISFIED),
)


@dataclass(frozen=True)
class Figures:
    """What happened to letters in a span of days, and how many are open now."""

    received: int
    in_time: int
    late: int
    # Late as well, and done with by no answer.
    closed_late: int
    declined: int
    merged: int
    returned: int
    extended: int
    reopened: int
    withdrawn: int
    satisfied: int
    dissatisfied: int
    open: int
    overdue: int


def add(
    count: Tally.Count,
    *,
    body: UUID | None,
    day: date,
    officer: UUID | None = None,
    clerk: UUID | None = None,
    state: str = "",
    pieces: int = 1,
) -> None:
    """Add a piece to a count; negative pieces take away."""
    Tally.objects.create(
        count=count,
        body_id=body,
        officer_id=officer,
        clerk_id=clerk,
        state=state,
        day=day,
        pieces=pieces,
    )


def figures(*, today: date, days: int = 30, body: Body | None = None) -> Figures:
    """The figures of the last `days` days and of now, in one statement.

    For one body, or for the whole place when `body` is None.
    """
    since = today - timedelta(days=days)
    rows = Tally.objects.all() if body is None else Tally.objects.filter(body=body)
    lately = Q(day__gt=since, day__lte=today)
    found: Mapping[str, int | None] = rows.aggregate(
        **{
            count.value: Sum("pieces", filter=Q(count=count) & lately)
            for count in LATELY
        },
        open=Sum("pieces", filter=Q(count=Count.OPEN)),
        overdue=Sum("pieces", filter=Q(count=Count.OPEN, day__lt=today)),
    )
    return Figures(**{name: value or 0 for name, value in found.items()})


def open_by_body(*, today: date) -> dict[UUID | None, tuple[int, int]]:
    """For each body (None is the registrar's office): open, and of these overdue."""
    rows = (
        Tally.objects.filter(count=Count.OPEN)
        .values("body_id")
        .annotate(open=Sum("pieces"), overdue=Sum("pieces", filter=Q(day__lt=today)))
    )
    return {row["body_id"]: (row["open"] or 0, row["overdue"] or 0) for row in rows}


@dataclass(frozen=True)
class Waiting:
    """Open letters of one body, official, clerk and state, and how urgent they are.

    `body` is None at the registrar's office, `officer` while nobody has it in hand,
    `clerk` unless it was handed to one by name.
    """

    body: UUID | None
    officer: UUID | None
    clerk: UUID | None
    state: str
    open: int
    due_today: int
    overdue: int


def waiting(*, today: date) -> list[Waiting]:
    """All open letters by body, official, clerk and state, in one statement."""
    return _waiting(Count.OPEN, today)


def parts_waiting(*, today: date) -> list[Waiting]:
    """The parts that bodies are asked for and have not given, in one statement."""
    return _waiting(Count.ASSIST, today)


def _waiting(count: Tally.Count, today: date) -> list[Waiting]:
    rows = (
        Tally.objects.filter(count=count)
        .values("body_id", "officer_id", "clerk_id", "state")
        .annotate(
            open=Sum("pieces"),
            due_today=Sum("pieces", filter=Q(day=today)),
            overdue=Sum("pieces", filter=Q(day__lt=today)),
        )
    )
    return [
        Waiting(
            body=row["body_id"],
            officer=row["officer_id"],
            clerk=row["clerk_id"],
            state=row["state"],
            open=row["open"] or 0,
            due_today=row["due_today"] or 0,
            overdue=row["overdue"] or 0,
        )
        for row in rows
    ]


def asked_for() -> dict[str, int]:
    """How many extensions and how many reopenings wait for a ruling."""
    rows = (
        Tally.objects.filter(count__in=[Count.EXTENSION, Count.REOPENING])
        .values("count")
        .annotate(pieces=Sum("pieces"))
    )
    return {row["count"]: row["pieces"] or 0 for row in rows}


def fold() -> int:
    """Fold pieces of the same count, body and day into one; returns how many went.

    One transaction deletes the rows it saw and adds their sums: a read beside it
    sees either all pieces or the sum.
    """
    with transaction.atomic():
        seen = list(Tally.objects.order_by("id")[:FOLD_AT_MOST])
        sums: dict[_Key, list[Tally]] = {}
        for piece in seen:
            sums.setdefault(_key(piece), []).append(piece)
        many = [pieces for pieces in sums.values() if len(pieces) > 1]
        gone = [piece.pk for pieces in many for piece in pieces]
        deleted = Tally.objects.filter(pk__in=gone).delete()[0]
        if deleted != len(gone):
            raise FoldedElsewhere
        Tally.objects.bulk_create(_folded(pieces) for pieces in many if _sum(pieces))
        return deleted


_Key = tuple[str, UUID | None, UUID | None, UUID | None, str, date]


def _key(piece: Tally) -> _Key:
    whose = (piece.body_id, piece.officer_id, piece.clerk_id)
    return (piece.count, *whose, piece.state, piece.day)


class FoldedElsewhere(Exception):
    """Another worker folded the same pieces meanwhile; try again later."""


def _sum(pieces: list[Tally]) -> int:
    return sum(piece.pieces for piece in pieces)


def _folded(pieces: list[Tally]) -> Tally:
    first = pieces[0]
    return Tally(
        count=first.count,
        body_id=first.body_id,
        officer_id=first.officer_id,
        clerk_id=first.clerk_id,
        state=first.state,
        day=first.day,
        pieces=_sum(pieces),
    )
