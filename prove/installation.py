"""One installation under proof: its place, its three processes, and their deaths."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

from prove.databases import Database

PLACE: Final = Path(__file__).parents[1] / "tests" / "counties" / "shidian.toml"
HOST: Final = "testserver"
STARTED_WITHIN_SECONDS: Final = 60.0
PARTS: Final = ("server", "worker", "sequencer")


class CommandFailed(Exception):
    """A command of ours ended badly; what it said."""


class Installation:
    """A folder, a database and the processes between them."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.port = _free_port()
        self.restarts = 0
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._log = (folder / "processes.log").open("ab")

    @property
    def ledger(self) -> Path:
        """The public files of the one log; it exists after the first tick."""
        return next((self.folder / "ledger").iterdir())

    def make(self) -> None:
        """Keys, tables, and the test county."""
        self.database.make()
        self.run("serve", "keys", "create")
        self.run("migrate", "migrate", "-v0")
        self.run("serve", "add-place", str(PLACE))

    def run(self, part: str, *words: str) -> str:
        """Run a command to its end; what it printed. Raises CommandFailed."""
        done = subprocess.run(
            _mingbai(*words),
            env=self._environment(part),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandFailed(
                f"{words[0]}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
            )
        return done.stdout

    def start(self, part: str) -> None:
        """Start one of the three, in a process group of its own."""
        words = {
            "server": ("serve", "--port", str(self.port), "--threads", "8"),
            "worker": ("worker",),
            "sequencer": ("sequencer",),
        }[part]
        role = "sequence" if part == "sequencer" else "serve"
        self._running[part] = subprocess.Popen(
            _mingbai(*words),
            env=self._environment(role),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            process_group=0,
        )

    def start_all(self) -> None:
        """Start what does not run, and wait until the server answers."""
        for part in PARTS:
            if self._has_ended(part):
                self.start(part)
        self.wait_until_it_answers()

    def keep_running(self) -> None:
        """What systemd does: start again whatever ended by itself, and count it."""
        for part in PARTS:
            if self._has_ended(part):
                self.restarts += 1
                self.start(part)

    def kill(self, part: str, turn: int) -> None:
        """kill -9, and start again as systemd would.

        Of the server by turns the whole group and only one of its processes, which the
        first one then replaces.
        """
        process = self._running[part]
        children = _children(process.pid)
        if children and turn % 2:
            os.kill(random.choice(children), signal.SIGKILL)
            return
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        # Until the last of the group is gone, its port is still taken.
        while any(Path(f"/proc/{child}").exists() for child in children):
            time.sleep(0.01)
        self.start(part)

    def stop_all(self) -> None:
        """SIGTERM to all three; killed are those that do not listen."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._running = {}

    def wait_until_it_answers(self) -> None:
        """Until a page comes; raises CommandFailed when none does."""
        deadline = time.monotonic() + STARTED_WITHIN_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                raise CommandFailed(f"no answer: {self.last_words()}")
            self.keep_running()
            time.sleep(0.2)

    def last_words(self) -> str:
        """The end of what the processes have logged."""
        log = self.folder / "processes.log"
        return log.read_text(encoding="utf-8", errors="replace")[-3000:]

    def end(self) -> None:
        """Stop everything, the database last."""
        self.stop_all()
        self.database.end()
        self._log.close()

    def _answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/letters/write/", headers={"Host": HOST})
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _has_ended(self, part: str) -> bool:
        return part not in self._running or self._running[part].poll() is not None

    def _environment(self, part: str) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("MINGBAI_", "DJANGO_"))
        }
        return kept | {
            "MINGBAI_DATABASE": self.database.url(part),
            "MINGBAI_DATA": str(self.folder),
            "MINGBAI_TICK_SECONDS": "1",
            "MINGBAI_WORKER_SECONDS": "1",
        }


def _mingbai(*words: str) -> list[str]:
    return [sys.executable, "-m", "mingbai", *words]


def _children(pid: int) -> list[int]:
    """The processes that this one started and that still run."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    return [int(word) for word in listed.split()]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
