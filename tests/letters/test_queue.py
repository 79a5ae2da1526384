"""Queues: who sees which, by key, with nothing lost between pages."""

from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingbai.letters import queue as queues
from mingbai.letters.queue import Queue, page, queues_of
from mingbai.letters.reply import reply
from mingbai.letters.route import route
from mingbai.lib.numbering import parse_ref
from mingbai.places.models import Place
from tests.written import send


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "PAGE_SIZE", 3)


def refs(found: Any) -> list[str]:
    return [row.letter.ref for row in found.rows]


def test_an_outsider_has_no_queue(place: Place, cast: ModuleType) -> None:
    assert queues_of(cast.outsider()) == []


def test_an_officer_sees_the_own_body_alone(place: Place, cast: ModuleType) -> None:
    mine, theirs = send(), send()
    for letter, body in ((mine, cast.education()), (theirs, cast.housing())):
        route(by=cast.registrar(), at=datetime.now(UTC), letter=letter, body=body)
    assert queues_of(cast.officer()) == [Queue.MINE, Queue.ANSWERED]
    assert refs(page(Queue.MINE, officer=cast.officer())) == [mine.ref]
    reply(by=cast.officer(), at=datetime.now(UTC), letter=mine, text="已修好。")
    assert refs(page(Queue.ANSWERED, officer=cast.other_officer())) == []
    assert refs(page(Queue.ANSWERED, officer=cast.officer())) == [mine.ref]


def test_pages_hold_every_letter_once_and_lead_back(
    place: Place,
    cast: ModuleType,
    clock: time_machine.Traveller,
    small_pages: None,
) -> None:
    sent = []
    for _ in range(8):
        sent.append(send().ref)
        clock.shift(timedelta(hours=7))
    registrar = cast.registrar()
    seen, after = [], None
    while True:
        found = page(Queue.OFFICE, officer=registrar, after=after)
        seen += refs(found)
        if not found.has_after:
            break
        after = parse_ref(seen[-1])
    assert seen == sent
    back = page(Queue.OFFICE, officer=registrar, before=parse_ref(sent[6]))
    assert refs(back) == sent[3:6]
    assert back.has_before
    first = page(Queue.OFFICE, officer=registrar, before=parse_ref(sent[3]))
    assert refs(first) == sent[:3]
    assert not first.has_before


def test_answered_letters_stand_newest_first(
    place: Place,
    cast: ModuleType,
    clock: time_machine.Traveller,
    small_pages: None,
) -> None:
    letters = [send() for _ in range(5)]
    for letter in letters:
        clock.shift(timedelta(minutes=5))
        reply(by=cast.registrar(), at=datetime.now(UTC), letter=letter, text="好。")
    newest = [letter.ref for letter in reversed(letters)]
    first = page(Queue.ANSWERED, officer=cast.registrar())
    assert refs(first) == newest[:3]
    after = parse_ref(newest[2])
    rest = page(Queue.ANSWERED, officer=cast.registrar(), after=after)
    assert refs(rest) == newest[3:]
    before = parse_ref(newest[3])
    back = page(Queue.ANSWERED, officer=cast.registrar(), before=before)
    assert refs(back) == newest[:3]


def test_a_page_costs_one_query_however_long_the_queue(
    place: Place, cast: ModuleType
) -> None:
    registrar = cast.registrar()
    for _ in range(4):
        send()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = page(Queue.OPEN, officer=registrar)
        assert [row.letter.text.title for row in found.rows]
        assert [str(row.body) for row in found.rows]
    assert len(queries) == 1
    assert "OFFSET" not in queries[0]["sql"]
