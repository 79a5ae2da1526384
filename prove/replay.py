"""Letters relive a place's practice: every way a letter can go, by seed.

Each act is done as a door does it, in a durable transaction of its own and at its
own time; what a verb refuses is counted and changes nothing.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import time_machine

from mingbai.intake.take import take_letter
from mingbai.letters.draft import TITLE_LENGTH, Draft
from mingbai.letters.models import Letter
from mingbai.letters.promises_due import promises_due
from mingbai.letters.redate import redate
from mingbai.letters.sweep import sweep
from mingbai.letters.tally import fold
from mingbai.lib.receipt import mint
from mingbai.places.actors import Citizen, System
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from mingbai.places.scoping import within
from prove.agenda import ZONE, Agenda
from prove.town import Town

WORKER: Final = System("worker")
# Asks, suggestions, complaints, and requests for disclosure.
KINDS: Final = {"ask": 45, "suggest": 15, "complain": 36, "disclose": 4}


@dataclass(frozen=True)
class Past:
    """A letter as somebody wrote it, and the answer it was given."""

    title: str
    text: str
    reply: str


@dataclass
class Life:
    """One letter on its way, with what was decided beforehand."""

    past: Past
    # None until it is registered.
    letter: Letter | None = None
    answers: int = 0

    @property
    def writer(self) -> Citizen:
        """Whoever holds the receipt."""
        assert self.letter is not None, "it is registered first"
        return Citizen(channel="web", letters=frozenset({self.letter.pk}))

    def anew(self) -> Letter:
        """The letter as it stands now."""
        assert self.letter is not None, "it is registered first"
        return Letter.objects.select_related("handling__body", "handling__officer").get(
            pk=self.letter.pk
        )


@dataclass
class Replay:
    """The letters, the officials, and what is still to happen."""

    place: Place
    town: Town
    agenda: Agenda
    chance: random.Random
    clock: time_machine.Traveller
    lives: list[Life] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def begin(
        self, pasts: Sequence[Past], since: datetime, days: int, arrived: "Step"
    ) -> None:
        """Have the letters come in their order over so many days; then `arrived`."""
        for number, past in enumerate(pasts):
            day = since + timedelta(days=days * number / len(pasts))
            life = Life(past)
            self.lives.append(life)
            self._put(self.agenda.at_any_hour(day), "register", life, _register)
            self._put(self.agenda.in_office(day, 1.0, 2.5), "arrive", life, arrived)
        morning = since.astimezone(ZONE).replace(hour=8, minute=30)
        while morning <= self.agenda.ends_at:
            self.agenda.put(morning, self._work)
            morning += timedelta(days=1)

    def run(self) -> None:
        """Everything, by its time."""
        for at, act in self.agenda.all():
            self.clock.move_to(at)
            act(at)

    def soon(
        self, at: datetime, least: float, most: float, life: Life, step: "Step"
    ) -> None:
        """So many days later, in office hours."""
        self._put(self.agenda.in_office(at, least, most), step.__name__, life, step)

    def happens(self, share: float) -> bool:
        """True in that share of cases."""
        return self.chance.random() < share

    def _put(self, at: datetime, name: str, life: Life, step: "Step") -> None:
        self.agenda.put(at, lambda at: self._try(name, life, step, at))

    def _try(self, name: str, life: Life, step: "Step", at: datetime) -> None:
        """As a door: durably, or not at all."""
        try:
            with within(self.place, durable=True):
                step(self, life, at)
        except Exception as error:  # each verb has exceptions of its own
            module = type(error).__module__
            if not isinstance(error, NotAllowed) and not module.startswith(
                "mingbai.letters."
            ):
                raise
            self.refused[f"{name}: {type(error).__name__}"] += 1
        else:
            self.done[name] += 1

    def _work(self, at: datetime) -> None:
        for task in (promises_due, sweep, redate):
            with within(self.place, durable=True):
                task(by=WORKER, at=at)
        with within(self.place, durable=True):
            fold()


Step = Callable[[Replay, Life, datetime], object]


def _register(replay: Replay, life: Life, at: datetime) -> None:
    """The writer sends it; the receipt is minted as for any other letter."""
    chance, town = replay.chance, replay.town
    addressee = chance.choices(
        [None, chance.choice(town.posts), town.body_for(life.past.text)], [60, 20, 20]
    )[0]
    draft = Draft(
        kind=chance.choices(list(KINDS), list(KINDS.values()))[0],
        title=life.past.title[:TITLE_LENGTH],
        text=life.past.text,
        addressee=addressee,
        hides_writer=replay.happens(0.1),
    )
    writer = Citizen(channel="web")
    life.letter = take_letter(by=writer, at=at, draft=draft, receipt=mint())
