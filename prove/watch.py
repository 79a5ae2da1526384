"""Somebody outside who keeps every checkpoint the log has ever shown."""

import threading
from pathlib import Path
from typing import Final

LOOKS_EVERY_SECONDS: Final = 0.05


class Watcher(threading.Thread):
    """Reads the published checkpoint again and again; `notes` are all it has seen."""

    def __init__(self, ledger: Path) -> None:
        super().__init__(daemon=True)
        self._file = ledger / "checkpoint"
        self._stop_looking = threading.Event()
        self.notes: set[str] = set()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._stop_looking.wait(LOOKS_EVERY_SECONDS):
            self.look()

    def look(self) -> None:
        """Read it once; before the first tick there is none."""
        if self._file.exists():
            self.notes.add(self._file.read_text(encoding="utf-8"))

    def stop(self) -> None:
        """Have a last look, and end."""
        self._stop_looking.set()
        self.join()
        self.look()
