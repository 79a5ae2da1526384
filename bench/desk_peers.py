"""The desk's list of letters against a helpdesk's and a tracker's with as many."""

import http.client
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

from bench.helpdesk_server import helpdesk
from bench.installation import HOST, Environment, free_port, process
from bench.letter_text import TITLE
from bench.peer_queue import PeerQueue
from bench.public_page import request_rate
from bench.redmine_server import absent, is_installed, redmine
from bench.rounds import Ratio, interleaved

# So few connections that what one round leaves undone does not burden the next.
LOAD: Final = ("wrk", "-t1", "-c4", "-d4s", "--timeout", "20s")
ROWS: Final = 25


def measure(
    environment: Environment,
    folder: Path,
    cookie: str,
    *,
    count: int,
    deep: int,
    deep_mark: str,
) -> list[Ratio]:
    """Lists shown a second, ours over theirs: the first page, and one deep inside.

    `deep_mark` is the number of our letter before the deep page.
    """
    with ExitStack() as stack:
        peers = [stack.enter_context(helpdesk(folder, environment, count, deep))]
        if is_installed():
            peers.append(stack.enter_context(redmine(folder, environment, count, deep)))
        else:
            absent()
        port = free_port()
        words = [sys.executable, "-m", "mingbai", "serve", "--port", str(port)]
        stack.enter_context(process(words, environment, port))
        ours = PeerQueue(
            "ours",
            port,
            cookie,
            first=("/desk/?queue=open",),
            deep=(f"/desk/?queue=open&after={deep_mark}",),
        )
        for one in (ours, *peers):
            _check(one)
        return [ratio for peer in peers for ratio in _against(ours, peer, count)]


def _against(ours: PeerQueue, peer: PeerQueue, count: int) -> list[Ratio]:
    return [
        interleaved(
            f"list of {count:,} open letters, {page}, PostgreSQL",
            f"lists/s ÷ {peer.name} with as many tickets",
            ours=partial(_rate, ours, mine),
            theirs=partial(_rate, peer, theirs),
        )
        for page, mine, theirs in (
            ("first page", ours.first, peer.first),
            ("deep page", ours.deep, peer.deep),
        )
    ]


def _rate(queue: PeerQueue, addresses: Sequence[str]) -> float:
    """How often a second all of a page's addresses are answered, one after another."""
    load = (*LOAD, "-H", f"Cookie: {queue.cookie}")
    return 1 / sum(1 / request_rate(queue.port, address, load) for address in addresses)


def _check(queue: PeerQueue) -> None:
    """Raise RuntimeError unless each page shows its letters to whoever is signed in."""
    for addresses in (queue.first, queue.deep):
        pages = [_fetched(queue, address) for address in addresses]
        shown = sum(page.count(word) for page in pages for word in _words())
        if shown < ROWS:
            raise RuntimeError(f"{queue.name} shows {shown} letters at {addresses}")


def _words() -> set[str]:
    """The subject as it stands in a page, and as JSON writes it."""
    return {TITLE, json.dumps(TITLE)[1:-1]}


def _fetched(queue: PeerQueue, address: str) -> str:
    link = http.client.HTTPConnection(HOST, queue.port, timeout=120)
    headers: Mapping[str, str] = {"Cookie": queue.cookie}
    link.request("GET", address, headers=dict(headers))
    answer = link.getresponse()
    page = answer.read().decode()
    if answer.status != 200:
        raise RuntimeError(f"{queue.name} answered {answer.status} at {address}")
    return page
