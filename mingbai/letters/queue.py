"""`page`: one page of a queue, by key: before or after a letter, never by offset."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from mingbai.letters.models import Handling
from mingbai.letters.models.handling import HandlingQuerySet
from mingbai.lib.numbering import Ref
from mingbai.places.actors import Officer

PAGE_SIZE = 30


class Queue(StrEnum):
    """The queues of the desk."""

    MINE = "mine"
    OFFICE = "office"
    OPEN = "open"
    ANSWERED = "answered"


@dataclass(frozen=True)
class QueuePage:
    """Some letters of a queue, and whether more stand before and after them."""

    rows: list[Handling]
    has_before: bool
    has_after: bool


def queues_of(officer: Officer) -> list[Queue]:
    """The queues an official may open, the first one first."""
    sees_all = officer.has("registrar", "supervisor")
    queues = [Queue.OFFICE, Queue.OPEN] if sees_all else []
    if officer.bodies:
        queues.insert(0, Queue.MINE)
    return [*queues, Queue.ANSWERED] if queues else []


def page(
    queue: Queue,
    *,
    officer: Officer,
    after: Ref | None = None,
    before: Ref | None = None,
) -> QueuePage:
    """Thirty letters after or before the given one, or the first thirty."""
    rows = _rows(queue, officer)
    mark = _mark(after or before)
    if mark is not None and before is not None:
        found = list(_beyond(rows, queue, mark, forward=False)[: PAGE_SIZE + 1])
        return QueuePage(
            rows=found[:PAGE_SIZE][::-1],
            has_before=len(found) > PAGE_SIZE,
            has_after=True,
        )
    if mark is not None:
        rows = _beyond(rows, queue, mark, forward=True)
    found = list(rows[: PAGE_SIZE + 1])
    return QueuePage(
        rows=found[:PAGE_SIZE],
        has_before=mark is not None,
        has_after=len(found) > PAGE_SIZE,
    )


def _rows(queue: Queue, officer: Officer) -> HandlingQuerySet:
    rows = Handling.objects.with_row()
    sees_all = officer.has("registrar", "supervisor")
    if queue is Queue.ANSWERED:
        done = rows.closed()
        return done if sees_all else done.filter(_of(officer.bodies))
    waiting = rows.waiting()
    if queue is Queue.OPEN:
        return waiting
    if queue is Queue.OFFICE:
        return waiting.filter(body__isnull=True)
    return waiting.filter(_of(officer.bodies))


def _of(bodies: frozenset[UUID]) -> Q:
    # An equality lets the index give the order; an officer has one body as a rule.
    if len(bodies) == 1:
        return Q(body_id=next(iter(bodies)))
    return Q(body_id__in=bodies)


def _mark(ref: Ref | None) -> Handling | None:
    if ref is None:
        return None
    return Handling.objects.filter(
        letter__year=ref.year, letter__number=ref.number
    ).first()


def _beyond(
    rows: HandlingQuerySet, queue: Queue, mark: Handling, *, forward: bool
) -> HandlingQuerySet:
    newest_first = queue is Queue.ANSWERED
    key = "closed_at" if newest_first else "due_on"
    value = getattr(mark, key)
    up = forward is not newest_first
    sign = "gt" if up else "lt"
    # The first condition follows from the second; it lets the index begin there.
    found = rows.filter(
        Q(**{f"{key}__{sign}e": value}),
        Q(**{f"{key}__{sign}": value}) | Q(**{key: value, f"id__{sign}": mark.pk}),
    )
    order = (key, "id") if up else (f"-{key}", "-id")
    return found.order_by(*order)
