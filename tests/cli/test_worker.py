"""`mingbai worker`: works off what waits, and ends when it is told."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mingbai.places.models import Errand
from tests.cli.installations import run_command
from tests.databases.installation import Installation


def test_without_a_key_ring_it_does_not_work(
    committed: Installation, tmp_path: Path
) -> None:
    environment = committed.environment() | {"MINGBAI_KEYS": str(tmp_path / "none")}
    ended = run_command(environment, "worker", "--once")
    assert ended.code == 1
    assert "mingbai keys create" in ended.err


def test_once_ends_when_nothing_waits(committed: Installation) -> None:
    assert run_command(committed.environment(), "worker", "--once").code == 0
    beats = Errand.objects.filter(place=committed.place, kind="worker.beat")
    assert beats.get().claimed_at is not None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_it_is_told(
    committed: Installation, number: signal.Signals
) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-m", "mingbai", "worker"],
        env=committed.environment() | {"MINGBAI_WORKER_SECONDS": "60"},
    )
    deadline = time.monotonic() + 30
    while not Errand.objects.filter(kind="worker.beat").exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    # It now waits for a minute, unless it listens.
    worker.send_signal(number)
    assert worker.wait(20) == 0
