"""The machine: letters are written, time passes, and everybody tries everything.

Each verb of `VERBS` becomes a rule. After every step the rows are counted anew; a
refused verb has left nothing, and one that was done was done by whom it belongs to.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Final

import time_machine
from django.db import transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from mingbai.letters.change import ChangedMeanwhile
from mingbai.letters.draft import Draft
from mingbai.letters.in_charge import NobodyInCharge
from mingbai.letters.models import Handling, Letter, State
from mingbai.letters.moves import may_happen
from mingbai.letters.promises_due import promises_due
from mingbai.letters.redate import redate
from mingbai.letters.standing import facts_of
from mingbai.letters.tally import fold
from mingbai.lib.calendar_file import CalendarDay, DayKind
from mingbai.places.actors import System
from mingbai.places.load_calendar import load_calendar
from mingbai.places.policy import Act, NotAllowed, may
from prove.due_days import days_of_the_place
from tests import cast, written
from tests.letters.life.answers import ANSWERS
from tests.letters.life.bodies import IN_BODIES
from tests.letters.life.clocks import CLOCKS
from tests.letters.life.office import OFFICE
from tests.letters.life.people import EVERYBODY, HEADS, LOGINS, WORKER, acting
from tests.letters.life.verb import Given, Verb
from tests.letters.life.world import World
from tests.letters.life.writers import WRITERS
from tests.moments import NOW

VERBS: Final = (*OFFICE, *IN_BODIES, *ANSWERS, *CLOCKS, *WRITERS)
LETTERS_AT_MOST: Final = 6
# The platform imports by these; a letter of our own it neither routes nor answers.
_IMPORTS: Final = frozenset({"route", "reply"})
_WORKER: Final = System("worker")
_TEXTS: Final = (written.TEXT, "楼道里煤气泄漏，有人晕倒，请快来人！")
_NEW_YEAR: Final = CalendarDay(date(2027, 1, 1), DayKind.HOLIDAY, "元旦")
Done = Counter[tuple[str, str]]


class LifeOfLetters(RuleBasedStateMachine):
    """The letters of one county over some weeks; all is rolled back at the end."""

    # Given by the test, for all its examples.
    clock: ClassVar[time_machine.Traveller]
    done: ClassVar[Done]

    def __init__(self) -> None:
        super().__init__()
        self.clock.move_to(NOW)
        self.world = World()
        self.is_next_year_loaded = False
        self._transaction = transaction.atomic()
        self._transaction.__enter__()

    def teardown(self) -> None:
        """Roll everything back."""
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        """One letter is there."""
        self.world.begin()
        written.send()
        self.settle("register", "done")

    @precondition(lambda self: len(self.world.handlings) < LETTERS_AT_MOST)
    @rule(
        kind=st.sampled_from(Letter.Kind.values),
        text=st.sampled_from(_TEXTS),
        to=st.sampled_from([None, "fuxianzhang", "jiaoyuju"]),
        about=st.sampled_from([None, None, None, "jiaoyu-juzhang", "fuxianzhang"]),
        hides=st.booleans(),
    )
    def register(
        self, kind: str, text: str, to: str | None, about: str | None, hides: bool
    ) -> None:
        """Somebody writes."""
        self.tick()
        addressee = {"fuxianzhang": cast.post, "jiaoyuju": cast.body}.get(to or "")
        written.send(
            Draft(
                kind=kind,
                title="路灯坏了",
                text=text,
                addressee=addressee(to) if addressee and to else None,
                about=cast.post(about) if about else None,
                hides_writer=hides,
            )
        )
        self.settle("register", "done")

    @rule(hours=st.sampled_from([1, 6, 24, 24, 48, 72, 120, 240, 480]))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.clock.shift(timedelta(hours=hours))

    @rule()
    def work(self) -> None:
        """The worker looks at the clock, and folds the counts."""
        self.tick()
        promises_due(by=_WORKER, at=datetime.now(UTC))
        redate(by=_WORKER, at=datetime.now(UTC))
        fold()
        self.settle("work", "done")

    @precondition(lambda self: not self.is_next_year_loaded)
    @rule()
    def load_next_year(self) -> None:
        """The notice for 2027 comes, and provisional days are set anew."""
        self.tick()
        now = datetime.now(UTC)
        load_calendar(
            by=cast.administrators()[0],
            at=now,
            rows=[_NEW_YEAR],
            years=[2027],
            source="示例通知",
        )
        self.is_next_year_loaded = True
        self.world.days.append((now, days_of_the_place()))
        redate(by=_WORKER, at=now)
        self.settle("load_calendar", "done")

    def tick(self) -> None:
        """Nothing happens in no time."""
        self.clock.shift(timedelta(seconds=7))

    def settle(self, verb: str, outcome: str) -> None:
        """Count the step, and see that everything is right after it."""
        self.done[verb, outcome] += 1
        found = self.world.look()
        assert not found, "\n".join([f"after {verb}:", *found])

    def attempt(self, verb: Verb, given: Given, role: str) -> None:
        """Call the verb as a door does: all of it or nothing."""
        stale = given.seen is not None and given.seen != given.letter.handling.version
        is_barred = role in LOGINS and self.world.bars(
            cast.user(LOGINS[role]), given.letter.pk
        )
        refusal = _refusal(verb, given)
        outcome = "done" if refusal is None else repr(refusal)
        note(f"{self.clock_says()} {role}: {verb.name} {given.letter}: {outcome}")
        if refusal is None:
            assert role in verb.roles, f"{role} was let {verb.name}"
            assert role not in HEADS or self.may_as_head(verb, given), (
                f"{role} was let {verb.name} without having it"
            )
            assert not is_barred, f"{role} is barred, and was let {verb.name}"
            assert not stale, f"{verb.name} took an old page"
            self.settle(verb.name, "done")
            return
        self.done[verb.name, type(refusal).__name__] += 1
        self.look_for_leavings(verb)

    def clock_says(self) -> str:
        """The instant, for the story of a failure."""
        return datetime.now(UTC).strftime("%m-%d %H:%M:%S")

    def may_as_head(self, verb: Verb, given: Given) -> bool:
        """Heads approve; what officers do they do with a letter they took."""
        holder = given.letter.handling.officer_id
        return verb.act == Act.LETTER_APPROVE or holder == given.by.user

    def look_for_leavings(self, verb: Verb) -> None:
        """A refused verb leaves nothing."""
        before = self.world.rows
        found = self.world.look()
        assert not found, f"after {verb.name} was refused: {found}"
        assert self.world.rows == before, f"{verb.name} was refused and left something"

    def is_ripe(self, verb: Verb) -> bool:
        """Whether there is a letter to which this may happen now."""
        return bool(self.ripe(verb))

    def ripe(self, verb: Verb) -> list[Handling]:
        """The letters to which this may happen now, as far as one can tell."""
        return [
            one
            for one in self.world.handlings
            if may_happen(verb.kind, State(one.state))
            and verb.is_ripe(self.world.known, one)
        ]


def _refusal(verb: Verb, given: Given) -> Exception | None:
    """What the verb raised of what it foresees; anything else flies.

    Who may not, or what nobody is there to take, is refused before a row is written:
    the door keeps what it writes about the latter.
    """
    try:
        with transaction.atomic():
            verb.do(given)
    except (NotAllowed, NobodyInCharge, ChangedMeanwhile) as error:
        return error
    except Exception as error:  # each verb has exceptions of its own
        if type(error).__module__.startswith("mingbai.letters."):
            return error
        raise
    return None


def _try_it(
    machine: LifeOfLetters, verb: Verb, chance: random.Random, data: Any
) -> None:
    machine.tick()
    letters = machine.world.handlings
    ripe = machine.ripe(verb)
    chosen = chance.choice(ripe if chance.random() < 0.9 else letters)
    letter = Letter.objects.select_related("handling").get(pk=chosen.letter_id)
    others = [one.letter_id for one in letters if one.letter_id != letter.pk]
    other = chance.choice(others) if others else None
    role = _role(verb, letter, other, chance)
    given = Given(
        by=acting(role, letter.pk, other),
        letter=letter,
        seen=_seen(chosen, chance) if verb.has_seen else None,
        draw=data.draw,
    )
    machine.attempt(verb, given, role)


def _seen(handling: Handling, chance: random.Random) -> int | None:
    if chance.random() < 0.1 and handling.version:
        return handling.version - 1
    return handling.version if chance.random() < 0.5 else None


def _role(verb: Verb, letter: Letter, other: object, chance: random.Random) -> str:
    """Somebody who may, four times of five; else anybody."""
    everybody = [
        role for role in EVERYBODY if role != WORKER or verb.name not in _IMPORTS
    ]
    if chance.random() < 0.2:
        return chance.choice(everybody)
    actors = {role: acting(role, letter.pk, other) for role in everybody}
    able = [
        role
        for role, actor in actors.items()
        if may(actor, verb.act, facts_of(letter, actor))
    ]
    return chance.choice(able or everybody)


def _rule_of(verb: Verb) -> Callable[..., None]:
    def try_it(self: LifeOfLetters, chance: random.Random, data: Any) -> None:
        _try_it(self, verb, chance, data)

    try_it.__name__ = verb.name
    asked = rule(chance=st.randoms(use_true_random=False), data=st.data())(try_it)
    ripe: Callable[..., None] = precondition(lambda self: self.is_ripe(verb))(asked)
    return ripe


for _verb in VERBS:
    setattr(LifeOfLetters, _verb.name, _rule_of(_verb))
