"""Memory of a worker after some use, against a bare Django worker."""

import http.client
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.installation import HOST, ROOT, Environment, free_port, process
from bench.rounds import Ratio, interleaved

PAGES: Final = ("/", "/powers/", "/letters/write/", "/letters/look-up/", "/verify/")
QUEUES: Final = tuple(
    f"/desk/?queue={name}" for name in ("open", "office", "overdue", "today", "closed")
)
REQUESTS: Final = 200


def measure(environment: Environment, kind: str) -> Ratio:
    """Resident memory of each server's largest process, ours over the bare one's."""
    return interleaved(
        f"memory of a worker, {kind}",
        "RSS after 200 requests ÷ a bare Django view under the same server",
        ours=lambda: _ours(environment),
        theirs=lambda: _bare(environment),
        rounds=3,
    )


def measure_queue(environment: Environment, name: str, cookie: str) -> Ratio:
    """The same after the pages of a long queue, shown to a signed-in official."""
    return interleaved(
        name,
        "RSS after 200 pages of it ÷ a bare Django view under the same server",
        ours=lambda: _ours(environment, QUEUES, cookie),
        theirs=lambda: _bare(environment),
        rounds=3,
    )


def _ours(
    environment: Environment, pages: tuple[str, ...] = PAGES, cookie: str = ""
) -> float:
    port = free_port()
    words = [sys.executable, "-m", "mingbai", "serve", "--port", str(port)]
    with process(words, environment, port) as pid:
        _use(port, pages, cookie)
        return _resident(pid)


def _bare(environment: Environment) -> float:
    port = free_port()
    words = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1"),
        *("--host", HOST, "--port", str(port), "--blocking-threads", "8"),
        *("--log-level", "critical", "bench.bare_app:application"),
    ]
    told = {**environment, "DJANGO_SETTINGS_MODULE": "bench.bare_app"}
    told["PYTHONPATH"] = str(ROOT)
    with process(words, told, port) as pid:
        _use(port, ("/",))
        return _resident(pid)


def _use(port: int, pages: tuple[str, ...], cookie: str = "") -> None:
    link = http.client.HTTPConnection(HOST, port, timeout=30)
    for turn in range(REQUESTS):
        link.request("GET", pages[turn % len(pages)], headers={"Cookie": cookie})
        answer = link.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"answered {answer.status}")
    link.close()


def _resident(pid: int) -> float:
    """The largest resident set among a process and its children, in kB."""
    return max(_of(one) for one in _family(pid))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in Path("/proc").iterdir():
        if child.name.isdecimal() and _parent(int(child.name)) == pid:
            yield from _family(int(child.name))


def _parent(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    return int(stat.rpartition(")")[2].split()[1])


def _of(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return float(line.split()[1])
    return 0.0
