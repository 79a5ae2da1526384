"""The life of letters at length: the state machine of the tests, with other seeds.

    python -m prove.life --examples 200 --steps 80

Each database has its own run. Prints how often each verb was done and refused; exit
code 0 when nothing was found. What is found is told as the story of one example.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

TEST: Final = Path("tests") / "letters" / "test_life_machine.py"
ROOT: Final = Path(__file__).parents[1]
DONE: Final = "done"


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every letter lived rightly on every database."""
    options = _options(argv)
    codes = [_live(kind, options) for kind in options.databases]
    return max(codes)


def _live(database: str, options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="mingbai-life-") as folder:
        figures = Path(folder) / "figures.json"
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n0", "--tb=short", str(TEST)],
            cwd=ROOT,
            env={
                **os.environ,
                "MINGBAI_TEST_DATABASE": database,
                "MINGBAI_LIFE_EXAMPLES": str(options.examples),
                "MINGBAI_LIFE_STEPS": str(options.steps),
                "MINGBAI_LIFE_SEED": str(options.seed),
                "MINGBAI_LIFE_FIGURES": str(figures),
                "MINGBAI_LIFE_SHRINK": "1" if options.shrink else "",
            },
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        seconds = time.monotonic() - started
        if done.returncode:
            print(done.stdout)
        print(f"{database}, seed {options.seed}: {seconds:,.0f} s")
        if figures.exists():
            print(_table(json.loads(figures.read_text(encoding="utf-8"))))
    return done.returncode


def _table(rows: list[tuple[str, str, int]]) -> str:
    """Markdown: each verb, how often it was done, and by what it was refused."""
    verbs: dict[str, dict[str, int]] = defaultdict(dict)
    for verb, outcome, times in rows:
        verbs[verb][outcome] = times
    lines = ["| Verb | Done | Refused |", "| --- | --- | --- |"]
    for verb, outcomes in sorted(verbs.items()):
        refused = ", ".join(
            f"{name} {times:,}"
            for name, times in sorted(outcomes.items())
            if name != DONE
        )
        lines.append(f"| {verb} | {outcomes.get(DONE, 0):,} | {refused} |")
    steps = sum(times for _verb, _outcome, times in rows)
    done = sum(outcomes.get(DONE, 0) for outcomes in verbs.values())
    lines.append(f"| all | {done:,} | {steps - done:,} |")
    return "\n".join(lines)


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m prove.life")
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--steps", type=int, default=80)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument(
        "--databases", nargs="+", default=["sqlite", "postgresql"], metavar="KIND"
    )
    parser.add_argument(
        "--shrink", action="store_true", help="look for the shortest such life"
    )
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
