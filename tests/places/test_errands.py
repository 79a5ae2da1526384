"""The worker's queue: asked once, claimed by one, done or tried again."""

from datetime import timedelta
from uuid import UUID

import pytest

from mingbai.lib.uuid7 import uuid7
from mingbai.places.errands import ask, claim, fail, finish
from mingbai.places.models import Errand, Place
from mingbai.places.scoping import NoPlace
from tests.moments import NOW

LEASE = 60
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def subject(place: Place) -> UUID:
    Errand.objects.update(done_at=NOW)
    return uuid7()


def claimed() -> Errand:
    errand = claim(at=NOW, lease_seconds=LEASE)
    assert errand is not None
    return errand


@pytest.mark.django_db
def test_nothing_is_asked_without_a_place() -> None:
    with pytest.raises(NoPlace):
        ask(kind="letters.redate", subject=uuid7(), at=NOW)


def test_asking_again_while_it_waits_is_enough(subject: UUID) -> None:
    ask(kind="letters.redate", subject=subject, at=NOW)
    ask(kind="letters.redate", subject=subject, at=LATER)
    waiting = Errand.objects.get(done_at__isnull=True)
    assert waiting.due_at == NOW


def test_nothing_is_claimed_before_it_is_due(subject: UUID) -> None:
    ask(kind="letters.redate", subject=subject, at=LATER)
    assert claim(at=NOW, lease_seconds=LEASE) is None


def test_an_errand_is_held_by_one(subject: UUID) -> None:
    ask(kind="letters.redate", subject=subject, at=NOW)
    errand = claimed()
    assert errand.attempts == 1
    assert claim(at=NOW, lease_seconds=LEASE) is None


def test_a_dead_holder_loses_it_after_the_lease(subject: UUID) -> None:
    ask(kind="letters.redate", subject=subject, at=NOW)
    first = claimed()
    second = claim(at=NOW + timedelta(seconds=LEASE + 1), lease_seconds=LEASE)
    assert second is not None
    assert second.pk == first.pk
    assert second.attempts == 2
    assert not finish(first, at=LATER)
    assert not fail(first, at=LATER, failure="OSError", retry_at=LATER)
    assert finish(second, at=LATER)


def test_what_is_asked_for_while_it_runs_runs_once_more(subject: UUID) -> None:
    ask(kind="letters.redate", subject=subject, at=NOW)
    running = claimed()
    ask(kind="letters.redate", subject=subject, at=NOW)
    assert not finish(running, at=NOW)
    again = claimed()
    assert again.pk == running.pk
    assert finish(again, at=NOW)
    assert claim(at=LATER, lease_seconds=LEASE) is None


def test_a_failed_one_waits_and_keeps_the_name_of_its_failure(subject: UUID) -> None:
    ask(kind="letters.redate", subject=subject, at=NOW)
    assert fail(claimed(), at=NOW, failure="OSError", retry_at=LATER)
    assert claim(at=NOW, lease_seconds=LEASE) is None
    again = claim(at=LATER, lease_seconds=LEASE)
    assert again is not None
    assert again.failure == "OSError"


def test_a_failed_one_is_not_tried_in_the_past(subject: UUID) -> None:
    ask(kind="letters.redate", subject=subject, at=LATER)
    errand = claim(at=LATER, lease_seconds=LEASE)
    assert errand is not None
    with pytest.raises(ValueError, match="later"):
        fail(errand, at=LATER, failure="OSError", retry_at=NOW)


def test_what_waited_longest_is_claimed_first(subject: UUID) -> None:
    ask(kind="letters.redate", subject=uuid7(), at=NOW)
    ask(kind="letters.redate", subject=subject, at=NOW - timedelta(minutes=1))
    assert claimed().subject == subject


def test_a_done_one_may_be_asked_for_anew(subject: UUID, place: Place) -> None:
    ask(kind="letters.redate", subject=subject, at=NOW)
    done = claimed()
    assert done.place == place
    assert finish(done, at=NOW)
    ask(kind="letters.redate", subject=subject, at=NOW)
    assert claimed().pk != done.pk
