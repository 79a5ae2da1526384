"""`mingbai demo`: make 青禾区 at the first run, serve it, stop on Ctrl-C."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from subprocess import DEVNULL
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

HELP = gettext_noop("Show the invented district, with everything it needs")

LOOPBACK: Final = "127.0.0.1"
ACCOUNTS: Final = "demo-accounts.json"
READY: Final = "demo-is-ready"
QINGHE: Final = Path(__file__).resolve().parent / "qinghe"
# A year before the site opens, so that the list has a past to look up.
LIST_SINCE: Final = "2025-11-01"
# Who signs the direct answers of the past.
REGISTRAR: Final = "qiuyuan"
STOP_SECONDS: Final = 15


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("data/demo"),
        help=_("the folder it lives in; made at the first run, kept for the next"),
    )
    parser.add_argument(
        "--once", action="store_true", help=_("make the district and stop there")
    )


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C; a second run on the same folder finds what the first left."""
    data = options.data.resolve()
    if not options.once and _is_taken(options.port):
        sentence = _("Port %(port)s is taken. Choose another: mingbai demo --port 8001")
        print(sentence % {"port": options.port}, file=sys.stderr)
        return 1
    data.mkdir(parents=True, exist_ok=True)
    environment = _environment(data)
    code = _make(data, environment)
    if code or options.once:
        return code
    told = _listen()
    with ExitStack() as stack:
        parts = [
            stack.enter_context(_running(words, environment))
            for words in _parts(options.port)
        ]
        if _answers(options.port, parts, told):
            _greet(options.port, data)
        elif not told:
            print(_("The server did not start."), file=sys.stderr)
            return 1
        return _wait(parts, told)


def _environment(data: Path) -> dict[str, str]:
    """Nothing of a real installation's settings reaches the demonstration."""
    kept = {
        name: v for name, v in os.environ.items() if not name.startswith("MINGBAI_")
    }
    return {
        **kept,
        "MINGBAI_DATA": str(data),
        "MINGBAI_TICK_SECONDS": "2",
        "MINGBAI_WORKER_SECONDS": "2",
        "MINGBAI_LOG_LEVEL": "WARNING",
    }


def _make(data: Path, environment: Mapping[str, str]) -> int:
    """Each step may be run again; the mark is set when all are done."""
    if (data / READY).exists():
        return subprocess.run(
            _mingbai("migrate", "-v0"), check=False, env=environment
        ).returncode
    print(_("Making the district 青禾区 in %(folder)s …") % {"folder": data})
    if not (data / "keys").exists():
        subprocess.run(
            _mingbai("keys", "create"), check=False, env=environment, stdout=DEVNULL
        )
    passed_over = ""
    for words in _steps():
        done = subprocess.run(
            words, check=False, env=environment, capture_output=True, text=True
        )
        if not done.returncode:
            continue
        # A run that was cut off has the place already; the next step tells.
        if "add-place" in words:
            passed_over = done.stderr
            continue
        print(passed_over + done.stdout + done.stderr, file=sys.stderr)
        return done.returncode
    (data / READY).touch()
    return 0


def _steps() -> list[list[str]]:
    letters = QINGHE / "letters.csv"
    renamed = ("id=letter_id", "power=power_code", "answered_for=body")
    columns = (*renamed, "answered_by=officer", "kind=kind", "to=to", "publish=publish")
    return [
        _mingbai("migrate", "-v0"),
        _mingbai("add-place", str(QINGHE / "place.toml")),
        [sys.executable, "-m", "mingbai_demo.accounts"],
        *(
            _mingbai("import-powers", str(workbook), "--since", LIST_SINCE)
            for workbook in sorted(QINGHE.glob("lists/*.xlsx"))
        ),
        _mingbai(
            "import-letters",
            str(letters),
            f"--officer={REGISTRAR}",
            *(f"--map={column}" for column in columns),
        ),
        [sys.executable, "-m", "mingbai_demo.doings"],
    ]


def _parts(port: int) -> list[list[str]]:
    return [
        _mingbai("serve", "--port", str(port), "--threads", "4"),
        _mingbai("worker"),
        _mingbai("sequencer"),
    ]


def _mingbai(*words: str) -> list[str]:
    return [sys.executable, "-m", "mingbai", *words]


class _running:  # noqa: N801  # a context manager, used like a function
    """A part of the installation that is stopped when the block ends."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str]) -> None:
        # A session of its own: Ctrl-C reaches us alone, and we stop it in order.
        self._process = subprocess.Popen(words, env=environment, start_new_session=True)

    def __enter__(self) -> "subprocess.Popen[bytes]":
        return self._process

    def __exit__(self, *unused: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def _listen() -> list[int]:
    """The signals to stop that have come; no part is left running by any of them."""
    told: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda signum, frame: told.append(signum))
    return told


def _answers(
    port: int, parts: Sequence["subprocess.Popen[bytes]"], told: Sequence[int]
) -> bool:
    for _turn in range(150):
        if told or any(part.poll() is not None for part in parts):
            return False
        try:
            with socket.create_connection((LOOPBACK, port), timeout=1):
                return True
        except OSError:
            time.sleep(0.2)
    return False


def _greet(port: int, data: Path) -> None:
    kept = json.loads((data / ACCOUNTS).read_text(encoding="utf-8"))
    print()
    print(_("青禾区 is open. Everything in it is invented."))
    print(_("  For the public:    http://localhost:%(port)s/") % {"port": port})
    print(_("  For the officials: http://localhost:%(port)s/desk/") % {"port": port})
    print()
    print(_("Password of every account: %(word)s") % {"word": kept["password"]})
    print(_("Enter the secret in any authenticator, or ask for a code here:"))
    print(f"  {sys.executable} -m mingbai_demo.code LOGIN --data {data}")
    print()
    for account in kept["accounts"]:
        print(
            f"  {account['login']:<14}{account['secret']:<34}"
            f"{account['name']}　{account['duties']}"
        )
    print()
    _show_receipts(kept.get("letters", []))
    print(_("Stop with Ctrl-C."), flush=True)


def _show_receipts(letters: Sequence[Mapping[str, str]]) -> None:
    """What the writers of some letters hold in their hands."""
    shown = [letter for letter in letters if letter["shown"]]
    if not shown:
        return
    print(_("Look these letters up by their receipts, as their writers do:"))
    for letter in shown:
        print(f"  {letter['receipt']}  {letter['number']}　{letter['title']}")
    print()


def _wait(parts: Sequence["subprocess.Popen[bytes]"], told: Sequence[int]) -> int:
    """0 when told to stop, 1 when a part died by itself."""
    while not told:
        time.sleep(0.3)
        if any(part.poll() is not None for part in parts):
            print(_("A part of the demonstration has stopped."), file=sys.stderr)
            return 1
    print(_("Stopping …"))
    return 0
