"""The Wagtail peer: its own virtual environment, its pages, its server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.installation import HOST, ROOT, Environment, free_port, process

PINNED: Final = ROOT / "requirements" / "bench.txt"
SETTINGS: Final = "bench.wagtail_peer.settings"


@contextmanager
def wagtail(folder: Path, count: int) -> Iterator[int]:
    """The port of a Wagtail with so many powers as pages, under granian as we are."""
    python = _virtual_environment(folder / "wagtail")
    environment = _environment(folder / "wagtail.sqlite3")
    fill = [python, "-m", "bench.wagtail_peer.fill", str(count)]
    subprocess.run(fill, env=environment, check=True)
    port = free_port()
    # The same words as `mingbai serve` gives it.
    words = [
        *(python, "-m", "granian", "--interface", "wsgi", "--http", "1"),
        *("--host", HOST, "--port", str(port), "--workers", "1"),
        *("--blocking-threads", "8", "--runtime-mode", "st", "--no-ws"),
        *("--log-level", "error", "--no-access-log", f"{SETTINGS}:application"),
    ]
    with process(words, environment, port):
        yield port


def _virtual_environment(folder: Path) -> str:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = str(folder / "bin" / "python")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input", "-q"]
    words = [*pip, "install", "--require-hashes", "-r", str(PINNED)]
    subprocess.run(words, check=True)
    return python


def _environment(database: Path) -> Environment:
    kept = {name: v for name, v in os.environ.items() if name != "MINGBAI_DATA"}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "BENCH_PEER_DATABASE": str(database),
        "PYTHONPATH": str(ROOT),
    }
