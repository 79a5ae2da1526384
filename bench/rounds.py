"""Interleaved rounds and what is kept of them."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """Ours divided by the other one's, round by round."""

    name: str
    meaning: str
    median: float
    least: float
    most: float
    rounds: int

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
    ratios = [ours() / theirs() for _ in range(rounds)]
    return Ratio(
        name, meaning, statistics.median(ratios), min(ratios), max(ratios), rounds
    )
