"""`counts_of`: how many letters wait in each queue of an official, by the tallies."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum

from mingbai.letters import tally
from mingbai.letters.barred import barred_letters
from mingbai.letters.models import (
    Assist,
    Extension,
    Handling,
    Reopening,
    State,
    Tally,
)
from mingbai.letters.offered import Queue, sees_all
from mingbai.letters.queue_source import OPEN, rows_in, source_of, working_for
from mingbai.letters.queue_source import WAITING as UNRULED
from mingbai.letters.tally import Waiting
from mingbai.places.actors import Officer

# These are not tallied.
BY_ROWS: Final = frozenset({Queue.URGENT, Queue.UNSATISFIED, Queue.RELAY})
Which = Callable[[Officer, Waiting], bool]


def counts_of(
    officer: Officer, queues: Collection[Queue], *, today: date
) -> dict[Queue, int]:
    """How many letters wait in these queues; queues without a count are left out.

    From the tallies, less the letters from which the official must stay away. The
    closed and a leader's letters are not counted.
    """
    rows = tally.waiting(today=today) + barred_waiting(officer, today)
    counts = Counter({queue: 0 for queue in queues if queue in WAITING})
    for row in rows:
        for queue in counts:
            if WAITING[queue](officer, row):
                counts[queue] += PIECES.get(queue, _pieces)(row)
    found = dict(counts)
    for queue in BY_ROWS & set(queues):
        found[queue] = rows_in(source_of(queue, officer, today))
    if Queue.ASSIST in queues:
        found[Queue.ASSIST] = _assisting(officer)
    return found | _asked_for(officer, queues)


def _in_scope(officer: Officer, row: Waiting) -> bool:
    return sees_all(officer) or row.body in working_for(officer)


def _everything(officer: Officer, row: Waiting) -> bool:
    return True


def _office(officer: Officer, row: Waiting) -> bool:
    return row.body is None and row.state == State.REGISTERED


def _mine(officer: Officer, row: Waiting) -> bool:
    return row.officer == officer.user and row.state != State.MERGED


def _handed(officer: Officer, row: Waiting) -> bool:
    is_mine = row.clerk == officer.user and row.state == State.ROUTED
    return is_mine and row.body in officer.bodies_as("clerk")


def _body(officer: Officer, row: Waiting) -> bool:
    return row.body in working_for(officer) and row.state != State.MERGED


def _approving(officer: Officer, row: Waiting) -> bool:
    heads = officer.bodies_as("head")
    return row.state == State.APPROVING and row.body in heads


def _returned(officer: Officer, row: Waiting) -> bool:
    return row.state == State.RETURNED and _in_scope(officer, row)


def _held(officer: Officer, row: Waiting) -> bool:
    return row.state == State.HELD


WAITING: Final[Mapping[Queue, Which]] = {
    Queue.OFFICE: _office,
    Queue.MINE: _mine,
    Queue.HANDED: _handed,
    Queue.APPROVING: _approving,
    Queue.OVERDUE: _in_scope,
    Queue.TODAY: _in_scope,
    Queue.BODY: _body,
    Queue.RETURNED: _returned,
    Queue.HELD: _held,
    Queue.OPEN: _everything,
}


def _pieces(row: Waiting) -> int:
    return row.open


def _pieces_today(row: Waiting) -> int:
    return row.due_today


def _pieces_overdue(row: Waiting) -> int:
    return row.overdue


PIECES: Final[Mapping[Queue, Callable[[Waiting], int]]] = {
    Queue.TODAY: _pieces_today,
    Queue.OVERDUE: _pieces_overdue,
}


def barred_waiting(officer: Officer, today: date) -> list[Waiting]:
    """The open letters the official must stay away from, to be taken away."""
    rows = (
        Handling.objects.filter(OPEN, letter__in=barred_letters(officer))
        .values_list("body_id", "officer_id", "clerk_id", "state")
        .annotate(
            pieces=Count("pk"),
            due_today=Count("pk", filter=Q(due_on=today)),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
        )
    )
    return [
        Waiting(
            body=body,
            officer=holder,
            clerk=clerk,
            state=state,
            open=-pieces,
            due_today=-due_today,
            overdue=-overdue,
        )
        for body, holder, clerk, state, pieces, due_today, overdue in rows
    ]


def _assisting(officer: Officer) -> int:
    mine = Q(body__in=officer.bodies)
    found = Tally.objects.filter(mine, count=Tally.Count.ASSIST).aggregate(
        pieces=Sum("pieces")
    )
    parts = Assist.objects.filter(mine, state=Assist.State.OPEN)
    return (found["pieces"] or 0) - _barred_of(parts, officer)


def _asked_for(officer: Officer, queues: Collection[Queue]) -> dict[Queue, int]:
    counts = {
        Queue.EXTENSION: Tally.Count.EXTENSION,
        Queue.REOPENING: Tally.Count.REOPENING,
    }
    wanted = {queue: count for queue, count in counts.items() if queue in queues}
    if not wanted:
        return {}
    found = tally.asked_for()
    return {
        queue: found.get(count, 0) - _barred_of(_unruled(queue), officer)
        for queue, count in wanted.items()
    }


def _unruled(queue: Queue) -> QuerySet[Any, Any]:
    if queue is Queue.EXTENSION:
        return Extension.objects.filter(UNRULED)
    return Reopening.objects.filter(UNRULED)


def _barred_of(rows: QuerySet[Any, Any], officer: Officer) -> int:
    """How many of these rows belong to letters the official must not be told of."""
    return rows.filter(letter__in=barred_letters(officer)).count()
