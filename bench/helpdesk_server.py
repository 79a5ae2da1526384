"""The django-helpdesk peer: its own virtual environment, its tickets, its server."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from bench.installation import ROOT, free_port, process
from bench.peer_queue import PeerQueue, new_database
from bench.peers import GRANIAN, virtual_environment

SETTINGS: Final = "bench.helpdesk_peer.settings"
DATABASE: Final = "helpdesk"
ROWS: Final = 25


@contextmanager
def helpdesk(
    folder: Path, environment: Mapping[str, str], count: int, deep: int
) -> Iterator[PeerQueue]:
    """Its list of so many tickets, first page and deep one, for a signed-in staff.

    The list is a page and a call for its rows; both are asked for.
    """
    python = virtual_environment(folder / "helpdesk")
    new_database(environment, DATABASE)
    told = {
        **os.environ,
        "PGHOST": environment["PGHOST"],
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "BENCH_PEER_DATABASE": DATABASE,
        "PYTHONPATH": str(ROOT),
    }
    filled = subprocess.run(
        [python, "-m", "bench.helpdesk_peer.fill", str(count)],
        env=told,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    said = json.loads(filled.stdout)
    port = free_port()
    words = [python, *GRANIAN, "--port", str(port), f"{SETTINGS}:application"]
    with process(words, told, port):
        yield PeerQueue(
            "django-helpdesk",
            port,
            said["cookie"],
            first=("/tickets/", _rows(said["query"], 0)),
            deep=("/tickets/", _rows(said["query"], deep)),
        )


def _rows(query: str, start: int) -> str:
    asked = {
        "draw": 1,
        "start": start,
        "length": ROWS,
        "order[0][column]": 5,
        "order[0][dir]": "asc",
    }
    return f"/datatables_ticket_list/{query}?{urlencode(asked)}"
