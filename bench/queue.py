"""The queue of 10,000 open letters, against the same rows by raw SQL.

Run by `python -m bench`, with the installation in the environment; prints JSON.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

django.setup()

from bench.desk_user import official, seconds, signed_in  # noqa: E402  # set up first
from bench.rounds import Ratio, interleaved  # noqa: E402  # models need the set-up
from bench.statements import draft  # noqa: E402
from mingbai.letters.import_letter import PastLetter, import_letter  # noqa: E402
from mingbai.letters.queue import Queue, page  # noqa: E402
from mingbai.letters.tally import fold  # noqa: E402
from mingbai.lib.numbering import Ref  # noqa: E402
from mingbai.places.actors import System  # noqa: E402
from mingbai.places.find_place import place_of_slug  # noqa: E402
from mingbai.places.models import Place  # noqa: E402
from mingbai.places.scoping import within  # noqa: E402

FEW: Final = 300
MANY: Final = 10_000
START: Final = datetime.fromisoformat("2026-01-05T08:00:00+08:00")


def main() -> None:
    """Fill, measure at 300, fill, measure at 10,000."""
    place = place_of_slug("shidian")
    kind = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    _fill(place, 0, FEW)
    few = seconds(lambda: _page(place))
    _fill(place, FEW, MANY)
    with within(place, durable=True):
        while fold():
            pass
    client = signed_in(place, "wangdengji")
    raw = _raw(place)
    ratios = [
        interleaved(
            f"queue page of 10,000, query and objects, {kind}",
            "time ÷ the same rows by raw SQL",
            ours=lambda: seconds(lambda: _page(place)),
            theirs=lambda: seconds(raw),
        ),
        interleaved(
            f"queue page of 10,000, whole GET, {kind}",
            "time ÷ the same rows by raw SQL",
            ours=lambda: seconds(lambda: _get(client, "/desk/?queue=open")),
            theirs=lambda: seconds(raw),
        ),
        interleaved(
            f"queue, deep page ÷ first page, {kind}",
            "time, 10,000 open letters",
            ours=lambda: seconds(lambda: _page(place, Ref(2026, 9000))),
            theirs=lambda: seconds(lambda: _page(place)),
        ),
    ]
    many = seconds(lambda: _page(place))
    growth = many / few
    ratios.append(
        Ratio(
            f"queue page, 10,000 ÷ 300 open letters, {kind}",
            "time",
            growth,
            growth,
            growth,
            1,
        )
    )
    print(json.dumps([asdict(one) for one in ratios]))


def _fill(place: Place, first: int, last: int) -> None:
    for begin in range(first, last, 250):
        with within(place, durable=True):
            officer = official("lizhuren")
            for number in range(begin, min(begin + 250, last)):
                past = PastLetter(
                    f"bench-{number}", draft(), START + timedelta(minutes=number * 31)
                )
                import_letter(by=System("import-letters", officer), past=past)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _page(place: Place, after: Ref | None = None) -> None:
    with within(place, read_only=True):
        registrar = official("wangdengji")
        rows = page(Queue.OPEN, officer=registrar, after=after).rows
        assert len(rows) == 30


def _raw(place: Place) -> Callable[[], None]:
    with within(place, read_only=True), CaptureQueriesContext(connection) as said:
        registrar = official("wangdengji")
        assert page(Queue.OPEN, officer=registrar).rows
    statement = said[-1]["sql"]

    def fetch() -> None:
        with within(place, read_only=True), connection.cursor() as cursor:
            cursor.execute(statement)
            assert len(cursor.fetchall()) == 31

    return fetch


def _get(client: Client, address: str) -> None:
    answer = client.get(address, headers={"host": "localhost"})
    assert answer.status_code == 200, answer.status_code


if __name__ == "__main__":
    main()
