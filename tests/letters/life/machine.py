"""The machine: letters are written, time passes, and everybody tries everything.

After every step the rows are counted anew; a
refused verb has left nothing, and one that was done was done by whom it belongs to.
"""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final

import time_machine
from django.db import transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from mingbai.letters.change import ChangedMeanwhile
from mingbai.letters.claim import claim_next
from mingbai.letters.draft import Draft
from mingbai.letters.find import by_ref
from mingbai.letters.in_charge import NobodyInCharge
from mingbai.letters.models import Assist, Handling, Letter, State
from mingbai.letters.moves import may_happen
from mingbai.letters.promises_due import promises_due
from mingbai.letters.queue import page, queues_of
from mingbai.letters.redate import redate
from mingbai.letters.standing import facts_of
from mingbai.letters.sweep import sweep
from mingbai.letters.tally import fold
from mingbai.lib.numbering import Ref
from mingbai.places.actors import System
from mingbai.places.days import local_day
from mingbai.places.policy import Act, NotAllowed, may
from tests import cast, written
from tests.letters.life.answers import ANSWERS
from tests.letters.life.bodies import IN_BODIES
from tests.letters.life.clocks import CLOCKS
from tests.letters.life.county import CHANGES
from tests.letters.life.office import OFFICE
from tests.letters.life.people import (
    EVERYBODY,
    HEADS,
    LOGINS,
    OFFICERS,
    OUTSIDER,
    REGISTRARS,
    WORKER,
    acting,
)
from tests.letters.life.verb import Given, Verb
from tests.letters.life.world import World, read_rows
from tests.letters.life.writers import WRITERS
from tests.moments import NOW

VERBS: Final = (*OFFICE, *IN_BODIES, *ANSWERS, *CLOCKS, *WRITERS)
CHANGES_AT_MOST: Final = 4
STEPS_BETWEEN: Final = 4
SEEDS: Final = st.integers(0, 2**32 - 1)
_HOURS: Final = (1, 6, 24, 24, 48, 72, 120, 240, 480)
_RARELY: Final = 0.1
_SELDOM: Final = 0.2
LETTERS_AT_MOST: Final = 6
# The platform imports by these; a letter of our own it neither routes nor answers.
_IMPORTS: Final = frozenset({"route", "reply"})
_WORKER: Final = System("worker")
_TEXTS: Final = (written.TEXT, "楼道里煤气泄漏，有人晕倒，请快来人！")
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
        # How often each verb was tried in this example.
        self.tried: Counter[str] = Counter()
        self.steps = self.passed_at = 0
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
    @rule(seed=SEEDS)
    def register(self, seed: int) -> None:
        """Somebody writes."""
        chance = self.tick(seed)
        named = ["jiaoyu-juzhang", "fuxianzhang", "xianzhang"]
        about = chance.choice([None, None, None, None, *named])
        to = chance.choice([None, cast.post("fuxianzhang"), cast.education()])
        letter = Draft(
            kind=chance.choice(Letter.Kind.values),
            title="路灯坏了",
            text=chance.choice(_TEXTS),
            addressee=to,
            about=cast.post(about) if about else None,
            hides_writer=chance.random() < _RARELY,
            answer_by=chance.choice(Letter.AnswerBy.values),
            telephone="+8613800000000",
            email="zhou@example.com",
        )
        note(f"{self.clock_says()} register {letter.kind} to {to} about {about}")
        written.send(letter)
        self.settle("register", "done")

    @precondition(lambda self: self.steps - self.passed_at >= STEPS_BETWEEN)
    @rule(seed=SEEDS)
    def time_passes(self, seed: int) -> None:
        """Hours or weeks; the worker looks at the clock, and folds the counts."""
        chance = self.tick(seed)
        self.passed_at = self.steps
        self.clock.shift(timedelta(hours=chance.choice(_HOURS)))
        now = datetime.now(UTC)
        promises_due(by=_WORKER, at=now)
        sweep(by=_WORKER, at=now)
        redate(by=_WORKER, at=now)
        fold()
        note(f"{self.clock_says()} worker")
        self.settle("time_passes", "done")
        self.look_around(chance.choice(sorted(LOGINS)))

    @precondition(lambda self: self.tried["change"] < CHANGES_AT_MOST)
    @rule(seed=SEEDS)
    def change_county(self, seed: int) -> None:
        """What holds for letters, or who answers for a body, changes."""
        chance = self.tick(seed)
        self.tried["change"] += 1
        what = chance.choice(sorted(CHANGES))
        CHANGES[what](self.world, chance)
        note(f"{self.clock_says()} change {what}")
        self.settle(f"change {what}", "done")

    @rule(seed=SEEDS)
    def act(self, seed: int) -> None:
        """Somebody does something to a letter; what was tried least comes first."""
        chance = self.tick(seed)
        ripe = [verb for verb in VERBS if self.ripe(verb)]
        if not ripe:
            return
        weights = [verb.weight / (1 + self.tried[verb.name]) for verb in ripe]
        (verb,) = chance.choices(ripe, weights)
        self.tried[verb.name] += 1
        _try_it(self, verb, chance)

    # Letters live by what is done to them: of several rules one is it more often.
    act_too = act_again = act_further = act_still = act

    @precondition(lambda self: self.tried["claim_next"] < CHANGES_AT_MOST)
    @rule(seed=SEEDS)
    def claim_next(self, seed: int) -> None:
        """Somebody asks for the next letter."""
        role = self.tick(seed).choice([*sorted(REGISTRARS | OFFICERS), OUTSIDER])
        self.tried["claim_next"] += 1
        now = datetime.now(UTC)
        by = cast.acting(LOGINS[role])
        is_able = by.has("registrar", "officer")
        try:
            letter = claim_next(by=by, at=now)
        except NotAllowed:
            assert not is_able, f"{role} got no next letter"
            self.done["claim_next", "NotAllowed"] += 1
            return
        assert is_able, f"{role} got the next letter"
        note(f"{self.clock_says()} {role}: claim_next {letter}")
        self.settle("claim_next", "done" if letter else "none")

    def look_around(self, role: str) -> None:
        """An official opens every queue, and finds what may be read, and all of it."""
        officer = cast.acting(LOGINS[role])
        today = local_day(datetime.now(UTC))
        readable = {
            one.letter_id
            for one in self.world.handlings
            if may(officer, Act.LETTER_READ, facts_of(one.letter, officer))
        }
        for queue in queues_of(officer):
            shown = page(queue, officer=officer, today=today).rows
            assert {row.letter_id for row in shown} <= readable, f"{role}: {queue}"
        for one in self.world.handlings:
            found = by_ref(Ref(one.letter.year, one.letter.number), by=officer)
            assert (found is not None) == (one.letter_id in readable), role
        self.done["look_around", "done"] += 1

    def tick(self, seed: int) -> random.Random:
        """Nothing happens in no time. What is chosen in this step comes from here."""
        self.clock.shift(timedelta(seconds=7))
        self.steps += 1
        return random.Random(f"{seed} {self.steps}")

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
        """Heads approve; what officers do they do with what they took themselves."""
        holder = given.letter.handling.officer_id
        if verb.act == Act.LETTER_ASSIST_GIVE:
            parts = Assist.objects.filter(letter=given.letter, officer=given.by.user)
            return parts.exists()
        return verb.act == Act.LETTER_APPROVE or holder == given.by.user

    def look_for_leavings(self, verb: Verb) -> None:
        """A refused verb leaves nothing."""
        assert read_rows() == self.world.rows, f"{verb.name} left something"

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


def _try_it(machine: LifeOfLetters, verb: Verb, chance: random.Random) -> None:
    letters = machine.world.handlings
    ripe = machine.ripe(verb)
    chosen = chance.choice(ripe if chance.random() > _RARELY else letters)
    letter = Letter.objects.select_related("handling").get(pk=chosen.letter_id)
    others = [one.letter_id for one in letters if one.letter_id != letter.pk]
    other = chance.choice(others) if others else None
    role = _role(verb, letter, other, chance)
    given = Given(
        by=acting(role, letter.pk, other),
        letter=letter,
        seen=_seen(chosen, chance) if verb.has_seen else None,
        chance=chance,
    )
    machine.attempt(verb, given, role)


def _seen(handling: Handling, chance: random.Random) -> int | None:
    if chance.random() < _RARELY and handling.version:
        return handling.version - 1
    return handling.version if chance.random() < 0.5 else None


def _role(verb: Verb, letter: Letter, other: object, chance: random.Random) -> str:
    """Somebody who may, four times of five; else anybody."""
    everybody = [
        role for role in EVERYBODY if role != WORKER or verb.name not in _IMPORTS
    ]
    if chance.random() < _SELDOM:
        return chance.choice(everybody)
    actors = {role: acting(role, letter.pk, other) for role in everybody}
    able = [
        role
        for role, actor in actors.items()
        if may(actor, verb.act, facts_of(letter, actor))
    ]
    return chance.choice(able or everybody)
