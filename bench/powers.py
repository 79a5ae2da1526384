"""10,000 powers: our pages against Wagtail's, and against our own with 500."""

import re
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

from bench import power_import
from bench.installation import Environment, free_port, process
from bench.power_texts import BODIES, PER_PAGE, power_text
from bench.public_page import fetch, request_rate
from bench.rounds import Ratio, interleaved
from bench.wagtail_server import wagtail

MANY: Final = 10_000
FEW: Final = 500
SHOWN: Final = 7
CODE: Final = power_text(SHOWN).code
WRITTEN_CODE: Final = re.compile(r"SD-\d{6}")
DEEP: Final = 9_000
# So few connections that what one round leaves undone does not burden the next.
LOAD: Final = ("wrk", "-t1", "-c4", "-d4s", "--timeout", "10s")
# What is measured, our address, Wagtail's, and how many powers both must show.
PAIRS: Final = (
    ("list of all powers", "/powers/search/", "/", PER_PAGE),
    (
        "list of all powers, a deep page",
        f"/powers/search/?after={power_text(DEEP - 1).code}",
        f"/?page={DEEP // PER_PAGE + 1}",
        PER_PAGE,
    ),
    ("powers of a body", f"/bodies/b{SHOWN + 1}/", f"/b{SHOWN}/", PER_PAGE),
    (
        "page of a power",
        f"/powers/{CODE}/",
        f"/b{SHOWN}/{CODE.lower()}/",
        1,
    ),
)
GROWING: Final = {
    "/powers/search/": "list of all powers",
    "/powers/bodies/": f"list of {BODIES} bodies with counts",
    f"/powers/{CODE}/": "page of a power",
}


def measure(environment: Environment, folder: Path) -> list[Ratio]:
    """Import, then pages, of an installation of its own beside the given one."""
    few = power_import.written_book(folder, FEW)
    many = power_import.written_book(folder, MANY)
    small, _cost = power_import.with_powers(environment, folder / "few", few)
    large = {**environment, "MINGBAI_DATA": str(folder / "many")}
    ratios = power_import.measure(environment, folder / "many", many, MANY)
    with ExitStack() as stack:
        peer = stack.enter_context(wagtail(folder, MANY))
        ports = {}
        for name, told in (("few", small), ("many", large)):
            ports[name] = free_port()
            words = [sys.executable, "-m", "mingbai", "serve"]
            words += ["--port", str(ports[name])]
            stack.enter_context(process(words, told, ports[name]))
        ratios += _against_wagtail(ports["many"], peer)
        ratios += _growth(ports["many"], ports["few"])
    return ratios


def _against_wagtail(ours: int, theirs: int) -> list[Ratio]:
    for _name, here, there, shown in PAIRS:
        for port, address in ((ours, here), (theirs, there)):
            page = fetch(port, address).decode()
            if len(set(WRITTEN_CODE.findall(page))) < shown:
                raise RuntimeError(f"{address} shows too few powers")
    return [
        interleaved(
            f"{name}, {MANY:,} powers, SQLite",
            "requests/s ÷ Wagtail serving as many pages",
            ours=partial(request_rate, ours, here, LOAD),
            theirs=partial(request_rate, theirs, there, LOAD),
        )
        for name, here, there, _shown in PAIRS
    ]


def _growth(many: int, few: int) -> list[Ratio]:
    return [
        interleaved(
            f"{name}, {MANY:,} ÷ {FEW} powers, SQLite",
            "time",
            ours=partial(_seconds, many, address),
            theirs=partial(_seconds, few, address),
        )
        for address, name in GROWING.items()
    ]


def _seconds(port: int, address: str) -> float:
    return 1 / request_rate(port, address, LOAD)
