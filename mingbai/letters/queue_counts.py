"""`counts_of`: how many letters wait in each queue of an official, by the tallies."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, Sum

from mingbai.letters import tally
from mingbai.letters.models import Handling, Recusal, State, Tally
from mingbai.letters.offered import Queue, sees_all
from mingbai.letters.queue_source import OPEN, source_of, working_for
from mingbai.letters.standing import bodies_of
from mingbai.letters.tally import Waiting
from mingbai.places.actors import Officer

# Danger to life is not tallied; of more than this nobody needs the exact number.
MOST_URGENT: Final = 99
Which = Callable[[Officer, Waiting], bool]


def counts_of(
    officer: Officer, queues: Collection[Queue], *, today: date
) -> dict[Queue, int]:
    """How many letters wait in these queues; queues without a count are left out.

    From the tallies, less the letters from which the official must stay away. The
    closed and a leader's letters are not counted.
    """
    rows = tally.waiting(today=today) + _barred(officer, today)
    counts = Counter({queue: 0 for queue in queues if queue in WAITING})
    for row in rows:
        for queue in counts:
            if WAITING[queue](officer, row):
                counts[queue] += PIECES.get(queue, _pieces)(row)
    found = dict(counts)
    if Queue.URGENT in queues:
        found[Queue.URGENT] = _urgent(officer)
    if Queue.ASSIST in queues:
        found[Queue.ASSIST] = _assisting(officer.bodies)
    return found | _asked_for(queues)


def _in_scope(officer: Officer, row: Waiting) -> bool:
    return sees_all(officer) or row.body in working_for(officer)


def _everything(officer: Officer, row: Waiting) -> bool:
    return True


def _office(officer: Officer, row: Waiting) -> bool:
    return row.body is None and row.state == State.REGISTERED


def _mine(officer: Officer, row: Waiting) -> bool:
    return row.officer == officer.user and row.state != State.MERGED


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


def _barred(officer: Officer, today: date) -> list[Waiting]:
    """The open letters the official must stay away from, to be taken away: few."""
    names = Q(user=officer.user) | Q(body__in=bodies_of(officer))
    letters = Recusal.objects.filter(names).values("letter_id")
    rows = Handling.objects.filter(OPEN, letter__in=letters).values_list(
        "body_id", "officer_id", "state", "due_on"
    )
    return [
        Waiting(
            body=body,
            officer=holder,
            state=state,
            open=-1,
            due_today=-(due == today),
            overdue=-(due < today),
        )
        for body, holder, state, due in rows
    ]


def _urgent(officer: Officer) -> int:
    """Read by their own small index, and no further than anybody looks."""
    rows = source_of(Queue.URGENT, officer, None).rows.select_related(None)
    return len(rows.order_by("due_on", "id").values_list("pk")[:MOST_URGENT])


def _assisting(bodies: frozenset[UUID]) -> int:
    found = Tally.objects.filter(count=Tally.Count.ASSIST, body__in=bodies).aggregate(
        pieces=Sum("pieces")
    )
    return found["pieces"] or 0


def _asked_for(queues: Collection[Queue]) -> dict[Queue, int]:
    counts = {
        Queue.EXTENSION: Tally.Count.EXTENSION,
        Queue.REOPENING: Tally.Count.REOPENING,
    }
    wanted = {queue: count for queue, count in counts.items() if queue in queues}
    if not wanted:
        return {}
    found = tally.asked_for()
    return {queue: found.get(count, 0) for queue, count in wanted.items()}
