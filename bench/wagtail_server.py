"""The Wagtail peer: its own virtual environment, its pages, its server."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.installation import ROOT, Environment, free_port, process
from bench.peers import GRANIAN, virtual_environment

SETTINGS: Final = "bench.wagtail_peer.settings"


@contextmanager
def wagtail(folder: Path, count: int) -> Iterator[int]:
    """The port of a Wagtail with so many powers as pages, under granian as we are."""
    python = virtual_environment(folder / "wagtail")
    environment = _environment(folder / "wagtail.sqlite3")
    fill = [python, "-m", "bench.wagtail_peer.fill", str(count)]
    subprocess.run(fill, env=environment, check=True)
    port = free_port()
    words = [python, *GRANIAN, "--port", str(port), f"{SETTINGS}:application"]
    with process(words, environment, port):
        yield port


def _environment(database: Path) -> Environment:
    kept = {name: v for name, v in os.environ.items() if name != "MINGBAI_DATA"}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "BENCH_PEER_DATABASE": str(database),
        "PYTHONPATH": str(ROOT),
    }
