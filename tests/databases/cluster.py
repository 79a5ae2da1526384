"""A PostgreSQL cluster of our own, in a folder, reached by its socket alone."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

PROGRAMS: Final = Path("/usr/lib/postgresql/15/bin")
ROLES: Final = Path(__file__).parents[2] / "deploy" / "postgresql.sql"

# Nothing here outlives the run, so nothing waits for a disk.
FORGETFUL: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

# If pytest is killed, nobody else would stop the server.
KEEPER: Final = """
process=$1; folder=$2; shift 2
{
    while kill -0 "$process" 2>/dev/null; do sleep 2; done
    if test -d "$folder"; then "$@"; rm -rf "$folder"; fi
} &
"""


class Cluster:
    """Starts in about two seconds; stops with the process it was made for.

    The data folder belongs to the system user `postgres` when we are root, since
    PostgreSQL refuses to run as root; to ourselves otherwise. `options` are settings
    such as `fsync=off`; a proof of durability passes none.
    """

    def __init__(
        self,
        folder: Path,
        options: Sequence[str] = FORGETFUL,
        process: int | None = None,
    ) -> None:
        self.folder = folder
        self._process = process or os.getpid()
        self.sockets = folder
        self._data = folder / "data"
        self._options = options

    @staticmethod
    def is_installed() -> bool:
        """Whether the programs are there, and a user to run them as."""
        has_user = os.geteuid() != 0 or shutil.which("runuser") is not None
        return (PROGRAMS / "initdb").exists() and has_user

    def is_running(self) -> bool:
        """Whether somebody has started it and nobody stopped it."""
        return (self._data / "postmaster.pid").exists()

    def start(self) -> None:
        """Make the folder if need be, start the server, and give it our roles."""
        is_new = not self._data.exists()
        if is_new:
            self._initialise()
        log = str(self.folder / "log")
        options = [f"-k {self.sockets}", "-c listen_addresses=''"]
        options += [f"-c {option}" for option in self._options]
        self._run(
            "pg_ctl",
            "-D",
            self._data,
            "-l",
            log,
            "-o",
            " ".join(options),
            "-w",
            "start",
        )
        self._keep()
        if is_new:
            self._run(
                "psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.sockets,
                "-U", "postgres", "-d", "postgres", "-f", "-",
                given=ROLES.read_text(encoding="utf-8"),
            )  # fmt: skip

    def stop(self, mode: str = "immediate") -> None:
        """Stop it, at once unless told `fast`; nothing when it doesn't run."""
        if self.is_running():
            self._run("pg_ctl", "-D", self._data, "-m", mode, "-w", "stop")

    def run_as_superuser(self, statement: str) -> None:
        """Run one statement outside every database of ours."""
        self._run(
            "psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.sockets,
            "-U", "postgres", "-d", "postgres", "-c", statement,
        )  # fmt: skip

    def _initialise(self) -> None:
        self.folder.mkdir(mode=0o755)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run(
            "initdb", "-D", self._data, "-U", "postgres", "-A", "trust",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip

    def _keep(self) -> None:
        stop = self._command("pg_ctl", "-D", self._data, "-m", "immediate", "stop")
        given = [str(self._process), str(self.folder), *stop]
        subprocess.run(
            ["/bin/sh", "-c", KEEPER, "keeper", *given],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _run(self, program: str, *words: str | Path, given: str = "") -> None:
        done = subprocess.run(
            self._command(program, *words),
            input=given,
            # The server inherits what pg_ctl has, so a pipe would never end.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
            text=True,
            cwd="/",
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr or self._log()}")

    def _log(self) -> str:
        log = self.folder / "log"
        return log.read_text(encoding="utf-8") if log.exists() else ""

    @staticmethod
    def _command(program: str, *words: str | Path) -> list[str]:
        command = [str(PROGRAMS / program), *map(str, words)]
        if os.geteuid() == 0:
            return ["runuser", "-u", "postgres", "--", *command]
        return command
