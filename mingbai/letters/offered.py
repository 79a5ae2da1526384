"""`queues_of`: the queues of the desk, and which of them a duty opens."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from mingbai.places.actors import Officer


class Queue(StrEnum):
    """The queues of the desk, in the order in which they are offered."""

    OFFICE = "office"
    MINE = "mine"
    # To a clerk by name, to work on it; the officer still has it.
    HANDED = "handed"
    APPROVING = "approving"
    LEADER = "leader"
    OVERDUE = "overdue"
    TODAY = "today"
    URGENT = "urgent"
    BODY = "body"
    ASSIST = "assist"
    RETURNED = "returned"
    EXTENSION = "extension"
    REOPENING = "reopening"
    # Rated one or two in the last thirty days.
    UNSATISFIED = "unsatisfied"
    # To writers who want to hear by telephone, text message or e-mail.
    RELAY = "relay"
    HELD = "held"
    OPEN = "open"
    CLOSED = "closed"


CLOCKS: Final = frozenset({Queue.TODAY, Queue.OVERDUE})
OFFERED: Final[Mapping[str, frozenset[Queue]]] = {
    "registrar": CLOCKS
    | {Queue.OFFICE, Queue.MINE, Queue.URGENT, Queue.RETURNED, Queue.EXTENSION}
    | {Queue.RELAY, Queue.UNSATISFIED}
    | {Queue.HELD, Queue.OPEN, Queue.CLOSED},
    "supervisor": CLOCKS
    | {Queue.URGENT, Queue.RETURNED, Queue.EXTENSION, Queue.REOPENING}
    | {Queue.OPEN, Queue.CLOSED},
    "officer": CLOCKS
    | {Queue.MINE, Queue.BODY, Queue.ASSIST, Queue.RETURNED}
    | {Queue.UNSATISFIED, Queue.CLOSED},
    "head": CLOCKS
    | {Queue.MINE, Queue.APPROVING, Queue.BODY}
    | {Queue.UNSATISFIED, Queue.CLOSED},
    "clerk": CLOCKS | {Queue.HANDED, Queue.BODY, Queue.CLOSED},
    "leader": frozenset({Queue.LEADER}),
    "watch": frozenset({Queue.URGENT}),
}


def queues_of(officer: Officer) -> list[Queue]:
    """The queues an official may open, the first one first."""
    offered = {
        queue
        for duty, queues in OFFERED.items()
        if officer.has(duty)
        for queue in queues
    }
    return [queue for queue in Queue if queue in offered]


def sees_all(officer: Officer) -> bool:
    """Whether the official's queues hold the letters of the whole place."""
    return officer.has("registrar", "supervisor")
