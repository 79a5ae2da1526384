"""`mingbai sequencer`: orders, writes and signs the public logs, until told to stop."""

import argparse

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mingbai.cli.refused import Refused
from mingbai.cli.stop_signals import stop_on_signals
from mingbai.sequencer import AnotherSequencer
from mingbai.sequencer import run as run_sequencer

HELP = gettext_noop("Order, write and sign the public ledger; one process alone")


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "--once", action="store_true", help=_("one turn over all places, then end")
    )


def run(options: argparse.Namespace) -> int:
    """0 when stopped, or when the one turn went well in every place."""
    try:
        went_well = run_sequencer(stop_on_signals(), once=options.once)
    except AnotherSequencer:
        raise Refused(_("A sequencer is running already.")) from None
    if not went_well:
        raise Refused(_("Not every ledger was published; the log lines say why."))
    return 0
