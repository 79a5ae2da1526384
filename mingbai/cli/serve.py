"""`mingbai serve`: the doors, by granian with threads.

The checks run here; then this process becomes granian, so that signals and the exit
code are its own. Never ASGI: sync Django on it was measured eight times slower.
"""

import argparse
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mingbai.cli.ready import refuse_unready
from mingbai.cli.refused import Refused

HELP = gettext_noop("Serve the pages of the doors named by MINGBAI_DOORS")

HIGHEST_PORT: Final = 65_535
# How long a request may still run after we were told to stop.
GRACE_SECONDS: Final = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "--host", default="127.0.0.1", help=_("the address to listen on")
    )
    parser.add_argument(
        "--port", type=_written_port, default=8000, help=_("the port, 8000 if not said")
    )
    parser.add_argument(
        "--workers", type=_written_count, default=1, help=_("processes, 1 if not said")
    )
    parser.add_argument(
        "--threads",
        type=_written_count,
        default=8,
        help=_("threads of each process, 8 if not said"),
    )
    parser.add_argument(
        "--doors",
        metavar="public,desk,api",
        default=",".join(settings.DOORS),
        help=_("which doors to open, parted by commas"),
    )


def run(options: argparse.Namespace) -> int:
    """Become the server; comes back only when it refuses."""
    doors = _doors(options.doors)
    refuse_unready()
    # WhiteNoise complains of an absent folder at each start of a process.
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    _refuse_taken(options.host, options.port)
    where = {"host": options.host, "port": options.port, "doors": ", ".join(doors)}
    print(
        _("Serving %(doors)s on http://%(host)s:%(port)s") % where,
        file=sys.stderr,
        flush=True,
    )
    words = [sys.executable, "-m", "granian", *granian_options(options)]
    os.execve(  # noqa: S606  # a list of words, and no shell
        sys.executable, words, environment(os.environ, options.threads, doors)
    )


def granian_options(options: argparse.Namespace) -> list[str]:
    """How granian is told; it logs no request, and so no address and no receipt."""
    told = {
        "--interface": "wsgi",
        "--http": "1",
        "--host": options.host,
        "--port": options.port,
        "--workers": options.workers,
        "--blocking-threads": options.threads,
        "--runtime-mode": "st",
        # Its warnings advise on numbers of threads; what fails is told as an error.
        "--log-level": "error",
        "--respawn-interval": 1,
        "--workers-kill-timeout": GRACE_SECONDS,
    }
    words = [word for name, value in told.items() for word in (name, str(value))]
    flags = ["--no-ws", "--no-access-log", "--respawn-failed-workers"]
    return [*words, *flags, "mingbai.wsgi:application"]


def environment(
    outer: Mapping[str, str], threads: int, doors: Sequence[str]
) -> dict[str, str]:
    """What the server is started with: its doors, and a connection for each thread."""
    # granian would read its own variables too: none but ours count.
    kept = {
        key: value for key, value in outer.items() if not key.startswith("GRANIAN_")
    }
    kept["MINGBAI_DOORS"] = ",".join(doors)
    if connection.vendor == "postgresql":
        kept.setdefault("MINGBAI_POOL", str(threads))
    return kept


def _doors(written: str) -> list[str]:
    named = [door.strip() for door in written.split(",") if door.strip()]
    unknown = [door for door in named if door not in settings.KNOWN_DOORS]
    if unknown or not named:
        what = _("There is no door %(door)s; there are %(known)s.")
        facts = {"door": unknown[0] if unknown else "''", "known": _known()}
        raise Refused(what % facts)
    return named


def _known() -> str:
    return ", ".join(settings.KNOWN_DOORS)


def _refuse_taken(host: str, port: int) -> None:
    """granian shares a port with whoever has it; two servers would answer in turn."""
    try:
        family, _kind, _proto, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, socket.SOCK_STREAM) as attempt:
            # Connections of a server that has just ended linger; they don't count.
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind(address)
    except OSError as error:
        what = _("Can't listen on %(host)s:%(port)s: %(reason)s.")
        facts = {"host": host, "port": port, "reason": error.strerror}
        raise Refused(what % facts) from None


def _written_port(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= HIGHEST_PORT:
        return int(text)
    what = _("%(text)s is no port; write a number from 1 to 65535")
    raise argparse.ArgumentTypeError(what % {"text": text})


def _written_count(text: str) -> int:
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    what = _("%(text)s must be a whole number, 1 or more")
    raise argparse.ArgumentTypeError(what % {"text": text})
