"""The register by day: every letter once, by number, as it stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingbai.letters import register_book
from mingbai.letters.register_book import Validity, Way, day_page, whole_day
from mingbai.letters.reply import reply
from mingbai.letters.route import route
from mingbai.letters.withdraw import withdraw
from mingbai.lib.numbering import parse_ref
from mingbai.places.actors import Citizen
from mingbai.places.models import Place
from tests.letters.holding import holding
from tests.moments import TODAY
from tests.written import draft, send


def test_a_letter_of_another_day_is_not_in_it(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    send()
    clock.shift(timedelta(days=1))
    assert day_page(TODAY + timedelta(days=1), officer=cast.registrar()).rows == []


def test_a_letter_one_must_stay_away_from_is_not_in_it(
    place: Place, cast: ModuleType
) -> None:
    about = send(replace(draft(), about=cast.post("fuxianzhang")))
    barred = holding("registrar", login="sunxiaolan")
    assert day_page(TODAY, officer=barred).rows == []
    assert list(whole_day(TODAY, officer=barred)) == []
    shown = day_page(TODAY, officer=cast.registrar()).rows
    assert [row.ref for row in shown] == [about.ref]


def test_each_letter_stands_there_as_it_is_now(place: Place, cast: ModuleType) -> None:
    now, registrar = datetime.now(UTC), cast.registrar()
    fresh, direct, passed_on, withdrawn = (send() for _ in range(4))
    reply(by=registrar, at=now, letter=direct, text="已修好。")
    route(by=registrar, at=now, letter=passed_on, body=cast.education())
    writer = Citizen(channel="web", letters=frozenset({withdrawn.pk}))
    withdraw(by=writer, at=now, letter=withdrawn, reason="已经好了。")
    rows = {row.ref: row for row in day_page(TODAY, officer=registrar).rows}
    assert list(rows) == [fresh.ref, direct.ref, passed_on.ref, withdrawn.ref]
    said = [(row.validity, row.way) for row in rows.values()]
    assert said == [
        (Validity.TO_JUDGE, None),
        (Validity.VALID, Way.DIRECT),
        (Validity.VALID, Way.TRANSFERRED),
        (Validity.WITHDRAWN, None),
    ]
    assert rows[passed_on.ref].body == str(cast.education())
    assert rows[passed_on.ref].officer == "李主任"
    assert rows[direct.ref].closed_on == TODAY
    assert rows[fresh.ref].closed_on is None


def test_pages_hold_every_letter_once_and_lead_back(
    place: Place, cast: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_book, "PAGE_SIZE", 3)
    sent = [send().ref for _ in range(7)]
    registrar = cast.registrar()
    seen: list[str] = []
    found = day_page(TODAY, officer=registrar)
    while True:
        seen += [row.ref for row in found.rows]
        if not found.has_after:
            break
        found = day_page(TODAY, officer=registrar, after=parse_ref(seen[-1]))
    assert seen == sent == [row.ref for row in whole_day(TODAY, officer=registrar)]
    back = day_page(TODAY, officer=registrar, before=parse_ref(sent[6]))
    assert [row.ref for row in back.rows] == sent[3:6]
    assert back.has_before
    first = day_page(TODAY, officer=registrar, before=parse_ref(sent[3]))
    assert not first.has_before


def test_a_page_costs_one_query(place: Place, cast: ModuleType) -> None:
    registrar = cast.registrar()
    for _ in range(3):
        letter = send()
        now = datetime.now(UTC)
        route(by=registrar, at=now, letter=letter, body=cast.education())
    with CaptureQueriesContext(connection) as asked:
        day_page(TODAY, officer=registrar)
    assert len(asked) == 1
    assert "OFFSET" not in asked[0]["sql"]
