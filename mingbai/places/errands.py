"""The queue of the worker: asked for within a place, claimed across all of them.

An errand that waits is enough: asking again changes nothing. One that is being run
is given back, because what its worker has read may be older than the asking; it
runs once more, so whatever an errand does must bear being done twice.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from mingbai.lib.uuid7 import uuid7
from mingbai.places.models import Errand
from mingbai.places.scoping import current_place_id


def ask(*, kind: str, subject: UUID, at: datetime) -> None:
    """Have the worker do this for the open place, from `at` on.

    `subject` is the row it is about; the place's own id when the kind says all.
    """
    Errand.objects.bulk_create(
        [Errand(place_id=current_place_id(), kind=kind, subject=subject, due_at=at)],
        ignore_conflicts=True,  # errand_waits_once: nothing to do when one waits
    )
    Errand.objects.filter(
        place_id=current_place_id(),
        kind=kind,
        subject=subject,
        done_at__isnull=True,
        claim__isnull=False,
    ).update(claim=None, claimed_at=None, due_at=at)


def claim(*, at: datetime, lease_seconds: int) -> Errand | None:
    """The errand that has waited longest, now held by the caller; None if none waits.

    Opens no place: the caller enters `errand.place`. A holder that has not finished
    within `lease_seconds` is taken for dead and its errand is given to the next.
    """
    free = Q(claim__isnull=True) | Q(
        claimed_at__lt=at - timedelta(seconds=lease_seconds)
    )
    waiting = Errand.objects.filter(free, done_at__isnull=True, due_at__lte=at)
    # Others may take the first ones between our look and our UPDATE: look at a few.
    for errand in waiting.select_related("place").order_by("due_at")[:8]:
        if _take(errand, at):
            return errand
    return None


def finish(errand: Errand, *, at: datetime) -> bool:
    """Whether it is done; False when it was asked for again or taken over meanwhile."""
    if not _held(errand).update(done_at=at, failure=""):
        return False
    errand.done_at = at
    return True


def fail(errand: Errand, *, at: datetime, failure: str, retry_at: datetime) -> bool:
    """Whether it was put back until `retry_at`; False when it is ours no more.

    `failure` is the name of an exception class, never its words.
    """
    if retry_at < at:
        raise ValueError("an errand is tried again later, not earlier")
    return bool(
        _held(errand).update(
            claim=None, claimed_at=None, due_at=retry_at, failure=failure[:96]
        )
    )


def sweep(*, before: datetime) -> int:
    """Remove the open place's errands that were done before then; returns how many."""
    done = Errand.objects.filter(place_id=current_place_id(), done_at__lt=before)
    return done.delete()[0]


def _held(errand: Errand) -> QuerySet[Errand]:
    return Errand.objects.filter(pk=errand.pk, claim=errand.claim, done_at__isnull=True)


def _take(errand: Errand, at: datetime) -> bool:
    ours = uuid7()
    taken = _held(errand).update(
        claim=ours, claimed_at=at, attempts=errand.attempts + 1
    )
    if taken:
        errand.claim, errand.claimed_at = ours, at
        errand.attempts += 1
    return bool(taken)
