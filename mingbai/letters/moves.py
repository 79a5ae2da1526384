"""The one table of transitions: which event leads a letter from where to where."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from mingbai.letters.models import CLOSED, OPEN, EventKind, State

Moves = frozenset[tuple[State, State]]


def _stay(states: Iterable[State]) -> Moves:
    return frozenset((state, state) for state in states)


def _go(states: Iterable[State], *to: State) -> Moves:
    return frozenset((state, one) for state in states for one in to)


_OFFICE: Final = (State.REGISTERED, State.HELD)
_IN_HAND: Final = (*_OFFICE, State.ROUTED, State.APPROVING, State.RETURNED)
_ENDED: Final = (State.ANSWERED, State.DECLINED)

MOVES: Final[Mapping[EventKind, Moves]] = MappingProxyType(
    {
        EventKind.CLAIMED: _stay((*_OFFICE, State.ROUTED)),
        EventKind.CORRECTED: _stay((*_OFFICE, State.ROUTED, State.RETURNED)),
        EventKind.HELD: _go((State.REGISTERED,), State.HELD),
        EventKind.RESUMED: _go((State.HELD,), State.REGISTERED),
        EventKind.DECLINED: _go((*_OFFICE, State.RETURNED), State.DECLINED),
        EventKind.MERGED: _go(_OFFICE, State.MERGED),
        EventKind.RELEASED: _go((State.MERGED,), State.REGISTERED),
        # One that was merged goes wherever its principal goes.
        EventKind.ROUTED: _go(_OFFICE, State.ROUTED) | _stay((State.MERGED,)),
        EventKind.RETURNED: _go((State.ROUTED,), State.RETURNED),
        EventKind.REASSIGNED: _go((State.RETURNED,), State.ROUTED)
        | _stay((State.MERGED,)),
        EventKind.SENT_AGAIN: _go((State.RETURNED,), State.ROUTED)
        | _stay((State.MERGED,)),
        EventKind.HANDED_OVER: _stay((State.ROUTED,)),
        EventKind.ASSIST_ASKED: _stay((State.ROUTED,)),
        EventKind.ASSIST_GIVEN: _stay(_IN_HAND),
        EventKind.ASSIST_ENDED: _stay(State),
        # Whoever has it must give it up; what was put up for approval comes back, and
        # all of it to the office when nobody is left who may take it.
        EventKind.RECUSED: _stay(OPEN)
        | _go((State.APPROVING,), State.ROUTED)
        | _go((State.ROUTED, State.APPROVING), State.REGISTERED),
        EventKind.EXTENSION_ASKED: _stay((State.ROUTED,)),
        EventKind.EXTENDED: _stay(_IN_HAND),
        EventKind.EXTENSION_REFUSED: _stay(_IN_HAND),
        EventKind.REDATED: _stay(OPEN),
        EventKind.ASKED: _stay(_IN_HAND),
        EventKind.ADDED: _stay(OPEN),
        EventKind.INTERIM: _stay(_IN_HAND),
        EventKind.PASSED_ON: _stay(State),
        EventKind.PROPOSED: _go((State.ROUTED,), State.APPROVING),
        EventKind.SENT_BACK: _go((State.APPROVING,), State.ROUTED),
        EventKind.ANSWERED: _go(
            (*_OFFICE, State.ROUTED, State.APPROVING, State.MERGED), State.ANSWERED
        ),
        EventKind.PROMISE_DUE: _stay(State),
        EventKind.PROMISE_REPORTED: _stay(State),
        EventKind.PROMISE_KEPT: _stay(State),
        EventKind.PROMISE_BROKEN: _stay(State),
        EventKind.READ: _stay(State),
        EventKind.INSTRUCTED: _stay(OPEN),
        EventKind.PRESSED: _stay(OPEN),
        EventKind.ESCALATED: _stay(OPEN),
        EventKind.URGENT: _stay(OPEN),
        EventKind.HINTED: _stay(OPEN),
        EventKind.CALMED: _stay(OPEN),
        EventKind.RATED: _stay(_ENDED),
        EventKind.REOPENING_ASKED: _stay(_ENDED),
        EventKind.REOPENED: _go(_ENDED, State.REGISTERED, State.ROUTED),
        EventKind.REOPENING_REFUSED: _stay(_ENDED),
        EventKind.WITHDRAWN: _go(OPEN, State.WITHDRAWN),
    }
)
# Registration begins the life of a letter and is no transition.
FIRST: Final = EventKind.REGISTERED


def may_move(kind: EventKind, from_state: State, to_state: State) -> bool:
    """Whether this event may lead from the one state to the other."""
    return (from_state, to_state) in MOVES.get(kind, frozenset())


def may_happen(kind: EventKind, state: State) -> bool:
    """Whether this event may happen to a letter in that state at all."""
    return any(before == state for before, _ in MOVES.get(kind, frozenset()))


def closes(kind: EventKind) -> bool:
    """Whether this event ends the handling of a letter."""
    return any(
        before not in CLOSED and after in CLOSED
        for before, after in MOVES.get(kind, frozenset())
    )
