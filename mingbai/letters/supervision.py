"""What supervisors watch: five lists by key, and how much stands in each."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, Sum

from mingbai.letters.barred import barred_letters, not_barred
from mingbai.letters.models import Extension, Handling, Ruling, State, Tally
from mingbai.letters.offered import Queue
from mingbai.letters.queue import QueuePage, page_of
from mingbai.letters.queue_source import (
    BY_DUE_DAY,
    OPEN,
    Source,
    lately,
    rows_in,
    source_of,
)
from mingbai.lib.numbering import Ref
from mingbai.places.actors import Officer
from mingbai.places.days import working_calendar


class Concern(StrEnum):
    """What a supervisor looks after, the most pressing first."""

    LATE = "late"
    TOMORROW = "tomorrow"
    RETURNED = "returned"
    # Granted in the last thirty days, the newest first.
    EXTENDED = "extended"
    # Rated one or two in the last thirty days, the newest first.
    UNSATISFIED = "unsatisfied"


QUEUES: Final[Mapping[Concern, Queue]] = MappingProxyType(
    {
        Concern.LATE: Queue.OVERDUE,
        Concern.RETURNED: Queue.RETURNED,
        Concern.UNSATISFIED: Queue.UNSATISFIED,
    }
)
_GRANTED: Final = Q(ruling=Ruling.GRANTED)
_PIECES: Final = Q(count=Tally.Count.OPEN)


def watched(
    concern: Concern,
    *,
    officer: Officer,
    today: date,
    after: Ref | None = None,
    before: Ref | None = None,
) -> QueuePage:
    """Thirty letters of the whole place, after or before the given one.

    Never one from which the official must stay away. `tomorrow` is the next working
    day and the rest days before it.
    """
    source = _source(concern, officer, today)
    return page_of(source, after=after, before=before)


def how_many(*, officer: Officer, today: date) -> dict[Concern, int]:
    """How many letters of the whole place give each concern.

    Open ones from the tallies, less those from which the official must stay away;
    what happened in the last thirty days by its rows, up to 99.
    """
    counts = _open_ones(officer, today)
    for concern in (Concern.EXTENDED, Concern.UNSATISFIED):
        counts[concern] = rows_in(_source(concern, officer, today))
    return counts


def _open_ones(officer: Officer, today: date) -> dict[Concern, int]:
    """By one sum of all, and one count of the few that are barred."""
    until = _next_working_day(today)
    all_of_them: Mapping[str, int | None] = Tally.objects.aggregate(
        late=Sum("pieces", filter=_PIECES & Q(day__lt=today)),
        tomorrow=Sum("pieces", filter=_PIECES & Q(day__gt=today, day__lte=until)),
        returned=Sum("pieces", filter=_PIECES & Q(state=State.RETURNED)),
    )
    barred: Mapping[str, int] = Handling.objects.filter(
        OPEN, letter__in=barred_letters(officer)
    ).aggregate(
        late=Count("pk", filter=Q(due_on__lt=today)),
        tomorrow=Count("pk", filter=Q(due_on__gt=today, due_on__lte=until)),
        returned=Count("pk", filter=Q(state=State.RETURNED)),
    )
    return {
        Concern(name): (pieces or 0) - barred[name]
        for name, pieces in all_of_them.items()
    }


def _source(concern: Concern, officer: Officer, today: date) -> Source:
    if concern is Concern.TOMORROW:
        return _tomorrow(officer, today)
    if concern is Concern.EXTENDED:
        return _extended(officer, today)
    return source_of(QUEUES[concern], officer, today)


def _tomorrow(officer: Officer, today: date) -> Source:
    rows = Handling.objects.with_row().filter(
        OPEN,
        *not_barred(officer),
        due_on__gt=today,
        due_on__lte=_next_working_day(today),
    )
    return Source(rows, Handling.objects.all(), BY_DUE_DAY)


def _extended(officer: Officer, today: date) -> Source:
    """Once a letter: of one opened again, what was granted in the present round."""
    of_this_round = Handling.objects.filter(
        letter=OuterRef("letter_id"), round=OuterRef("round")
    )
    granted = Extension.objects.filter(_GRANTED)
    rows = granted.filter(
        Exists(of_this_round), *not_barred(officer), ruled_at__gte=lately(today)
    )
    return Source(rows, granted, ("ruled_at", "id"), is_newest_first=True)


def _next_working_day(today: date) -> date:
    return working_calendar(since=today).add_working_days(today, 1).day
