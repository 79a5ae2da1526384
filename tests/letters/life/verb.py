"""What a verb of the machine is: who may ever do it, on what, and how it is called."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from mingbai.letters.models import EventKind, Handling, Letter
from mingbai.places.policy import Act

Drawn = TypeVar("Drawn")


@dataclass(frozen=True)
class Given:
    """What a verb is called with."""

    # Whoever tries it: an actor of the wrong type has to be refused as well.
    by: Any
    letter: Letter
    # The version that the page showed, if anybody looked.
    seen: int | None
    chance: random.Random

    @property
    def at(self) -> datetime:
        """Now."""
        return datetime.now(UTC)

    @property
    def usual(self) -> dict[str, Any]:
        """by, at and letter, which every verb takes."""
        return {"by": self.by, "at": self.at, "letter": self.letter}

    @property
    def usual_and_seen(self) -> dict[str, Any]:
        """The same for a verb that asks what the page showed."""
        return self.usual | {"seen": self.seen}

    def one_of(self, *choices: Drawn) -> Drawn:
        """One of these."""
        return self.chance.choice(choices)

    @property
    def yes(self) -> bool:
        """True or false."""
        return self.one_of(True, False)

    def words(self, usual: str) -> str:
        """These words, and now and then none at all."""
        return self.one_of(*[usual] * 7, " \n")


@dataclass(frozen=True)
class Known:
    """The letters on which something waits, by their ids."""

    promised: frozenset[UUID] = frozenset()
    # Rated in this round.
    rated: frozenset[UUID] = frozenset()
    # Of them not solved, and not asked to be opened again.
    unsolved: frozenset[UUID] = frozenset()
    extending: frozenset[UUID] = frozenset()
    reopening: frozenset[UUID] = frozenset()
    assisted: frozenset[UUID] = frozenset()
    # To be passed on by the office.
    owed_a_word: frozenset[UUID] = frozenset()
    # Brought before a leader.
    brought_up: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Verb:
    """One verb, with what the machine itself knows of it.

    `roles` may do it to some letter, nobody else ever. `is_ripe` guesses whether it can
    be done to this one now, so that it is tried where it may succeed.
    """

    name: str
    kind: EventKind
    act: Act
    roles: frozenset[str]
    do: Callable[[Given], object]
    is_ripe: Callable[[Known, Handling], bool] = lambda known, handling: True
    has_seen: bool = True
    # How readily it is tried; what ends a letter's life is tried less.
    weight: float = 1
