"""The worker: runs errands place by place, and folds tallies. It is a door too.

Each errand runs in one durable transaction of its place. A lost worker loses
nothing: its claim expires and another one takes the errand over.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import OperationalError, connection
from django.utils import timezone

from mingbai.accounts.sessions import SessionStore
from mingbai.letters.notices import clear_old
from mingbai.letters.promises_due import promises_due
from mingbai.letters.redate import redate
from mingbai.letters.sweep import sweep
from mingbai.letters.tally import FoldedElsewhere, fold
from mingbai.places import errands
from mingbai.places.actors import System
from mingbai.places.models import Errand, Place
from mingbai.places.scoping import within
from mingbai.places.statistics import refresh_statistics

log = logging.getLogger("mingbai.worker")

LEASE_SECONDS: Final = 300
# How often a place's tallies are folded, and how long a failure waits, at most.
FOLD_SECONDS: Final = 60
# How soon an official learns of a day that came, and a writer of a promised one.
SWEEP_SECONDS: Final = 300
PROMISES_SECONDS: Final = 600
LONGEST_WAIT_SECONDS: Final = 3600
KEPT: Final = timedelta(days=30)
NOTICES_KEPT: Final = timedelta(days=90)


def _fold(at: datetime) -> bool:
    del at
    return fold() > 0


def _tidy(at: datetime) -> bool:
    """Expired sessions, errands done long ago and old notices serve nobody."""
    SessionStore.clear_expired()
    errands.sweep(before=at - KEPT)
    clear_old(before=at - NOTICES_KEPT)
    refresh_statistics()
    return False


def _redate(at: datetime) -> bool:
    return redate(by=System("worker"), at=at) > 0


def _sweep(at: datetime) -> bool:
    return sweep(by=System("worker"), at=at) > 0


def _promises(at: datetime) -> bool:
    return promises_due(by=System("worker"), at=at) > 0


# What each kind of errand does within its place; True asks for another round.
TASKS: Final[Mapping[str, Callable[[datetime], bool]]] = {
    "letters.redate": _redate,
    "letters.sweep": _sweep,
    "letters.promises": _promises,
    "tally.fold": _fold,
    "rows.tidy": _tidy,
}
# These come back by themselves, after so many seconds.
RECURRING: Final[Mapping[str, int]] = {
    "tally.fold": FOLD_SECONDS,
    "letters.sweep": SWEEP_SECONDS,
    "letters.promises": PROMISES_SECONDS,
    "rows.tidy": 86400,
}
BEAT: Final = "worker.beat"


def run(stop: threading.Event, *, pause_seconds: float) -> None:
    """Work until told to stop; an idle round waits `pause_seconds`."""
    while not stop.is_set():
        try:
            worked = work_once(timezone.now())
        except OperationalError as error:
            log.warning("the database did not answer", exc_info=error)
            connection.close()
            worked = False
        if not worked:
            stop.wait(pause_seconds)


def work_once(now: datetime) -> bool:
    """One round: show signs of life, keep recurring errands alive, run one errand."""
    for place in Place.objects.all():
        _beat(place, now)
    errand = errands.claim(at=now, lease_seconds=LEASE_SECONDS)
    if errand is None:
        return False
    _run(errand, now)
    return True


def _beat(place: Place, now: datetime) -> None:
    beat, _ = Errand.objects.get_or_create(
        place=place,
        kind=BEAT,
        subject=place.pk,
        done_at=None,
        # Far ahead, so that nobody claims it: it is only read.
        defaults={"due_at": now + timedelta(days=36500)},
    )
    Errand.objects.filter(pk=beat.pk).update(claimed_at=now)
    for kind in RECURRING:
        waits = Errand.objects.filter(place=place, kind=kind, done_at__isnull=True)
        if not waits.exists():
            with within(place):
                errands.ask(kind=kind, subject=place.pk, at=now)


def _run(errand: Errand, now: datetime) -> None:
    task = TASKS.get(errand.kind)
    try:
        with within(errand.place, durable=True):
            again = task(now) if task else False
    # Whatever a task raises must not stop the worker; its class is kept and logged.
    except Exception as error:  # noqa: BLE001  # see above
        _put_back(errand, now, error)
        return
    if again or errand.kind in RECURRING:
        _come_back(errand, now, again=again)
        return
    errands.finish(errand, at=timezone.now())


def _come_back(errand: Errand, now: datetime, *, again: bool) -> None:
    wait = 0 if again else RECURRING.get(errand.kind, 0)
    errands.fail(errand, at=now, failure="", retry_at=now + timedelta(seconds=wait))


def _put_back(errand: Errand, now: datetime, error: Exception) -> None:
    wait = min(2**errand.attempts, LONGEST_WAIT_SECONDS)
    if not isinstance(error, FoldedElsewhere):
        log.error("an errand failed", exc_info=error)
    errands.fail(
        errand,
        at=now,
        failure=type(error).__name__,
        retry_at=now + timedelta(seconds=wait),
    )
