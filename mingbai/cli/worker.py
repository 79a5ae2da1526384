"""`mingbai worker`: runs what waits in the queue, until told to stop."""

import argparse

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mingbai.cli.ready import refuse_unready
from mingbai.cli.stop_signals import stop_on_signals
from mingbai.worker import run as run_worker
from mingbai.worker import work_once

HELP = gettext_noop("Run what waits: clocks, folding, messages")


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "--once", action="store_true", help=_("until nothing waits, then end")
    )


def run(options: argparse.Namespace) -> int:
    """0 when stopped, or when nothing waits; the errand at hand is finished."""
    refuse_unready()
    stop = stop_on_signals()
    if not options.once:
        run_worker(stop, pause_seconds=settings.WORKER_SECONDS)
        return 0
    while not stop.is_set() and work_once(timezone.now()):
        pass
    return 0
