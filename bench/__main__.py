"""`python -m bench`: run all, print the table, write it into the documents."""

import argparse
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench import memory, powers, public_page
from bench.figures import rewritten, table
from bench.installation import ROOT, Environment, free_port, installed, process
from bench.rounds import Ratio

PAGE: Final = ROOT / "docs" / "reference" / "performance.md"
PARTS: Final = ("pages", "powers", "letters", "queue", "memory", "desk")
KINDS: Final = ("sqlite", "postgresql")
# The desk's queues, at the most.
MOST: Final = 1_000_000
# What is measured on one of the two only.
ALONE: Final = {"pages": "sqlite", "powers": "sqlite", "memory": "postgresql"}


def main() -> int:
    """0 when everything could be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument(
        "--letters",
        type=int,
        default=MOST,
        help="how many the part `desk` ends with; fewer for a first look",
    )
    parser.add_argument("--write", action="store_true", help="write the document")
    options = parser.parse_args()
    ratios: list[Ratio] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        for kind in KINDS:
            parts = [
                part for part in options.only or PARTS if ALONE.get(part, kind) == kind
            ]
            if parts:
                with installed(kind, folder / kind) as environment:
                    ratios += _measure(
                        environment, folder / kind, parts, options.letters
                    )
    today = dt.datetime.now(dt.UTC).date()
    print(table(ratios, on=today))
    if options.write:
        where = f"{os.cpu_count()} cores with Python {platform.python_version()}"
        page = PAGE.read_text(encoding="utf-8")
        is_whole = set(options.only or PARTS) == set(PARTS)
        written = rewritten(page, ratios, on=today, where=where, is_whole=is_whole)
        PAGE.write_text(written, encoding="utf-8")
    return 0


def _measure(
    environment: Environment, folder: Path, parts: Sequence[str], letters: int
) -> list[Ratio]:
    found: list[Ratio] = []
    if "pages" in parts:
        found += public_page.measure(environment, folder)
    # Before any letter is there: it copies the installation as it was made.
    if "powers" in parts:
        found += powers.measure(environment, folder)
    if "memory" in parts:
        found.append(memory.measure(environment, "PostgreSQL"))
    if "letters" in parts:
        port = free_port()
        words = [sys.executable, "-m", "mingbai", "serve", "--port", str(port)]
        with process(words, environment, port):
            found += _part("bench.letter", environment, str(port), str(folder))
    if "queue" in parts:
        found += _part("bench.queue", environment)
    if "desk" in parts:
        # A million letters want a place of their own.
        kind = "postgresql" if "PGHOST" in environment else "sqlite"
        with installed(kind, folder / "desk") as alone:
            found += _part("bench.desk", alone, str(folder / "desk"), str(letters))
    for one in found:
        print(one.row(), file=sys.stderr, flush=True)
    return found


def _part(module: str, environment: Environment, *words: str) -> list[Ratio]:
    pooled = {**environment, "MINGBAI_POOL": "8"} if "PGHOST" in environment else {}
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env={**environment, **pooled},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    return [Ratio(**one) for one in json.loads(done.stdout)]


if __name__ == "__main__":
    sys.exit(main())
