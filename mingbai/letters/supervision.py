"""What supervisors watch: five lists by key, and how much stands in each."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.db.models import Q, Sum

from mingbai.letters import tally
from mingbai.letters.barred import not_barred
from mingbai.letters.models import Handling, Rating, State, Tally
from mingbai.letters.offered import Queue
from mingbai.letters.queue import QueuePage, page_of
from mingbai.letters.queue_source import BY_DUE_DAY, OPEN, Source, source_of
from mingbai.lib.numbering import Ref
from mingbai.places.actors import Officer
from mingbai.places.days import working_calendar

Count = Tally.Count


class Concern(StrEnum):
    """What a supervisor looks after, the most pressing first."""

    LATE = "late"
    TOMORROW = "tomorrow"
    RETURNED = "returned"
    EXTENSION = "extension"
    # The writer asks to open it again.
    REOPENING = "reopening"
    # Rated one or two, the newest first.
    UNSATISFIED = "unsatisfied"


QUEUES: Final[Mapping[Concern, Queue]] = MappingProxyType(
    {
        Concern.LATE: Queue.OVERDUE,
        Concern.RETURNED: Queue.RETURNED,
        Concern.EXTENSION: Queue.EXTENSION,
        Concern.REOPENING: Queue.REOPENING,
    }
)


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


def how_many(*, today: date) -> dict[Concern, int]:
    """How many letters give each concern, from the tallies; unsatisfied in 30 days."""
    open_ones = Q(count=Count.OPEN)
    found: Mapping[str, int | None] = Tally.objects.aggregate(
        late=Sum("pieces", filter=open_ones & Q(day__lt=today)),
        tomorrow=Sum(
            "pieces",
            filter=open_ones & Q(day__gt=today, day__lte=_next_working_day(today)),
        ),
        returned=Sum("pieces", filter=open_ones & Q(state=State.RETURNED)),
        extension=Sum("pieces", filter=Q(count=Count.EXTENSION)),
        reopening=Sum("pieces", filter=Q(count=Count.REOPENING)),
    )
    unsatisfied = tally.figures(today=today).dissatisfied
    counted = {Concern(name): value or 0 for name, value in found.items()}
    return counted | {Concern.UNSATISFIED: unsatisfied}


def _source(concern: Concern, officer: Officer, today: date) -> Source:
    if concern is Concern.TOMORROW:
        return _tomorrow(officer, today)
    if concern is Concern.UNSATISFIED:
        return _unsatisfied(officer)
    return source_of(QUEUES[concern], officer, today)


def _tomorrow(officer: Officer, today: date) -> Source:
    rows = Handling.objects.with_row().filter(
        OPEN,
        *not_barred(officer),
        due_on__gt=today,
        due_on__lte=_next_working_day(today),
    )
    return Source(rows, Handling.objects.all(), BY_DUE_DAY)


def _unsatisfied(officer: Officer) -> Source:
    # As the partial index says it.
    low = Rating.objects.filter(level__lte=2)
    rows = low.filter(*not_barred(officer))
    return Source(rows, low, ("at", "id"), is_newest_first=True)


def _next_working_day(today: date) -> date:
    return working_calendar(since=today).add_working_days(today, 1).day
