"""A small kill matrix, and that a broken promise would show in a large one."""

import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from mingbai import sequencer
from mingbai.ledger.shelf import store_of
from mingbai.lib.log_keys import LogKeys
from mingbai.lib.numbering import Ref
from mingbai.lib.receipt import mint
from mingbai.lib.tlog.checkpoint import Checkpoint
from mingbai.lib.tlog.note import VerifierKey, sign
from mingbai.places.scoping import within
from prove.databases import Sqlite
from prove.kill_matrix import VICTIMS, Plan, run
from prove.reconcile import Findings, reconcile_checkpoints, reconcile_letters
from prove.table import BEGIN, END, as_table, write_into
from prove.writer import Sent
from tests.databases.choice import chosen
from tests.databases.installation import Installation
from tests.databases.template import connected_to
from tests.written import draft, send

TEXT = "路灯不亮。"


@pytest.mark.journey
def test_nothing_is_lost_whoever_dies() -> None:
    chosen().require()
    rows = run(Plan(rounds=1, kinds=[chosen().kind], victims=VICTIMS, seed=1))
    assert rows
    assert all(row.acknowledged and row.found.checkpoints for row in rows)
    assert [row.cells for row in rows if not row.is_clean] == []


@pytest.fixture
def registered(committed: Installation) -> tuple[Sqlite, list[Sent]]:
    """Three letters as the database has them, and as their writers remember them."""
    remembered = []
    for number in range(1, 4):
        receipt = mint()
        with within(committed.place, durable=True):
            letter = send(draft(text=TEXT), receipt=receipt)
        ref = Ref(letter.year, number)
        remembered.append(Sent(receipt, TEXT, {}, ref))
    assert sequencer.run(threading.Event(), once=True)
    file = committed.databases.setting(committed.name)
    return Sqlite(Path(file)), remembered


def found_of(database: Sqlite, remembered: list[Sent]) -> Findings:
    found = Findings()
    reconcile_letters(database, remembered, found)
    return found


@pytest.mark.sqlite
def test_what_is_as_it_should_be_has_no_fault(
    registered: tuple[Sqlite, list[Sent]],
) -> None:
    found = found_of(*registered)
    assert found.letters == 3
    assert found.is_clean


@pytest.mark.sqlite
def test_a_letter_that_is_not_there_shows(
    registered: tuple[Sqlite, list[Sent]],
) -> None:
    database, remembered = registered
    acknowledged = Sent(mint(), TEXT, {}, Ref(2026, 4))
    unanswered = Sent(mint(), TEXT, {})
    found = found_of(database, [*remembered, acknowledged, unanswered])
    assert (found.lost, found.undelivered) == (1, 1)


@pytest.mark.sqlite
def test_a_letter_that_nobody_sent_shows(
    registered: tuple[Sqlite, list[Sent]],
) -> None:
    database, remembered = registered
    assert found_of(database, remembered[1:]).twice == 1


@pytest.mark.sqlite
def test_another_text_or_number_shows(registered: tuple[Sqlite, list[Sent]]) -> None:
    database, (first, second, third) = registered
    first.text += "！"
    second.ref = third.ref
    found = found_of(database, [first, second, third])
    assert (found.altered, found.lost) == (1, 1)


@pytest.mark.sqlite
def test_gaps_missing_leaves_and_miscounts_show(
    registered: tuple[Sqlite, list[Sent]], committed: Installation
) -> None:
    database, remembered = registered
    faults = [
        ("UPDATE ledger_counter SET highest = highest + 1", "gaps"),
        ("UPDATE letters_tally SET pieces = pieces + 1", "miscounted"),
    ]
    for statement, name in faults:
        change(committed, statement)
        assert getattr(found_of(database, remembered), name) > 0
    with within(committed.place, durable=True):
        send(draft(text=TEXT))
    # It has no position yet.
    assert found_of(database, remembered).leaves > 0


def change(installation: Installation, statement: str) -> None:
    """What no verb would do."""
    with within(installation.place, durable=True), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_second_history_shows(committed: Installation) -> None:
    role = settings.DATABASE_ROLES["sequencer"]
    with connected_to(committed.databases.setting(committed.name), role):
        assert sequencer.run(threading.Event(), once=True)
    store = store_of(committed.place.pk)
    keys = LogKeys(settings.KEYS / "logs")
    origin = committed.place.origin
    key = VerifierKey(origin, keys.public_key(origin).public_bytes_raw())
    private = keys.private_key(origin)
    forged = [
        sign(Checkpoint(origin, size, bytes(32)).text, origin, private)
        for size in (1, store.published_size(), store.published_size() + 1)
    ]
    found = Findings()
    reconcile_checkpoints([store.checkpoint() or "", *forged], store, key, found)
    assert (found.checkpoints, found.inconsistent) == (4, 3)


def test_the_table_goes_between_the_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write_into(page, [], "the command")
    said = page.read_text(encoding="utf-8")
    assert "old" not in said
    assert as_table([]) in said
    assert "`the command`, " in said
    assert said.startswith("before")
    assert said.endswith("after\n")
    page.write_text("no markers", encoding="utf-8")
    with pytest.raises(ValueError, match="markers"):
        write_into(page, [], "the command")
