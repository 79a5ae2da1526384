"""What all peers written in Python run in: a virtual environment of their own."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from bench.installation import ROOT

PINNED: Final = ROOT / "requirements" / "bench.txt"
# The same words as `mingbai serve` gives it, before the port and the application.
GRANIAN: Final = (
    *("-m", "granian", "--interface", "wsgi", "--http", "1"),
    *("--host", "127.0.0.1", "--workers", "1", "--blocking-threads", "8"),
    *("--runtime-mode", "st", "--no-ws", "--log-level", "error", "--no-access-log"),
)


def virtual_environment(folder: Path) -> str:
    """The Python of a new environment with the pinned peers in it."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = str(folder / "bin" / "python")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input", "-q"]
    words = [*pip, "install", "--require-hashes", "-r", str(PINNED)]
    subprocess.run(words, check=True)
    return python
