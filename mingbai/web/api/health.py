"""`/healthz`: numbers that tell a watchman whether everything is at work."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mingbai.ledger import clock
from mingbai.ledger.models import Leaf
from mingbai.places.models import Errand
from mingbai.places.scoping import current_place_id

BEAT: Final = "worker.beat"
# Of a process that takes its turn every so often, three turns may be missed.
TURNS_MISSED: Final = 3
LEAST_SECONDS: Final = 60


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when all is at work, else 503; a database that is away is the door's 503.

    `worker_seconds` since the worker's last round, null if it never had one;
    `sequencer_seconds` since the oldest leaf began to wait for the public log.
    """
    now = clock.now()
    worker = _seconds(_last_beat(), now)
    sequencer = _seconds(Leaf.objects.waiting_since(current_place_id()), now) or 0
    is_well = (
        worker is not None
        and worker <= _patience(settings.WORKER_SECONDS)
        and sequencer <= _patience(settings.TICK_SECONDS)
    )
    numbers = {
        "database": 1,
        "worker_seconds": worker,
        "sequencer_seconds": sequencer,
    }
    return JsonResponse(numbers, status=200 if is_well else 503)


def _last_beat() -> datetime | None:
    """Any place's errand will do: one worker serves them all."""
    beats = Errand.objects.filter(kind=BEAT)
    newest: datetime | None = beats.aggregate(at=Max("claimed_at"))["at"]
    return newest


def _seconds(since: datetime | None, now: datetime) -> int | None:
    return None if since is None else max(0, int((now - since).total_seconds()))


def _patience(turn_seconds: int) -> int:
    return max(LEAST_SECONDS, TURNS_MISSED * turn_seconds)
