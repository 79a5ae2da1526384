"""The real letters, written and handled anew on a fresh installation, by seed.

    python -m prove.replay_letters --data DIR --seed 1

Their texts are registered as letters of our own, with receipts, and answered in the
words in which they were answered; which way each one goes is chosen by seed. At the
end every count and every due day is counted anew, and every letter held against the
ledger. Nothing of the texts is printed. `--keep DIR` leaves the installation there, so
that its desk and pages can be looked at with `mingbai serve`. Exit code 0 when nothing
was found.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import django

from prove.databases import databases
from prove.installation import CommandFailed, Installation

PLAN: Final = Path(__file__).parents[1] / "mingbai_demo" / "qinghe" / "place.toml"
FILE: Final = Path("letters") / "letters_with_replies.csv"


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every letter is what and where it should be."""
    options = _options(argv)
    if not (options.data / FILE).is_file():
        print(f"There is no {options.data / FILE}.", file=sys.stderr)
        return 2
    if options.keep and options.database != "sqlite":
        print("Only an installation on SQLite can be kept.", file=sys.stderr)
        return 2
    with ExitStack() as stack:
        name = tempfile.TemporaryDirectory(prefix="mingbai-replay-")
        folder = options.keep or Path(stack.enter_context(name))
        folder.mkdir(parents=True, exist_ok=True)
        # PostgreSQL, which refuses to be root, has to pass through it.
        folder.chmod(0o711)
        return _replay(options, folder.resolve())


def _replay(options: argparse.Namespace, folder: Path) -> int:
    (database,) = databases([options.database], folder)
    home = folder / options.database
    installation = Installation(database, home)
    try:
        database.make()
        installation.run("serve", "keys", "create")
        installation.run("migrate", "migrate", "-v0")
        os.environ |= {
            "MINGBAI_DATABASE": database.url("serve"),
            "MINGBAI_DATA": str(home),
            "DJANGO_SETTINGS_MODULE": "mingbai.settings",
        }
        django.setup()
        started = time.monotonic()
        # Models can be imported only now.
        told: Any = import_module("prove.replay_run").run(
            PLAN, options.data / FILE, seed=options.seed, letters=options.letters
        )
        seconds = time.monotonic() - started
        print(f"{database.kind}, seed {options.seed}: {seconds:,.0f} s\n{told.text}")
        is_proved = _verify(installation)
        if options.keep:
            _tell_how_to_look(installation)
        return 0 if told.is_clean and is_proved else 1
    finally:
        installation.end()


def _verify(installation: Installation) -> bool:
    """The log brought up to date, and `mingbai verify`."""
    try:
        installation.run("sequence", "sequencer", "--once")
        print(installation.run("serve", "verify"))
    except CommandFailed as error:
        print(error, file=sys.stderr)
        return False
    return True


def _tell_how_to_look(installation: Installation) -> None:
    home = installation.folder
    print(
        f"MINGBAI_DATA={home} MINGBAI_DATABASE={installation.database.url('serve')}"
        " mingbai serve\n"
        f"Sign in: python -m mingbai_demo.accounts, then {home}/demo-accounts.json"
    )


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m prove.replay_letters")
    data = Path(os.environ.get("MINGBAI_REAL_DATA", "../shared/data"))
    parser.add_argument("--data", type=Path, default=data)
    parser.add_argument("--letters", type=int, help="only so many of them")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument(
        "--database", choices=["sqlite", "postgresql"], default="sqlite"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
