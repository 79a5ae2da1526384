"""`mingbai import-powers` of a large workbook, against openpyxl reading it alone."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from bench.cost import Cost, cost_of
from bench.installation import Environment
from bench.rounds import Ratio

ROUNDS: Final = 3


def written_book(folder: Path, count: int) -> Path:
    """A workbook of so many powers.

    Another process writes it: ours stays small, because the peak of what we start is
    counted from our own size.
    """
    path = folder / f"powers-{count}.xlsx"
    words = [sys.executable, "-m", "bench.power_book", "write", str(path), str(count)]
    subprocess.run(words, check=True)
    return path


def with_powers(
    environment: Environment, folder: Path, book: Path
) -> tuple[Environment, Cost]:
    """A copy of that installation into which the workbook was imported."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(environment["MINGBAI_DATA"], folder)
    copied = {**environment, "MINGBAI_DATA": str(folder)}
    words = [sys.executable, "-m", "mingbai", "import-powers", str(book)]
    return copied, cost_of([*words, "--add-bodies"], copied)


def measure(
    environment: Environment, folder: Path, book: Path, count: int
) -> list[Ratio]:
    """Time and peak memory of an import into an installation that had no such powers.

    The last round's installation stays in `folder`. Nothing is thrown away: the caller
    has imported a small workbook before, which warms what can be warm.
    """
    words = [sys.executable, "-m", "bench.power_book", "read", str(book)]
    pairs = []
    for _ in range(ROUNDS):
        _copied, ours = with_powers(environment, folder, book)
        pairs.append((ours, cost_of(words, environment)))
    return [
        Ratio.of(
            f"import of {count:,} powers, SQLite",
            "time ÷ openpyxl reading the workbook alone",
            [ours.seconds / alone.seconds for ours, alone in pairs],
        ),
        Ratio.of(
            f"import of {count:,} powers, memory",
            "peak RSS ÷ openpyxl reading the workbook alone",
            [ours.peak / alone.peak for ours, alone in pairs],
        ),
    ]
