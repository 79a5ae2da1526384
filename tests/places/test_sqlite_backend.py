"""Writers on SQLite take turns: none is lost, none is starved, the dead make room."""

import gc
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from mingbai.places.sqlite import turnstile
from mingbai.places.sqlite.base import DatabaseWrapper
from tests.databases.installation import Installation

pytestmark = pytest.mark.sqlite

THREADS, PROCESSES, ROUNDS = 8, 2, 20

WRITER = """
import sys
import django
django.setup()
from django.db import connection
from tests.places.test_sqlite_backend import take_turns
take_turns(sys.argv[1])
connection.close()
"""

HOLDER = """
import time
import django
django.setup()
from django.db import connection, transaction
with transaction.atomic():
    connection.cursor().execute("INSERT INTO turn VALUES ('holder', 1000)")
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def counted(committed: Installation) -> Installation:
    """A table in which each turn writes one more than the highest it reads."""
    with connections["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE turn (writer text, number integer)")
        cursor.execute("INSERT INTO turn VALUES ('nobody', 0)")
    return committed


def take_turns(writer: str) -> None:
    """Read, then write what was read plus one: a lost update would show twice."""
    for _ in range(ROUNDS):
        with transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.execute("SELECT max(number) FROM turn")
            (highest,) = cursor.fetchone()
            cursor.execute("INSERT INTO turn VALUES (%s, %s)", [writer, highest + 1])


def turns() -> list[tuple[str, int]]:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT writer, number FROM turn ORDER BY rowid")
        rows: list[tuple[str, int]] = cursor.fetchall()
        return rows[1:]


def start(
    installation: Installation, script: str, *words: str
) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script, *words],
        env=installation.environment(),
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )


@contextmanager
def holding(installation: Installation) -> Iterator["subprocess.Popen[str]"]:
    """Another process that has the turn, until it is killed."""
    with start(installation, HOLDER) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            yield holder
        finally:
            holder.kill()


def in_a_thread(act: "threading.Barrier", writer: str) -> None:
    try:
        act.wait()
        take_turns(writer)
    finally:
        connections.close_all()


def test_threads_and_processes_lose_no_update_and_starve_nobody(
    counted: Installation,
) -> None:
    others = [start(counted, WRITER, f"process {n}") for n in range(PROCESSES)]
    ready = threading.Barrier(THREADS)
    with ThreadPoolExecutor(THREADS) as threads:
        working = [
            threads.submit(in_a_thread, ready, f"thread {n}") for n in range(THREADS)
        ]
        for each in working:
            each.result(timeout=120)
    for other in others:
        with other:
            assert other.wait(timeout=120) == 0
    taken = turns()
    assert [number for _, number in taken] == [*range(1, len(taken) + 1)]
    assert set(Counter(writer for writer, _ in taken).values()) == {ROUNDS}
    assert len(taken) == (THREADS + PROCESSES) * ROUNDS
    _assert_nobody_ran_ahead([writer for writer, _ in taken if "thread" in writer])


def _assert_nobody_ran_ahead(writers: list[str]) -> None:
    """When the first has had all its turns, each other one has had a good part."""
    so_far: Counter[str] = Counter()
    for writer in writers:
        so_far[writer] += 1
        if so_far[writer] == ROUNDS:
            break
    assert len(so_far) == THREADS, so_far
    assert min(so_far.values()) >= ROUNDS // 4, so_far


def test_who_waits_too_long_is_refused(
    counted: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turnstile, "PATIENCE_SECONDS", 0.05)
    with holding(counted):
        with pytest.raises(OperationalError, match="database is locked"):
            take_turns("impatient")
        assert not connections["default"].in_atomic_block
    take_turns("patient")
    assert len(turns()) == ROUNDS


def test_the_turn_of_a_killed_process_is_free(counted: Installation) -> None:
    with holding(counted) as holder:
        holder.send_signal(signal.SIGKILL)
        take_turns("survivor")
    assert {writer for writer, _ in turns()} == {"survivor"}


@pytest.mark.parametrize("end", ["commit", "rollback", "close", "forget"])
def test_the_turn_ends_with_the_transaction(counted: Installation, end: str) -> None:
    thread = threading.Thread(target=_begin_and, args=(end,))
    thread.start()
    thread.join()
    gc.collect()
    take_turns("next")
    assert len(turns()) == ROUNDS


def begin(connection: BaseDatabaseWrapper) -> None:
    """As `atomic` does it."""
    connection.set_autocommit(
        False, force_begin_transaction_with_broken_autocommit=True
    )


def _begin_and(end: str) -> None:
    connection = connections["default"]
    connection.ensure_connection()
    begin(connection)
    if end == "forget":
        # The thread ends with all it has; nobody closes anything.
        return
    getattr(connection, end)()
    connections.close_all()


def test_a_failed_begin_gives_the_turn_back(
    counted: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = connections["default"]
    connection.ensure_connection()
    monkeypatch.setattr(connection, "transaction_mode", "WRONGLY")
    with pytest.raises(OperationalError), transaction.atomic():
        pytest.fail("begun")
    monkeypatch.undo()
    connection.close()
    take_turns("next")


def test_a_child_has_connections_of_its_own(counted: Installation) -> None:
    take_turns("parent")
    assert _in_a_child(lambda: take_turns("child")) == 0
    take_turns("parent")
    assert [number for _, number in turns()] == [*range(1, 3 * ROUNDS + 1)]


def test_a_child_neither_keeps_nor_frees_the_parents_turn(
    counted: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turnstile, "PATIENCE_SECONDS", 0.2)
    ends, lives = os.pipe()
    with transaction.atomic():
        connections["default"].cursor().execute("INSERT INTO turn VALUES ('me', 1)")
        child = os.fork()
        if child == 0:
            os.close(lives)
            os.read(ends, 1)
            os._exit(0)
        assert _in_a_child(_expect_no_turn) == 0
    # The first child still lives, and has nothing of ours.
    take_turns("parent")
    os.close(lives)
    os.close(ends)
    assert os.waitpid(child, 0)[1] == 0


def _expect_no_turn() -> None:
    # What the parent began is not ours to go on with.
    del connections["default"]
    with pytest.raises(OperationalError):
        take_turns("child")


def _in_a_child(act: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            act()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_commit_waits_for_the_disk_and_keys_are_kept(counted: Installation) -> None:
    with connections["default"].cursor() as cursor:
        said = {}
        for name in (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "recursive_triggers",
        ):
            cursor.execute(f"PRAGMA {name}")
            (said[name],) = cursor.fetchone()
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }


def test_a_database_in_memory_has_no_turnstile(
    django_db_blocker: DjangoDbBlocker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    engine = {"ENGINE": "mingbai.places.sqlite", "NAME": ":memory:"}
    with django_db_blocker.unblock():
        connection = ConnectionHandler({"default": engine})["default"]
        assert isinstance(connection, DatabaseWrapper)
        connection.ensure_connection()
        begin(connection)
        connection.rollback()
    assert list(tmp_path.iterdir()) == []
