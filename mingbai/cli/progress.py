"""A line on stderr that says how far long work has come."""

import sys
import time
from types import TracebackType
from typing import Final, Self, TextIO

REDRAW_SECONDS: Final = 0.2


class Progress:
    """Counts what is done; on a terminal one line that changes, else one at the end.

    Use it as `with Progress(words, total) as progress:` and call `step()`.
    """

    def __init__(
        self, words: str, total: int | None = None, stream: TextIO | None = None
    ) -> None:
        self._words = words
        self._total = total
        self._stream = stream or sys.stderr
        self._count = 0
        self._drawn_at = float("-inf")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        start = "\r" if self._stream.isatty() else ""
        print(f"{start}{self._line()}", file=self._stream, flush=True)

    def step(self, count: int = 1) -> None:
        """So many more are done."""
        self._count += count
        now = time.monotonic()
        if self._stream.isatty() and now - self._drawn_at >= REDRAW_SECONDS:
            self._drawn_at = now
            print(f"\r{self._line()}", end="", file=self._stream, flush=True)

    def _line(self) -> str:
        done = f"{self._count:,}"
        return (
            f"{self._words} {done}"
            if self._total is None
            else f"{self._words} {done}/{self._total:,}"
        )
