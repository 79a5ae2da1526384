"""Interleaved rounds and what is kept of them."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Ratio:
    """Ours divided by the other one's, round by round."""

    name: str
    meaning: str
    median: float
    least: float
    most: float
    rounds: int

    @classmethod
    def of(cls, name: str, meaning: str, ratios: Sequence[float]) -> Self:
        """What is kept of the ratios of all rounds."""
        middle = statistics.median(ratios)
        return cls(name, meaning, middle, min(ratios), max(ratios), len(ratios))

    def row(self) -> str:
        """A line of the table in the documents."""
        return (
            f"| {self.name} | {self.meaning} | {_shown(self.median)} |"
            f" {_shown(self.least)}–{_shown(self.most)} | {self.rounds} |"
        )


def _shown(figure: float) -> str:
    """Two decimals, more where they would all be noughts."""
    return f"{figure:.2f}" if figure >= 0.1 else f"{figure:.4f}"


def interleaved(
    name: str,
    meaning: str,
    *,
    ours: Callable[[], float],
    theirs: Callable[[], float],
    rounds: int = 5,
) -> Ratio:
    """Measure A B A B …; the first pair warms up and is thrown away.

    Each callable gives a figure of the same unit; the ratio is ours / theirs.
    """
    ours(), theirs()
    return Ratio.of(name, meaning, [ours() / theirs() for _ in range(rounds)])
