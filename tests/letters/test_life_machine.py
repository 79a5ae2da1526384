"""Letters live through every verb by everybody: nothing is lost, nothing miscounted.

Short here and always the same; `python -m prove.life` goes on for longer.
"""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Final

import time_machine
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from mingbai.places.models import Place
from tests.letters.life.machine import Done, LifeOfLetters
from tests.letters.life.people import employ

EXAMPLES: Final = int(os.environ.get("MINGBAI_LIFE_EXAMPLES", "15"))
STEPS: Final = int(os.environ.get("MINGBAI_LIFE_STEPS", "25"))
SEED: Final = os.environ.get("MINGBAI_LIFE_SEED", "")
# The shortest life in which it goes wrong takes minutes to find.
SHRINK: Final = os.environ.get("MINGBAI_LIFE_SHRINK", "") == "1"
FIGURES: Final = os.environ.get("MINGBAI_LIFE_FIGURES", "")


def test_letters_live_through_every_verb_by_everybody(
    place: Place, clock: time_machine.Traveller
) -> None:
    employ()
    done: Done = Counter()

    class Life(LifeOfLetters):
        pass

    Life.clock, Life.done = clock, done

    wanted = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        derandomize=not SEED,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink] if SHRINK else [Phase.generate],
        print_blob=False,
    )
    machine = seed(int(SEED))(Life) if SEED else Life
    try:
        run_state_machine_as_test(machine, settings=wanted)
    finally:
        if FIGURES:
            rows = [[*key, times] for key, times in done.items()]
            Path(FIGURES).write_text(json.dumps(rows), encoding="utf-8")
    assert sum(done.values()) > EXAMPLES
