"""The kill matrix: who dies while eight people write, and what is there afterwards.

    python -m prove.kill_matrix --rounds 20

Each row kills one part so many times under load, then lets every unanswered letter be
sent again, runs `mingbai verify`, and reconciles database, ledger and writers. Exit
code 0 when every promise held in every row; the table goes to the reference.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mingbai.lib.log_keys import LogKeys
from mingbai.lib.tlog.note import VerifierKey
from mingbai.lib.tlog.store import Store
from prove.databases import Database, databases
from prove.installation import HOST, PARTS, CommandFailed, Installation
from prove.reconcile import Findings, reconcile_checkpoints, reconcile_letters
from prove.table import Row, as_table, write_into
from prove.watch import Watcher
from prove.writer import Form, Journal, Writer, send_again

WRITERS: Final = 8
DATABASE: Final = "database"
EVERYTHING: Final = "everything"
VICTIMS: Final = (*PARTS, DATABASE, EVERYTHING)
SENT_ONCE_MORE: Final = 50
PAGE: Final = Path(__file__).parents[1] / "docs" / "reference" / "reliability.md"
ALIVE_WITHIN_SECONDS: Final = 90.0


@dataclass(frozen=True)
class Plan:
    """What is to be killed, how often, and on what."""

    rounds: int
    kinds: Sequence[str]
    victims: Sequence[str]
    seed: int


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every promise held."""
    options = _options(argv)
    plan = Plan(options.rounds, options.databases, options.victims, options.seed)
    rows = run(plan)
    print(as_table(rows))
    if options.write:
        command = "python -m prove.kill_matrix " + " ".join(argv or sys.argv[1:])
        write_into(PAGE, rows, command.strip())
    return 0 if all(row.is_clean for row in rows) else 1


def run(plan: Plan) -> list[Row]:
    """One row for each part of each database."""
    random.seed(plan.seed)
    rows = []
    with tempfile.TemporaryDirectory(prefix="mingbai-prove-") as name:
        folder = Path(name)
        # PostgreSQL, which refuses to be root, has to pass through it.
        folder.chmod(0o711)
        for database in databases(plan.kinds, folder):
            victims = [one for one in plan.victims if _can_die(database, one)]
            rows += _prove(database, folder / database.kind.lower(), victims, plan)
    return rows


def _can_die(database: Database, victim: str) -> bool:
    return victim != DATABASE or database.kind == "PostgreSQL"


def _prove(
    database: Database, folder: Path, victims: Sequence[str], plan: Plan
) -> list[Row]:
    installation = Installation(database, folder)
    rows = []
    try:
        installation.make()
        installation.start_all()
        _wait_for_the_first_checkpoint(installation)
        journal, watcher = Journal(), Watcher(installation.ledger)
        watcher.start()
        for victim in victims:
            print(f"{database.kind}: {victim}", file=sys.stderr, flush=True)
            rows.append(_row(installation, victim, plan.rounds, journal, watcher))
        watcher.stop()
    finally:
        installation.end()
    return rows


def _row(
    installation: Installation,
    victim: str,
    rounds: int,
    journal: Journal,
    watcher: Watcher,
) -> Row:
    before = (len(journal.acknowledged), len(journal.sent_again))
    errors_before = len(journal.server_errors)
    installation.start_all()
    installation.restarts = 0
    stop = threading.Event()
    form = Form(installation.port, HOST)
    writers = [Writer(form, journal, stop) for _number in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        for turn in range(rounds):
            _one_round(installation, victim, turn, journal)
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    installation.wait_until_it_answers()
    undelivered = send_again(form, journal, SENT_ONCE_MORE)
    restarts = installation.restarts
    found, proved = _reconcile(installation, journal, watcher)
    errors = journal.server_errors[errors_before:]
    return Row(
        database=installation.database.kind,
        victim=victim,
        rounds=rounds,
        acknowledged=len(journal.acknowledged) - before[0],
        sent_again=len(journal.sent_again) - before[1],
        restarts=restarts,
        busy=errors.count(503),
        errors=len(errors) - errors.count(503),
        contradictions=len(journal.contradictions) + undelivered,
        found=found,
        proved=proved,
    )


def _one_round(
    installation: Installation, victim: str, turn: int, journal: Journal
) -> None:
    """Kill in the middle of the load, then wait until letters arrive again."""
    time.sleep(random.uniform(0.3, 1.5))
    if victim in {DATABASE, EVERYTHING} and _can_die(installation.database, DATABASE):
        installation.database.kill(turn)
    # By an even turn, which spares nobody; the server is first, then what is behind it.
    parts = PARTS if victim == EVERYTHING else [victim] if victim in PARTS else []
    for part in parts:
        installation.kill(part, 0 if victim == EVERYTHING else turn)
    answered = len(journal.acknowledged)
    deadline = time.monotonic() + ALIVE_WITHIN_SECONDS
    while len(journal.acknowledged) < answered + WRITERS:
        installation.keep_running()
        if time.monotonic() > deadline:
            last = installation.last_words()
            raise CommandFailed(f"no letter arrived after {victim} died: {last}")
        time.sleep(0.05)


def _reconcile(
    installation: Installation, journal: Journal, watcher: Watcher
) -> tuple[Findings, bool]:
    """Everything stopped in order, the log brought up to date, and all compared."""
    installation.stop_all()
    installation.run("sequence", "sequencer", "--once")
    installation.run("serve", "worker", "--once")
    watcher.look()
    found = Findings()
    reconcile_letters(installation.database, journal.letters, found)
    store = Store(installation.ledger)
    reconcile_checkpoints(watcher.notes, store, _key(installation), found)
    try:
        installation.run("serve", "verify")
    except CommandFailed as error:
        print(error, file=sys.stderr)
        return found, False
    return found, True


def _key(installation: Installation) -> VerifierKey:
    keys = LogKeys(installation.folder / "keys" / "logs")
    (origin,) = keys.origins()
    return VerifierKey(origin, keys.public_key(origin).public_bytes_raw())


def _wait_for_the_first_checkpoint(installation: Installation) -> None:
    deadline = time.monotonic() + ALIVE_WITHIN_SECONDS
    folder = installation.folder / "ledger"
    while not list(folder.glob("*/checkpoint")):
        if time.monotonic() > deadline:
            raise CommandFailed("the sequencer published nothing")
        time.sleep(0.1)


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m prove.kill_matrix")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument(
        "--databases", nargs="+", default=["sqlite", "postgresql"], metavar="KIND"
    )
    parser.add_argument("--victims", nargs="+", default=VICTIMS, metavar="PART")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument(
        "--no-write", dest="write", action="store_false", help="leave the page alone"
    )
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
