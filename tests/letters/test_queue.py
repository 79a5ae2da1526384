"""Queues: who sees which, by key, with nothing lost between pages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingbai.letters import queue as queues
from mingbai.letters.ask_extension import ask_extension
from mingbai.letters.models import Handling
from mingbai.letters.offered import Queue, queues_of
from mingbai.letters.queue import marks_of, page
from mingbai.letters.queue_counts import counts_of
from mingbai.letters.queue_source import source_of
from mingbai.letters.rate import rate
from mingbai.letters.reply import reply
from mingbai.letters.return_letter import return_letter
from mingbai.letters.route import route
from mingbai.letters.rule_extension import rule_extension
from mingbai.lib.numbering import parse_ref
from mingbai.places.actors import Citizen, DutyHeld, Officer
from mingbai.places.models import Place
from tests.letters.answering import clerk, handed_over, now, with_education
from tests.letters.holding import holding
from tests.moments import TODAY
from tests.written import draft, send


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "PAGE_SIZE", 3)


def refs(found: Any) -> list[str]:
    return [row.letter.ref for row in found.rows]


def test_an_outsider_has_no_queue(place: Place, cast: ModuleType) -> None:
    assert queues_of(cast.outsider()) == []


def test_nobody_is_offered_the_queues_of_another_duty(
    place: Place, cast: ModuleType
) -> None:
    assert not {Queue.OPEN, Queue.OFFICE, Queue.REOPENING} & set(
        queues_of(cast.officer())
    )
    assert Queue.REOPENING not in queues_of(cast.registrar())
    assert Queue.OFFICE not in queues_of(cast.supervisor())
    assert queues_of(cast.leader()) == [Queue.LEADER]


def test_an_officer_sees_the_own_body_alone(place: Place, cast: ModuleType) -> None:
    mine, theirs = send(), send()
    for letter, body in ((mine, cast.education()), (theirs, cast.housing())):
        route(by=cast.registrar(), at=datetime.now(UTC), letter=letter, body=body)
    for queue in (Queue.MINE, Queue.BODY):
        assert refs(page(queue, officer=cast.officer())) == [mine.ref]
    reply(by=cast.officer(), at=datetime.now(UTC), letter=mine, text="已修好。")
    assert refs(page(Queue.CLOSED, officer=cast.other_officer())) == []
    assert refs(page(Queue.CLOSED, officer=cast.officer())) == [mine.ref]


@pytest.mark.parametrize("queue", [Queue.BODY, Queue.TODAY, Queue.OVERDUE])
def test_a_clerk_sees_no_letter_of_another_body(
    place: Place, cast: ModuleType, queue: Queue
) -> None:
    letter = send()
    route(
        by=cast.registrar(),
        at=datetime.now(UTC),
        letter=letter,
        body=cast.education(),
    )
    assert letter.handling.due_on > TODAY
    day = TODAY + timedelta(days=60 if queue is Queue.OVERDUE else 0)
    if queue is Queue.TODAY:
        day = Handling.objects.get(letter=letter).due_on
    clerk = holding("clerk", body=cast.housing().pk)
    assert refs(page(queue, officer=clerk, today=day)) == []
    own = holding("clerk", body=cast.education().pk)
    assert refs(page(queue, officer=own, today=day)) == [letter.ref]


def test_what_was_handed_to_nobody_or_another_clerk_is_not_in_the_clerks_queue(
    place: Place, cast: ModuleType
) -> None:
    handed_over(with_education(), clerk(login="sunxiaolan"))
    with_education()
    mine = cast.acting(clerk().login)
    assert refs(page(Queue.HANDED, officer=mine)) == []
    assert counts_of(mine, [Queue.HANDED], today=TODAY) == {Queue.HANDED: 0}


def test_a_clerk_who_works_for_another_body_by_now_sees_nothing_of_it(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    handed_over(letter, clerk())
    elsewhere = holding("clerk", body=cast.housing().pk)
    assert refs(page(Queue.HANDED, officer=elsewhere)) == []
    assert counts_of(elsewhere, [Queue.HANDED], today=TODAY) == {Queue.HANDED: 0}


def test_a_clerk_has_what_was_handed_over_by_name_until_it_leaves_the_section(
    place: Place, cast: ModuleType
) -> None:
    letter, other = with_education(), with_education()
    handed_over(letter, clerk())
    own = cast.acting("wutongzhi")
    assert queues_of(own)[0] == Queue.HANDED
    assert refs(page(Queue.HANDED, officer=own)) == [letter.ref]
    assert counts_of(own, [Queue.HANDED], today=TODAY) == {Queue.HANDED: 1}
    assert other.ref in refs(page(Queue.BODY, officer=own))
    return_letter(by=cast.officer(), at=now(), letter=letter, reason="属住建职责。")
    assert refs(page(Queue.HANDED, officer=own)) == []
    assert counts_of(own, [Queue.HANDED], today=TODAY) == {Queue.HANDED: 0}


def test_whoever_a_letter_complains_of_never_sees_it_in_a_queue(
    place: Place, cast: ModuleType
) -> None:
    """The deputy head of the county leads the education bureau."""
    about = send(replace(draft(), about=cast.post("fuxianzhang")))
    plain = send()
    barred = Officer(
        user=cast.user("lizhuren").pk,
        name="李主任",
        duties=cast.officer().duties | {DutyHeld("registrar")},
    )
    assert refs(page(Queue.OFFICE, officer=barred)) == [plain.ref]
    assert refs(page(Queue.OPEN, officer=barred)) == [plain.ref]
    assert refs(page(Queue.OFFICE, officer=cast.registrar())) == [
        about.ref,
        plain.ref,
    ]


def test_the_leader_reads_letters_to_the_own_post_alone(
    place: Place, cast: ModuleType
) -> None:
    mine = send(replace(draft(), addressee=cast.post("fuxianzhang")))
    send(replace(draft(), addressee=cast.post("xianzhang")))
    newer = send(replace(draft(), addressee=cast.post("fuxianzhang")))
    found = page(Queue.LEADER, officer=cast.leader())
    assert refs(found) == [newer.ref, mine.ref]
    after = page(Queue.LEADER, officer=cast.leader(), after=parse_ref(newer.ref))
    assert refs(after) == [mine.ref]


def test_the_watch_sees_letters_that_hint_at_danger_and_no_other(
    place: Place, cast: ModuleType
) -> None:
    send()
    danger = send(draft(title="楼道里有煤气味", text="楼道里煤气泄漏，快来人。"))
    watch = holding("watch")
    assert refs(page(Queue.URGENT, officer=watch)) == [danger.ref]


def test_an_extension_waits_until_it_is_ruled_upon_and_then_marks_the_letter(
    place: Place, cast: ModuleType
) -> None:
    letter, officer = send(), cast.officer()
    now = datetime.now(UTC)
    route(by=cast.registrar(), at=now, letter=letter, body=cast.education())
    ask_extension(by=officer, at=now, letter=letter, days=3, reason="要实地看。")
    waiting = page(Queue.EXTENSION, officer=cast.supervisor())
    assert refs(waiting) == [letter.ref]
    assert not marks_of(waiting.rows)[letter.pk].is_extended
    rule_extension(
        by=cast.supervisor(), at=now, letter=letter, granted=True, reason="同意。"
    )
    assert refs(page(Queue.EXTENSION, officer=cast.supervisor())) == []
    mine = page(Queue.MINE, officer=officer)
    assert marks_of(mine.rows)[letter.pk].is_extended


def test_a_letter_that_is_not_solved_waits_for_the_supervisor(
    place: Place, cast: ModuleType
) -> None:
    letter, now = send(), datetime.now(UTC)
    reply(by=cast.registrar(), at=now, letter=letter, text="已修好。")
    rate(
        by=Citizen(channel="web", letters=frozenset({letter.pk})),
        at=now,
        letter=letter,
        level=1,
        is_solved=False,
        asks_reopening=True,
        reason="灯还是不亮。",
    )
    assert refs(page(Queue.REOPENING, officer=cast.supervisor())) == [letter.ref]


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


def test_closed_letters_stand_newest_first(
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
    first = page(Queue.CLOSED, officer=cast.registrar())
    assert refs(first) == newest[:3]
    after = parse_ref(newest[2])
    rest = page(Queue.CLOSED, officer=cast.registrar(), after=after)
    assert refs(rest) == newest[3:]
    before = parse_ref(newest[3])
    back = page(Queue.CLOSED, officer=cast.registrar(), before=before)
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


def test_a_deep_page_begins_in_the_index_where_its_rows_begin(
    place: Place, cast: ModuleType
) -> None:
    registrar = cast.registrar()
    for _ in range(4):
        send()
    first = page(Queue.OPEN, officer=registrar).rows[0].letter
    with CaptureQueriesContext(connection) as queries:
        found = page(Queue.OPEN, officer=registrar, after=parse_ref(first.ref))
    assert len(found.rows) == 3
    # The mark and the page; no OR that makes a database read a whole day.
    assert len(queries) == 2
    asked = queries[1]["sql"]
    assert " OR " not in asked
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked}")
            plan = " ".join(str(row[3]) for row in cursor.fetchall())
        assert "handling_open (place_id=? AND (due_on,id)>(?,?))" in plan


INDEXES = {
    Queue.OFFICE: ("handling_at_office", "handling_open_by_body"),
    Queue.MINE: ("handling_open_by_officer",),
    # Empty tables make no difference between the two.
    Queue.HANDED: ("handling_open_by_clerk", "handling_open_by_body"),
    Queue.OVERDUE: ("handling_open",),
    Queue.TODAY: ("handling_open",),
    Queue.URGENT: ("handling_alarming",),
    Queue.BODY: ("handling_open_by_body",),
    # Empty tables make no difference between the two.
    Queue.ASSIST: ("assist_open_by_body", "assist_open"),
    Queue.LEADER: ("letter_to_a_leader",),
    Queue.EXTENSION: ("extension_waiting",),
    Queue.REOPENING: ("reopening_waiting",),
    # SQLite proves no list of states, and goes through what is open.
    Queue.RETURNED: ("handling_by_rare_state", "handling_open"),
    Queue.HELD: ("handling_by_rare_state", "handling_open"),
    Queue.OPEN: ("handling_open",),
    Queue.CLOSED: ("handling_closed",),
}


@pytest.mark.parametrize("queue", INDEXES)
def test_every_queue_is_read_in_order_from_an_index_of_its_own(
    place: Place, cast: ModuleType, queue: Queue
) -> None:
    """Sorted by the index, that is: a first page costs as much as it is long."""
    if queue in {Queue.BODY, Queue.ASSIST}:
        officer = cast.officer()
    else:
        officer = cast.leader() if queue is Queue.LEADER else cast.registrar()
    if queue is Queue.HANDED:
        officer = holding("clerk", body=cast.education().pk)
    source = source_of(queue, officer, TODAY)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # The tables of a test are too small for any index to pay.
            for choice in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{choice} = off")
    plan = source.rows.order_by(*source.order(forward=True))[:31].explain()
    used = {word for line in plan.splitlines() for word in line.split()}
    wanted = set(INDEXES[queue])
    if connection.vendor == "postgresql":
        # To empty tables an index that gives the order alone costs the same.
        wanted.add("handling_open")
    assert used & wanted, plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
