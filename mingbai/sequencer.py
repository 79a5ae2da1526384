"""The sequencer: the one process that orders, writes and signs the public logs.

It takes what was committed, a place after another, and never holds up a writer. Killed
anywhere and started again, it ends with the same files. It must never sign what does
not continue what was signed before.
"""

import fcntl
import logging
import os
import time
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db import (
    DEFAULT_DB_ALIAS,
    Error,
    close_old_connections,
    connection,
    connections,
)
from django.db.backends.base.base import BaseDatabaseWrapper

from mingbai.ledger import clock
from mingbai.ledger.grow import grow
from mingbai.ledger.keep import keep
from mingbai.ledger.manifest import last_manifest_at, write_manifest
from mingbai.ledger.models import Checkpoint, Leaf
from mingbai.ledger.seal import seal
from mingbai.ledger.shelf import store_of
from mingbai.ledger.tick import Ticked, tick
from mingbai.lib.log_keys import LogKeys
from mingbai.lib.tlog.signer import Signer
from mingbai.places.days import local_day
from mingbai.places.models import Place
from mingbai.places.scoping import within

log = logging.getLogger("mingbai.sequencer")

LEAVES_PER_TICK: Final = 50_000
LONGEST_WAIT_SECONDS: Final = 600
# Nobody else takes advisory locks in our database; the letters say "mingbai".
ADVISORY_LOCK: Final = 0x6D696E67626169


class AnotherSequencer(Exception):
    """A sequencer is running already; two would only get in each other's way."""


class AwaitsCheckpoint(Exception):
    """The database was restored: a person must first give the newest checkpoint."""


def run(stop: Event, *, once: bool = False) -> bool:
    """Turns until `stop` is set, or once; whether the last turn went well everywhere.

    One turn is every MINGBAI_TICK_SECONDS. When `stop` is set in a turn, the current
    step is finished and no more. Refuses to run beside another sequencer.
    """
    alone = _Alone()
    setbacks: dict[UUID, _Setback] = {}
    try:
        alone.hold()
        while not stop.is_set():
            went_well = _turn(alone, setbacks, stop)
            if once:
                return went_well
            stop.wait(settings.TICK_SECONDS)
    finally:
        alone.release()
    return True


def steps(place: Place, signer: Signer) -> Generator[str, None, None]:
    """One turn of one place, a step at a time; each can be the last, and be repeated.

    Yields the name of the step that was just done. Refuses a place that awaits its
    checkpoint after a restore.
    """
    if awaits_checkpoint(place):
        raise AwaitsCheckpoint
    if signer.last() is None and _is_new(place):
        signer.begin()
        yield "begin"
    ticked = yield from _publish(place, signer)
    with within(place, durable=True):
        is_written = _write_manifest_if_due(place, ticked, clock.now())
    if is_written:
        yield "manifest"
        yield from _publish(place, signer)


def await_checkpoint(place: Place) -> None:
    """Stops this place's log until `adopt`: for `restore`, before anything runs."""
    marker = _marker(place)
    marker.touch()
    descriptor = os.open(marker.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def awaits_checkpoint(place: Place) -> bool:
    """Whether this place's log stands still since a restore."""
    return _marker(place).exists()


def adopt(place: Place, note: str) -> None:
    """Lets the log go on from this published checkpoint, the newest anybody has.

    Refuses with SigningRefused or SignatureRefused one that is not this log's, or is
    older than what was signed here; the log then stays stopped.
    """
    signer_of(place).adopt(note)
    _marker(place).unlink(missing_ok=True)


def signer_of(place: Place) -> Signer:
    """Who signs for this place, with its private key and the lock database."""
    keys = LogKeys(settings.KEYS / "logs")
    lock_database = _own_folder() / "signer.sqlite3"
    return Signer(lock_database, place.origin, keys.private_key(place.origin))


def _is_new(place: Place) -> bool:
    """Whether files and rows agree that nothing of this log was ever published.

    A signer that knows nothing may also have lost its lock database. It then refuses
    until somebody gives it the newest checkpoint.
    """
    with within(place, read_only=True):
        has_positions = Leaf.objects.size(place.pk) > 0
        was_signed = Checkpoint.objects.filter(log=place.pk).exists()
    return store_of(place.pk).checkpoint() is None and not (has_positions or was_signed)


def _publish(place: Place, signer: Signer) -> Generator[str, None, Ticked]:
    store = store_of(place.pk)
    ticked = _tick(place)
    while ticked.highest is None:
        yield "tick"
        ticked = _tick(place)
    yield "tick"
    with within(place, read_only=True):
        size = grow(log=place.pk, store=store)
    yield "grow"
    note = seal(store=store, signer=signer, size=size)
    yield "seal"
    if store.checkpoint() != note:
        with within(place, durable=True):
            keep(log=place.pk, note=note, at=clock.now())
        yield "keep"
        store.publish(note)
        log.info("published", extra={"size": size, "new": ticked.given})
        yield "publish"
    return ticked


def _tick(place: Place) -> Ticked:
    with within(place, durable=True):
        return tick(log=place.pk, limit=LEAVES_PER_TICK)


def _write_manifest_if_due(place: Place, ticked: Ticked, at: datetime) -> bool:
    """Once a local day, for the log as it was just published."""
    last = last_manifest_at(place.pk)
    is_of_today = last is not None and local_day(last) >= local_day(at)
    if is_of_today or ticked.highest is None or ticked.size == 0:
        return False
    write_manifest(
        log=place.pk,
        day=local_day(at),
        size=ticked.size,
        highest=ticked.highest,
        at=at,
    )
    return True


@dataclass(frozen=True)
class _Setback:
    """A log that failed: how often in a row, and until when it is left alone."""

    failures: int
    until: float

    @classmethod
    def after(cls, before: "_Setback | None") -> "_Setback":
        failures = before.failures + 1 if before else 1
        wait = settings.TICK_SECONDS * 2 ** min(failures, 16)
        return cls(failures, time.monotonic() + min(wait, LONGEST_WAIT_SECONDS))


def _turn(alone: "_Alone", setbacks: dict[UUID, _Setback], stop: Event) -> bool:
    close_old_connections()
    try:
        alone.hold()
        places = list(Place.objects.order_by("slug"))
    except Error as error:
        log.error("the database did not answer", exc_info=error)
        return False
    went_well = True
    for place in places:
        if stop.is_set():
            break
        went_well = _advance(place, setbacks, stop) and went_well
    return went_well


def _advance(place: Place, setbacks: dict[UUID, _Setback], stop: Event) -> bool:
    before = setbacks.get(place.pk)
    if before is not None and time.monotonic() < before.until:
        return False
    try:
        for _ in steps(place, signer_of(place)):
            if stop.is_set():
                break
    except Exception as error:  # whatever it is, it must not stop the other logs
        now = setbacks[place.pk] = _Setback.after(before)
        log.error(
            "a log stands still", extra={"failures": now.failures}, exc_info=error
        )
        return False
    setbacks.pop(place.pk, None)
    return True


def _own_folder() -> Path:
    folder: Path = settings.SIGNER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _marker(place: Place) -> Path:
    return _own_folder() / f"await-checkpoint.{quote(place.origin, safe='')}"


class _Alone:
    """What only one sequencer can hold: a file lock, and one in PostgreSQL.

    The file serves SQLite, whose users share a machine; the other one serves
    sequencers on several machines, in a session of its own.
    """

    def __init__(self) -> None:
        self._file = (_own_folder() / "sequencer.lock").open("wb")
        self._session: BaseDatabaseWrapper | None = None

    def hold(self) -> None:
        """Takes both, or keeps them; refuses when somebody else has one."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherSequencer from None
        if connection.vendor != "postgresql":
            return
        # The lock goes with its session, which a restart of the database ends.
        if self._session is None or not self._session.is_usable():
            self._open_session()

    def release(self) -> None:
        """Gives both back."""
        self._close_session()
        self._file.close()

    def _open_session(self) -> None:
        self._close_session()
        self._session = connections.create_connection(DEFAULT_DB_ALIAS)
        with self._session.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
            is_ours = cursor.fetchone()[0]
        if not is_ours:
            self._close_session()
            raise AnotherSequencer

    def _close_session(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None
