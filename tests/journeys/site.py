"""A whole installation in real time: database, server, worker, sequencer."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

from django.db import connections
from pytest_django import DjangoDbBlocker

from mingbai.ledger.models import Leaf
from mingbai.lib.tlog.store import Store
from mingbai.places.scoping import within
from tests import cast
from tests.databases import template
from tests.databases.choice import Databases
from tests.databases.installation import Installation
from tests.journeys.people import Account
from tests.journeys.samples import Samples

HOST: Final = "127.0.0.1"
START_SECONDS: Final = 40
STOP_SECONDS: Final = 25

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Site:
    """试点县 on a port of this machine, with everything running."""

    installation: Installation
    port: int
    accounts: dict[str, Account]
    samples: Samples
    blocker: DjangoDbBlocker

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://{HOST}:{self.port}"

    def ask(self, question: Callable[[], Answer]) -> Answer:
        """What a query or a verb says within 试点县, committed."""
        return asked_within(self.installation, self.blocker, question)

    def wait_until_published(self) -> None:
        """Come back when everything committed so far is in the signed ledger."""
        wanted, log = self.ask(lambda: (Leaf.objects.count(), cast.county().pk))
        until = time.monotonic() + START_SECONDS
        while self._published(log) < wanted:
            assert time.monotonic() < until, "the sequencer has not signed"
            time.sleep(0.2)

    def _published(self, log: UUID) -> int:
        # The neighbour's log, on PostgreSQL, is published beside ours.
        return Store(self.installation.data / "ledger" / str(log)).published_size()


def asked_within(
    installation: Installation,
    blocker: DjangoDbBlocker,
    question: Callable[[], Answer],
) -> Answer:
    """The answer, committed, by a connection to that installation.

    In a thread of its own: Django refuses the one in which the browser's event loop
    runs.
    """

    def answer() -> Answer:
        databases = installation.databases
        name = databases.setting(installation.name)
        with template.connected_to(name, databases.app()):
            try:
                with within(cast.county(), durable=True):
                    return question()
            finally:
                connections.close_all()

    with blocker.unblock(), ThreadPoolExecutor(1) as thread:
        return thread.submit(answer).result()


@contextmanager
def copied(databases: Databases, name: str, folder: Path) -> Iterator[Installation]:
    """A fresh copy of the database with 试点县 in it, and a folder of its own."""
    databases.create(name, template.COUNTY)
    try:
        yield Installation(databases, name, folder)
    finally:
        databases.drop(name)


@contextmanager
def running(installation: Installation, port: int) -> Iterator[None]:
    """Server, worker and sequencer, as three processes, stopped in the end."""
    app = installation.environment()
    is_apart = installation.databases.kind == "postgresql"
    signing = installation.environment("mingbai_sequencer" if is_apart else "")
    with ExitStack() as stack:
        for words, environment in (
            (("sequencer",), signing),
            (("worker",), app),
            (("serve", "--port", str(port)), app),
        ):
            stack.enter_context(_process(words, environment, installation.data))
        _wait_for(port, installation.data)
        yield


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _process(
    words: tuple[str, ...], environment: dict[str, str], folder: Path
) -> Iterator[None]:
    told = {
        **environment,
        "MINGBAI_TICK_SECONDS": "1",
        "MINGBAI_WORKER_SECONDS": "1",
        "MINGBAI_LOG_LEVEL": "WARNING",
    }
    with (folder / f"{words[0]}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "mingbai", *words],
            env=told,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield
        assert process.poll() is None, f"{words[0]} ended by itself"
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise


def _wait_for(port: int, folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    log = (folder / "serve.log").read_text(encoding="utf-8")
    raise AssertionError(f"the server did not start:\n{log}")
