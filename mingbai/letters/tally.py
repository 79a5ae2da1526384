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


@dataclass(frozen=True)
class Figures:
    """What happened to letters in a span of days, and how many are open now."""

    received: int
    in_time: int
    late: int
    open: int
    overdue: int


def add(count: Tally.Count, *, body: Body | None, day: date, pieces: int = 1) -> None:
    """Add a piece to a count; negative pieces take away."""
    Tally.objects.create(count=count, body=body, day=day, pieces=pieces)


def figures(*, today: date, days: int = 30, body: Body | None = None) -> Figures:
    """The figures of the last `days` days and of now, in one statement.

    For one body, or for the whole place when `body` is None.
    """
    since = today - timedelta(days=days)
    rows = Tally.objects.all() if body is None else Tally.objects.filter(body=body)
    lately = Q(day__gt=since, day__lte=today)
    found: Mapping[str, int | None] = rows.aggregate(
        received=Sum("pieces", filter=Q(count=Count.RECEIVED) & lately),
        in_time=Sum("pieces", filter=Q(count=Count.IN_TIME) & lately),
        late=Sum("pieces", filter=Q(count=Count.LATE) & lately),
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


def fold() -> int:
    """Fold pieces of the same count, body and day into one; returns how many went.

    One transaction deletes the rows it saw and adds their sums: a read beside it
    sees either all pieces or the sum.
    """
    with transaction.atomic():
        seen = list(Tally.objects.order_by("id")[:FOLD_AT_MOST])
        sums: dict[tuple[str, UUID | None, date], list[Tally]] = {}
        for piece in seen:
            sums.setdefault((piece.count, piece.body_id, piece.day), []).append(piece)
        many = [pieces for pieces in sums.values() if len(pieces) > 1]
        gone = [piece.pk for pieces in many for piece in pieces]
        deleted = Tally.objects.filter(pk__in=gone).delete()[0]
        if deleted != len(gone):
            raise FoldedElsewhere
        Tally.objects.bulk_create(_folded(pieces) for pieces in many if _sum(pieces))
        return deleted


class FoldedElsewhere(Exception):
    """Another worker folded the same pieces meanwhile; try again later."""


def _sum(pieces: list[Tally]) -> int:
    return sum(piece.pieces for piece in pieces)


def _folded(pieces: list[Tally]) -> Tally:
    first = pieces[0]
    return Tally(
        count=first.count,
        body_id=first.body_id,
        day=first.day,
        pieces=_sum(pieces),
    )
