"""How a long-running command is told to stop: Ctrl-C, or SIGTERM from systemd."""

import signal
from threading import Event, Thread
from types import FrameType


def stop_on_signals() -> Event:
    """The event that SIGTERM and SIGINT set; the command then ends its current step."""
    stop = Event()

    def end(number: int, frame: FrameType | None) -> None:
        # A handler interrupts the main thread anywhere, also where it holds the event's
        # own lock; setting it from here would then wait for ever.
        Thread(target=stop.set, daemon=True).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    return stop
