"""The queues of the desk from 10,000 to 1,000,000 open letters, and the clock's sweep.

Run by `python -m bench`, with an installation of its own in the environment; prints
JSON. The letters are written by SQL (`bench.many_letters`), never by an import.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from datetime import time as hour
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import django
from django.db import connection

django.setup()

from bench import desk_peers, memory  # noqa: E402  # models need the set-up
from bench.desk_user import cookie_of, official, seconds, signed_in  # noqa: E402
from bench.many_letters import ManyLetters  # noqa: E402
from bench.peer_queue import as_superuser  # noqa: E402
from bench.rounds import Ratio, interleaved  # noqa: E402
from mingbai.letters.clocks import LOOKS_BACK  # noqa: E402
from mingbai.letters.models import Handling, Notice  # noqa: E402
from mingbai.letters.queue import Queue, page  # noqa: E402
from mingbai.letters.sweep import sweep  # noqa: E402
from mingbai.lib.numbering import Ref  # noqa: E402
from mingbai.places.actors import System  # noqa: E402
from mingbai.places.days import working_calendar  # noqa: E402
from mingbai.places.find_place import place_of_slug  # noqa: E402
from mingbai.places.models import Body, Place  # noqa: E402
from mingbai.places.scoping import within  # noqa: E402

FEW: Final = 10_000
SWEPT: Final = 100_000
ROUNDS: Final = 5
# Whose queue is looked at.
QUEUES: Final[Mapping[str, tuple[str, Queue]]] = {
    "queue of all": ("wangdengji", Queue.OPEN),
    "queue of a body": ("lizhuren", Queue.BODY),
}
Act = Callable[[], object]


def main() -> None:
    """Fill, measure, fill on; the last words of the command say how far."""
    folder, most = Path(sys.argv[1]), int(sys.argv[2])
    place = place_of_slug("shidian")
    letters = ManyLetters(place)
    bench = _Desk(place, "PostgreSQL" if _is_postgresql() else "SQLite")
    ratios: list[Ratio] = []
    _fill(letters, FEW)
    few, found = bench.queues(FEW)
    ratios += found
    cookie = cookie_of(signed_in(place, "wangdengji"))
    if _is_postgresql():
        deep = FEW * 9 // 10
        ratios += desk_peers.measure(
            dict(os.environ),
            folder,
            cookie,
            count=FEW,
            deep=deep,
            deep_mark=str(bench.ref_at(deep)),
        )
    _fill(letters, min(SWEPT, most))
    ratios += bench.sweeps(letters.count)
    name = f"memory of a worker after a queue of {letters.count:,}, {bench.kind}"
    ratios.append(memory.measure_queue(dict(os.environ), name, cookie))
    _fill(letters, most)
    many, found = bench.queues(most)
    ratios += found
    ratios += [
        Ratio.of(
            f"{name}, {most:,} ÷ {FEW:,} open letters, {bench.kind}",
            "time, each against a small read in the same minute",
            [one / other for one, other in zip(many[name], few[name], strict=True)],
        )
        for name in many
    ]
    print(json.dumps([asdict(one) for one in ratios]))


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _fill(letters: ManyLetters, count: int) -> None:
    if count <= letters.count:
        return
    begun = time.monotonic()
    letters.fill(count)
    # What autovacuum does by and by.
    if _is_postgresql():
        as_superuser(os.environ, "bench", "VACUUM ANALYZE;")
    else:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    took = round(time.monotonic() - begun)
    print(f"{count:,} letters after {took} s", file=sys.stderr, flush=True)


class _Desk:
    """What is measured, in one place on one database."""

    def __init__(self, place: Place, kind: str) -> None:
        self.place, self.kind = place, kind

    def queues(self, count: int) -> tuple[dict[str, list[float]], list[Ratio]]:
        """How long pages take against a small read; and deep ones against first."""
        against_small: dict[str, list[float]] = {}
        ratios = []
        for name, (login, queue) in QUEUES.items():
            first = self._page(login, queue, None)
            deep = self._page(login, queue, self._deep(login, queue))
            ratios.append(
                interleaved(
                    f"{name}, {count:,} open letters, deep page, {self.kind}",
                    "time ÷ its first page",
                    ours=partial(seconds, deep),
                    theirs=partial(seconds, first),
                )
            )
            for which, shown in (("first", first), ("deep", deep)):
                against_small[f"{name}, {which} page"] = [
                    seconds(shown) / seconds(self._small) for _ in range(ROUNDS)
                ]
        return against_small, ratios

    def sweeps(self, count: int) -> list[Ratio]:
        """The clock's notices: when all are to be told, and when nobody is."""
        return [
            interleaved(
                f"sweep of {count:,} open letters, all to be told, {self.kind}",
                "time ÷ reading the same rows by raw SQL",
                ours=self._sweep_anew,
                theirs=lambda: seconds(self._read_swept, 3),
                rounds=3,
            ),
            interleaved(
                f"sweep of {count:,} open letters, all told already, {self.kind}",
                "time ÷ reading the same rows by raw SQL",
                ours=lambda: seconds(self._sweep, 3),
                theirs=lambda: seconds(self._read_swept, 3),
                rounds=3,
            ),
        ]

    def ref_at(self, turn: int) -> Ref:
        """The letter at that place in the queue of all."""
        with within(self.place, read_only=True):
            row = Handling.objects.waiting().select_related("letter")[turn]
            return Ref(row.letter.year, row.letter.number)

    def _deep(self, login: str, queue: Queue) -> Ref:
        """The letter nine tenths down the queue."""
        with within(self.place, read_only=True):
            rows = Handling.objects.waiting().select_related("letter")
            if queue == Queue.BODY:
                rows = rows.filter(body__in=official(login).bodies)
            letter = rows[rows.count() * 9 // 10].letter
            return Ref(letter.year, letter.number)

    def _page(self, login: str, queue: Queue, after: Ref | None) -> Act:
        def show() -> None:
            with within(self.place, read_only=True):
                rows = page(queue, officer=official(login), after=after).rows
                assert len(rows) == 30

        return show

    def _small(self) -> None:
        with within(self.place, read_only=True):
            assert list(Body.objects.all())

    def _sweep_anew(self) -> float:
        with within(self.place, durable=True):
            Notice.objects.all().delete()
        begun = time.perf_counter()
        assert self._sweep()
        return time.perf_counter() - begun

    def _sweep(self) -> int:
        """As the worker does it, until all have been told."""
        told = 0
        while True:
            with within(self.place, durable=True):
                now = sweep(by=System("letters.sweep"), at=self._at())
            if not now:
                return told
            told += now

    def _at(self) -> datetime:
        """Ten in the morning, when officials may be told."""
        zone = ZoneInfo(self.place.time_zone)
        return datetime.combine(datetime.now(zone).date(), hour(10), zone)

    def _read_swept(self) -> None:
        today = self._at().date()
        with within(self.place, read_only=True), connection.cursor() as cursor:
            next_one = working_calendar(since=today).add_working_days(today, 1).day
            cursor.execute(
                "SELECT * FROM letters_handling JOIN letters_letter"
                " ON letters_letter.id = letters_handling.letter_id"
                " WHERE letters_handling.closed_at IS NULL"
                " AND letters_handling.due_on >= %s"
                " AND letters_handling.due_on <= %s"
                " AND letters_handling.due_on <> %s"
                " ORDER BY letters_handling.due_on, letters_handling.id",
                [today - LOOKS_BACK, next_one, today],
            )
            assert cursor.fetchall()


if __name__ == "__main__":
    main()
