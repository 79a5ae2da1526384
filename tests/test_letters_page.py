"""docs/reference/letters.md says what the code does: moves, limits, words of danger."""

import re
from typing import Final

from mingbai.letters.limits import DEFAULTS, FIELDS
from mingbai.letters.models import OPEN, State
from mingbai.letters.moves import FIRST, MOVES
from mingbai.lib.danger import (
    FEARED,
    FEARED_WITHIN,
    HARMLESS,
    NUMBERS,
    SUPPOSED,
    SUPPOSED_WITHIN,
    WORDS,
)
from tests.documents import document, in_code

PAGE: Final = document("docs/reference/letters.md")


def table(heading: str) -> list[list[str]]:
    """The rows of the first table under that heading; the name without backticks."""
    part = PAGE.text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [[in_code(row[0])[0], *row[1:]] for row in cells]


def states(cell: str) -> set[str]:
    if cell == "every state":
        return set(State)
    return set(OPEN) if cell == "every open state" else set(in_code(cell))


def test_each_state_has_its_row() -> None:
    assert [row[0] for row in table("States")] == list(State)
    stopped = {row[0] for row in table("States") if row[3] == "stopped"}
    assert stopped == set(State) - OPEN


def test_the_table_of_moves_is_the_one_of_the_code() -> None:
    written = {}
    for kind, stays, leads, *_done_by in table("Moves"):
        moves = {(state, state) for state in states(stays)}
        for part in leads.split(";") if "→" in leads else []:
            before, after = part.split("→")
            to = in_code(after)[0]
            moves |= {(state, to) for state in states(before.strip())}
        written[kind] = moves
    assert written == {kind.value: set(moves) for kind, moves in MOVES.items()}
    assert FIRST.value not in written


def test_each_move_says_who_does_it() -> None:
    assert all(len(row) == 4 and row[3] for row in table("Moves"))


def test_the_limits_are_those_of_the_code() -> None:
    written = {
        row[0]: [None if cell == "–" else int(cell) for cell in row[1:]]
        for row in table("Limits")
    }
    assert written == {
        str(kind): [getattr(limits, name) for name in FIELDS]
        for kind, limits in DEFAULTS.items()
    }


def test_every_word_of_danger_is_public() -> None:
    written = {row[0]: (row[1], row[2].split("、")) for row in table("Words of danger")}
    assert written == {
        group: (NUMBERS[group], list(words)) for group, words in WORDS.items()
    }


def test_what_is_no_danger_is_public_too() -> None:
    part = re.sub(r"\s+", " ", PAGE.text.split("\n## Words of danger\n")[1])
    for phrases in (HARMLESS, FEARED, SUPPOSED):
        assert "、".join(phrases) in part
    assert (FEARED_WITHIN, SUPPOSED_WITHIN) == (12, 5)
    assert "within twelve signs" in part
    assert "within five signs" in part
