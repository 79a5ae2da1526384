"""The sequencer: one alone, killed anywhere, and always the same log."""

import fcntl
import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections

from mingbai import sequencer
from mingbai.ledger.models import Leaf
from mingbai.lib.tlog.refused import Refused, SigningRefused
from mingbai.places.models import Place
from mingbai.places.scoping import within
from mingbai.sequencer import AnotherSequencer, AwaitsCheckpoint, await_checkpoint
from tests.ledger.books import Book
from tests.ledger.conftest import book

__all__ = ["book"]

ALL_STEPS = ["tick", "grow", "seal", "keep", "publish"]
FIRST_TURN = ["begin", *ALL_STEPS, "manifest", *ALL_STEPS]


def run_once(book: Book) -> bool:
    """The one turn of `mingbai sequencer --once`, in this process."""
    with book.as_sequencer():
        return sequencer.run(threading.Event(), once=True)


def test_the_first_turn_begins_the_log_and_writes_the_manifest(book: Book) -> None:
    assert book.turn() == FIRST_TURN
    report = book.verify()
    assert (report.waiting, report.unpublished, report.findings) == (0, 0, [])
    assert report.manifests == 1


def test_a_turn_without_leaves_publishes_nothing(book: Book) -> None:
    book.turn()
    files = book.files()
    assert book.turn() == ["tick", "grow", "seal"]
    assert book.files() == files


def test_a_second_manifest_waits_for_the_next_day(book: Book) -> None:
    book.turn()
    book.enter()
    assert book.turn() == ALL_STEPS


@pytest.mark.parametrize("steps_done", range(1, len(FIRST_TURN)))
def test_killed_after_any_step_it_ends_with_the_same_log(
    book: Book, steps_done: int
) -> None:
    book.enter(260)
    book.turn(steps_done)
    placed = book.entries()
    book.turn()
    assert book.entries()[: len(placed)] == placed
    report = book.verify()
    assert (report.waiting, report.unpublished, report.findings) == (0, 0, [])
    assert report.manifests == 1
    files = book.files()
    book.turn()
    assert book.files() == files


@pytest.mark.parametrize("steps_done", range(1, len(ALL_STEPS)))
def test_what_comes_in_after_a_kill_is_published_with_the_rest(
    book: Book, steps_done: int
) -> None:
    book.turn()
    book.enter(200)
    book.turn(steps_done)
    book.enter(100)
    book.turn()
    assert book.verify().findings == []
    assert book.verify().size == len(book.entries())


def test_a_lost_lock_database_stops_the_log(book: Book) -> None:
    book.turn()
    files = book.files()
    (django_settings.SIGNER / "signer.sqlite3").unlink()
    book.enter()
    with pytest.raises(SigningRefused):
        book.turn()
    assert book.files()["checkpoint"] == files["checkpoint"]


def test_after_a_restore_nothing_is_signed_without_a_checkpoint(book: Book) -> None:
    book.turn()
    await_checkpoint(book.place)
    book.enter()
    with pytest.raises(AwaitsCheckpoint):
        book.turn()
    with pytest.raises(Refused):
        sequencer.adopt(book.place, "not a note")
    with pytest.raises(AwaitsCheckpoint):
        book.turn()
    sequencer.adopt(book.place, book.store.checkpoint() or "")
    assert book.turn() == ALL_STEPS


def test_an_adopted_checkpoint_lets_a_new_lock_database_go_on(book: Book) -> None:
    book.turn()
    newest = book.store.checkpoint() or ""
    (django_settings.SIGNER / "signer.sqlite3").unlink()
    await_checkpoint(book.place)
    sequencer.adopt(book.place, newest)
    book.enter()
    assert book.turn() == ALL_STEPS
    assert book.verify().findings == []


def test_an_older_checkpoint_is_not_adopted(book: Book) -> None:
    book.turn()
    older = book.store.checkpoint() or ""
    book.enter()
    book.turn()
    await_checkpoint(book.place)
    with pytest.raises(SigningRefused):
        sequencer.adopt(book.place, older)
    with pytest.raises(AwaitsCheckpoint):
        book.turn()


def test_a_second_sequencer_on_this_machine_is_refused(book: Book) -> None:
    django_settings.SIGNER.mkdir(parents=True)
    with (django_settings.SIGNER / "sequencer.lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(AnotherSequencer):
            run_once(book)
    assert run_once(book)


@pytest.mark.postgresql
def test_a_second_sequencer_on_another_machine_is_refused(book: Book) -> None:
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [sequencer.ADVISORY_LOCK])
    with pytest.raises(AnotherSequencer):
        run_once(book)
    other.close()
    assert run_once(book)


@pytest.mark.postgresql
def test_a_log_that_fails_does_not_stop_the_others(
    book: Book, caplog: pytest.LogCaptureFixture
) -> None:
    # The neighbour's log has no checkpoint after its restore.
    (neighbour,) = Place.objects.exclude(pk=book.place.pk)
    await_checkpoint(neighbour)
    with caplog.at_level(logging.ERROR, "mingbai.sequencer"):
        assert not run_once(book)
    assert book.verify().findings == []
    assert book.verify().size > 0
    assert [record.msg for record in caplog.records] == ["a log stands still"]


def test_a_log_that_fails_is_left_alone_for_a_while(
    book: Book, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    await_checkpoint(book.place)
    settings.TICK_SECONDS = 1
    setbacks: dict[Any, Any] = {}
    with book.as_sequencer():
        for _ in range(3):
            assert not sequencer._advance(book.place, setbacks, threading.Event())
    assert len(caplog.records) == 1
    assert setbacks[book.place.pk].until - time.monotonic() > 1


def test_told_to_stop_it_finishes_its_step_and_no_more(book: Book) -> None:
    stop = threading.Event()
    stop.set()
    with book.as_sequencer():
        assert sequencer._advance(book.place, {}, stop)
    assert book.store.checkpoint() is None
    assert book.signer.last() is not None
    assert book.turn() == FIRST_TURN[1:]


def start(book: Book) -> subprocess.Popen[str]:
    role = django_settings.DATABASE_ROLES["sequencer"]
    installation = book.installation
    owner = installation.databases.owner()
    environment = installation.environment(role if owner else "")
    return subprocess.Popen(
        [sys.executable, "-m", "mingbai", "sequencer"],
        env=environment | {"MINGBAI_TICK_SECONDS": "1"},
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def process(book: Book) -> Iterator[subprocess.Popen[str]]:
    started = start(book)
    yield started
    started.kill()
    started.wait()
    if started.stderr:
        started.stderr.close()


def wait_until_published(book: Book, size: int) -> None:
    deadline = time.monotonic() + 30
    while book.store.published_size() < size:
        assert time.monotonic() < deadline, "nothing was published"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_publishes_and_stops_cleanly(
    book: Book, process: subprocess.Popen[str], number: signal.Signals
) -> None:
    wait_until_published(book, 1)
    book.enter(3)
    with within(book.place, read_only=True):
        size = Leaf.objects.filter(log=book.log).count()
    wait_until_published(book, size)
    process.send_signal(number)
    assert process.wait(timeout=20) == 0
    assert book.verify().findings == []
