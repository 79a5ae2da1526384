"""A few of the real letters replayed: every state is reached, and every count holds."""

import os
from pathlib import Path
from typing import Final

import pytest
import time_machine

from mingbai.places.scoping import within
from prove.replay_letters import FILE
from prove.replay_run import read_letters, replay
from tests.databases.installation import Installation
from tests.letters.life.people import employ
from tests.moments import OPENED_AT
from tests.requires import require

REAL: Final = Path(os.environ.get("MINGBAI_REAL_DATA", "../shared/data"))
LETTERS: Final = 30


@pytest.mark.real_data
def test_real_letters_relive_every_way_and_nothing_is_miscounted(
    committed: Installation,
) -> None:
    path = REAL / FILE
    require(path.is_file(), "the real letters (MINGBAI_REAL_DATA)")
    place = committed.place
    with time_machine.travel(OPENED_AT, tick=False) as clock:
        with within(place, durable=True):
            employ()
        told = replay(place, read_letters(path)[:LETTERS], seed=7, clock=clock)
    assert list(told.faults) == []
    assert told.is_clean
    assert sum(told.states.values()) == LETTERS
    assert told.events["registered"] == LETTERS
    assert told.events["answered"] > LETTERS // 2
    for kind in ("routed", "claimed", "proposed", "rated"):
        assert told.events[kind], kind
