"""A scratch installation with 试点县 in it, on durable settings."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.databases.cluster import Cluster

ROOT: Final = Path(__file__).resolve().parent.parent
COUNTY: Final = ROOT / "tests" / "counties" / "shidian.toml"
HOST: Final = "127.0.0.1"
Environment = dict[str, str]


@contextmanager
def installed(kind: str, folder: Path) -> Iterator[Environment]:
    """The environment of a new installation; on PostgreSQL its own cluster runs."""
    folder.mkdir()
    kept = {
        name: v for name, v in os.environ.items() if not name.startswith("MINGBAI_")
    }
    environment = {
        **kept,
        "DJANGO_SETTINGS_MODULE": "mingbai.settings",
        "MINGBAI_DATA": str(folder / "data"),
        "MINGBAI_LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
    }
    (folder / "data").mkdir()
    if kind == "sqlite":
        _fill(environment, environment)
        yield environment
        return
    # Durable: what is measured is what a county would run.
    cluster = Cluster(folder / "cluster", options=("max_connections=60",))
    cluster.start()
    try:
        cluster.run_as_superuser("CREATE DATABASE bench OWNER mingbai_migrator")
        url = "postgresql://{role}@/bench?host=" + str(cluster.sockets)
        owner = url.format(role="mingbai_migrator")
        app = url.format(role="mingbai_app")
        _fill(
            {**environment, "MINGBAI_DATABASE": owner},
            {**environment, "MINGBAI_DATABASE": app},
        )
        yield {**environment, "MINGBAI_DATABASE": app, "PGHOST": str(cluster.sockets)}
    finally:
        cluster.stop()


def _fill(owner: Environment, app: Environment) -> None:
    _run(owner, "keys", "create")
    _run(owner, "migrate", "-v0")
    _run(app, "add-place", str(COUNTY))


def _run(environment: Mapping[str, str], *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "mingbai", *words],
        env=dict(environment),
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def process(
    words: list[str], environment: Mapping[str, str], port: int
) -> Iterator[int]:
    """A server on that port; gives its process id, and stops it in the end."""
    server = subprocess.Popen(
        words,
        env=dict(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, server)
        yield server.pid
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 40
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"a server ended with {server.returncode}")
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("a server did not start")


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
