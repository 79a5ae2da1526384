"""A letter accepted durably, against the same statements without us.

On PostgreSQL pgbench runs them; on SQLite the plain driver does. Run by
`python -m bench`, with the installation in the environment; prints JSON.
"""

import json
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Final

import django
from django.conf import settings
from django.db import connection

django.setup()

from bench.over_http import posting_rate  # noqa: E402  # models need the set-up
from bench.rounds import interleaved  # noqa: E402
from bench.statements import (  # noqa: E402
    Recorded,
    accept,
    for_pgbench,
    record,
    replayed,
)
from mingbai.places.find_place import place_of_slug  # noqa: E402

SECONDS: Final = 4.0
CLIENTS: Final = 4


def main() -> None:
    """Print the ratios of this installation's database."""
    place = place_of_slug("shidian")
    recorded = record(place)
    port = int(sys.argv[1])
    if connection.vendor == "postgresql":
        script = Path(sys.argv[2]) / "letter.sql"
        script.write_text(for_pgbench(recorded), encoding="utf-8")
        limit = _pgbench(script)
        clients, limit_name = CLIENTS, "pgbench, same statements, 4 clients"
    else:
        limit = _raw_sqlite(recorded)
        clients, limit_name = 1, "the plain driver, same statements, one writer"
    kind = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    ratios = [
        interleaved(
            f"letter by the verbs, {kind}",
            f"letters/s ÷ {limit_name}",
            ours=lambda: _rate(lambda: accept(place), clients),
            theirs=limit,
        ),
        interleaved(
            f"letter over HTTP, whole, {kind}",
            f"letters/s ÷ {limit_name}",
            ours=lambda: posting_rate(port, CLIENTS, SECONDS),
            theirs=limit,
        ),
    ]
    print(json.dumps([asdict(one) for one in ratios]))


def _rate(act: Callable[[], None], clients: int) -> float:
    until = time.monotonic() + SECONDS
    done = [0] * clients

    def work(turn: int) -> None:
        try:
            while time.monotonic() < until:
                act()
                done[turn] += 1
        finally:
            connection.close()

    hands = [threading.Thread(target=work, args=(turn,)) for turn in range(clients)]
    begun = time.monotonic()
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return sum(done) / (time.monotonic() - begun)


def _pgbench(script: Path) -> Callable[[], float]:
    program = "/usr/lib/postgresql/15/bin/pgbench"
    words = [program, "-n", "-c", str(CLIENTS), "-j", "2", "-T", str(int(SECONDS))]

    def limit() -> float:
        done = subprocess.run(
            [*words, "-f", str(script), "-U", "mingbai_app", "bench"],
            check=True,
            capture_output=True,
            text=True,
        )
        found = re.search(r"tps = ([\d.]+)", done.stdout)
        assert found is not None, done.stdout
        return float(found[1])

    return limit


def _raw_sqlite(recorded: Recorded) -> Callable[[], float]:
    number = [10_000_000]

    def limit() -> float:
        raw = sqlite3.connect(
            settings.DATABASES["default"]["NAME"], isolation_level=None
        )
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = ON")
        raw.create_function("django_format_dtdelta", -1, lambda *given: None)
        until, begun, count = time.monotonic() + SECONDS, time.monotonic(), 0
        while time.monotonic() < until:
            number[0] += 1
            raw.execute("BEGIN IMMEDIATE")
            for statement in replayed(recorded, number[0]):
                raw.execute(statement).fetchall()
            raw.execute("COMMIT")
            count += 1
        raw.close()
        return count / (time.monotonic() - begun)

    return limit


if __name__ == "__main__":
    main()
