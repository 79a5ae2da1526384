"""The worker: runs errands once, puts failures back, and shows signs of life."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from mingbai import worker
from mingbai.accounts.models import Session
from mingbai.accounts.sessions import SessionStore
from mingbai.letters.models import Notice, Tally
from mingbai.letters.notices import tell
from mingbai.places import errands
from mingbai.places.models import Errand, Place
from mingbai.places.scoping import within
from tests import cast
from tests.databases.installation import Installation
from tests.written import send


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[datetime], bool]]:
    known: dict[str, Callable[[datetime], bool]] = {}
    monkeypatch.setattr(worker, "TASKS", known)
    monkeypatch.setattr(worker, "RECURRING", {})
    return known


def ask(county: Place, kind: str, at: datetime) -> None:
    with within(county):
        errands.ask(kind=kind, subject=county.pk, at=at)


def test_a_task_that_fails_is_put_back_and_named_by_class_alone(
    committed: Installation, tasks: dict[str, Callable[[datetime], bool]]
) -> None:
    def fails(at: datetime) -> bool:
        raise ValueError("13800000000")

    tasks["test.fails"] = fails
    now = datetime.now(UTC)
    ask(cast.county(), "test.fails", now)
    while worker.work_once(now):
        pass
    errand = Errand.objects.get(kind="test.fails")
    assert (errand.failure, errand.done_at) == ("ValueError", None)
    assert errand.due_at > now
    assert not worker.work_once(now)
    assert worker.work_once(now + timedelta(seconds=3))


def test_what_a_failed_task_wrote_is_rolled_back(
    committed: Installation, tasks: dict[str, Callable[[datetime], bool]]
) -> None:
    def writes_and_fails(at: datetime) -> bool:
        send()
        raise ValueError

    tasks["test.writes"] = writes_and_fails
    now = datetime.now(UTC)
    ask(cast.county(), "test.writes", now)
    while worker.work_once(now):
        pass
    with within(cast.county(), read_only=True):
        assert not Tally.objects.exists()


def test_an_errand_runs_once(
    committed: Installation, tasks: dict[str, Callable[[datetime], bool]]
) -> None:
    runs = []

    def counts(at: datetime) -> bool:
        runs.append(at)
        return False

    tasks["test.counts"] = counts
    now = datetime.now(UTC)
    ask(cast.county(), "test.counts", now)
    while worker.work_once(now):
        pass
    assert len(runs) == 1
    assert Errand.objects.get(kind="test.counts").done_at is not None


def test_pieces_are_folded_again_and_again(committed: Installation) -> None:
    county = cast.county()
    with within(county, durable=True):
        for _ in range(5):
            send()
    now = datetime.now(UTC)
    while worker.work_once(now):
        pass
    with within(county, read_only=True):
        assert Tally.objects.count() == 2
    with within(county, durable=True):
        send()
    later = now + timedelta(seconds=worker.FOLD_SECONDS + 1)
    while worker.work_once(later):
        pass
    with within(county, read_only=True):
        assert Tally.objects.count() == 2


def test_the_worker_shows_signs_of_life(committed: Installation) -> None:
    now = datetime.now(UTC)
    worker.work_once(now)
    later = now + timedelta(seconds=9)
    worker.work_once(later)
    beat = Errand.objects.filter(kind=worker.BEAT, place=cast.county())
    assert [one.claimed_at for one in beat] == [later]


def test_what_serves_nobody_any_more_is_swept(committed: Installation) -> None:
    county, now = cast.county(), datetime.now(UTC)
    with within(county, durable=True):
        session = SessionStore()
        session["here"] = "1"
        session.set_expiry(now - timedelta(hours=1))
        session.save()
    ask(county, "test.unknown", now)
    while worker.work_once(now):
        pass
    assert Errand.objects.filter(kind="test.unknown").exists()
    later = now + timedelta(days=40)
    while worker.work_once(later):
        pass
    assert not Errand.objects.filter(kind="test.unknown").exists()
    with within(county, read_only=True):
        assert not Session.objects.exists()


def test_officials_are_told_of_the_days_by_the_worker(committed: Installation) -> None:
    county, now = cast.county(), datetime.now(UTC).replace(hour=4)
    with within(county, durable=True):
        due = send().due_on
    day_after = now + timedelta(days=(due - now.date()).days + 1)
    while worker.work_once(day_after):
        pass
    with within(county, read_only=True):
        told = Notice.objects.filter(kind=Notice.Kind.LATE)
        assert [one.user.login for one in told] == ["wangdengji"]
    later = day_after + timedelta(seconds=worker.SWEEP_SECONDS + 1)
    while worker.work_once(later):
        pass
    with within(county, read_only=True):
        assert Notice.objects.filter(kind=Notice.Kind.LATE).count() == 1


def test_old_notices_are_swept(committed: Installation) -> None:
    county, now = cast.county(), datetime.now(UTC)
    with within(county, durable=True):
        tell([cast.user("wangdengji")], Notice.Kind.LATE, send(), at=now)
    while worker.work_once(now + timedelta(days=80)):
        pass
    with within(county, read_only=True):
        assert Notice.objects.filter(day=local_day_of(now)).exists()
    while worker.work_once(now + timedelta(days=170)):
        pass
    with within(county, read_only=True):
        assert not Notice.objects.filter(day=local_day_of(now)).exists()


def local_day_of(at: datetime) -> date:
    return (at + timedelta(hours=8)).date()
