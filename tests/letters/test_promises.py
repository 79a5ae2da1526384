"""A promise in an answer has a day, and on that day the writer is asked."""

from datetime import timedelta
from types import ModuleType

import pytest
import time_machine

from mingbai.accounts.end import end
from mingbai.accounts.models import Duty
from mingbai.letters.judge_promise import judge_promise
from mingbai.letters.models import LetterEvent, Notice, Promise
from mingbai.letters.promises import NotYetDue, PromiseSettled
from mingbai.letters.promises_due import promises_due
from mingbai.letters.reply import Promised, reply
from mingbai.letters.report_promise import EmptyReport, report_promise
from mingbai.places.actors import Citizen, System
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import (
    ANSWER,
    facts,
    now,
    stands,
    told,
    with_education,
    writer_of,
)
from tests.moments import TODAY
from tests.written import send

WORKER = System("worker")
DAYS = timedelta(days=8)
DONE = "路灯已全部换好。"


@pytest.fixture
def promise(place: Place, cast: ModuleType) -> Promise:
    """The education bureau has promised something for eight days from now."""
    letter = with_education()
    reply(
        by=cast.officer(),
        at=now(),
        letter=letter,
        text=ANSWER,
        promises=[Promised("换好学府路的路灯", TODAY + DAYS)],
    )
    return Promise.objects.get()


def state_of(promise: Promise) -> str:
    return Promise.objects.get(pk=promise.pk).state


def test_only_the_system_asks_by_the_clock(promise: Promise, cast: ModuleType) -> None:
    with pytest.raises(NotAllowed):
        promises_due(by=cast.supervisor(), at=now())


def test_nobody_is_asked_before_the_day(
    promise: Promise, clock: time_machine.Traveller
) -> None:
    clock.shift(DAYS - timedelta(days=1))
    assert promises_due(by=WORKER, at=now()) == 0
    assert state_of(promise) == Promise.State.AHEAD


def test_another_body_reports_nothing(promise: Promise, cast: ModuleType) -> None:
    for by in (cast.other_officer(), cast.registrar(), cast.supervisor()):
        with pytest.raises(NotAllowed):
            report_promise(by=by, at=now(), promise=promise, text=DONE)


def test_whoever_says_that_it_is_done_says_what(
    promise: Promise, cast: ModuleType
) -> None:
    with pytest.raises(EmptyReport):
        report_promise(by=cast.officer(), at=now(), promise=promise, text="  ")


def test_only_the_writer_judges(promise: Promise, cast: ModuleType) -> None:
    stranger = Citizen(channel="web")
    for by in (cast.officer(), cast.supervisor(), stranger, writer_of(send())):
        with pytest.raises(NotAllowed):
            judge_promise(by=by, at=now(), promise=promise, is_done=True)


def test_before_its_day_a_promise_is_not_broken(promise: Promise) -> None:
    with pytest.raises(NotYetDue):
        judge_promise(
            by=writer_of(promise.letter), at=now(), promise=promise, is_done=False
        )
    assert state_of(promise) == Promise.State.AHEAD


def test_what_is_kept_stays_kept(promise: Promise, cast: ModuleType) -> None:
    writer = writer_of(promise.letter)
    judge_promise(by=writer, at=now(), promise=promise, is_done=True)
    for is_done in (True, False):
        with pytest.raises((PromiseSettled, NotYetDue)):
            judge_promise(by=writer, at=now(), promise=promise, is_done=is_done)
    with pytest.raises(PromiseSettled):
        report_promise(by=cast.officer(), at=now(), promise=promise, text=DONE)
    assert state_of(promise) == Promise.State.KEPT


def test_what_is_broken_is_not_broken_again(
    promise: Promise, clock: time_machine.Traveller
) -> None:
    clock.shift(DAYS)
    writer = writer_of(promise.letter)
    judge_promise(by=writer, at=now(), promise=promise, is_done=False)
    with pytest.raises(PromiseSettled):
        judge_promise(by=writer, at=now(), promise=promise, is_done=False)


def test_on_its_day_the_writer_is_asked_once_and_the_officer_told(
    promise: Promise, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    clock.shift(DAYS)
    assert promises_due(by=WORKER, at=now()) == 1
    assert promises_due(by=WORKER, at=now()) == 0
    assert state_of(promise) == Promise.State.ASKED
    assert facts(promise.letter, "promise_due")["promise"] == str(promise.pk)
    notice = Notice.objects.get(kind=Notice.Kind.PROMISE)
    assert notice.user == cast.user("lizhuren")
    # The letter itself stays answered.
    assert stands(promise.letter).state == "answered"


def test_a_promise_that_was_not_kept_stands_until_it_is(
    promise: Promise, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    clock.shift(DAYS)
    promises_due(by=WORKER, at=now())
    writer, letter = writer_of(promise.letter), promise.letter
    judge_promise(by=writer, at=now(), promise=promise, is_done=False, text="还黑着")
    broken = Promise.objects.get()
    assert (broken.state, broken.settled_at) == (Promise.State.BROKEN, now())
    assert told(letter, "promise_broken").note.text == "还黑着"
    report_promise(by=cast.officer(), at=now(), promise=promise, text=DONE)
    assert state_of(promise) == Promise.State.REPORTED
    note = told(letter, "promise_reported").note
    assert (note.text, note.is_for_writer) == (DONE, True)
    judge_promise(by=writer, at=now(), promise=promise, is_done=True)
    assert state_of(promise) == Promise.State.KEPT
    kinds = list(LetterEvent.objects.filter(letter=letter).values_list("kind"))
    assert [kind for (kind,) in kinds][-4:] == [
        "promise_due",
        "promise_broken",
        "promise_reported",
        "promise_kept",
    ]


def test_what_was_reported_too_early_lies_ahead_again(
    promise: Promise, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    report_promise(by=cast.officer(), at=now(), promise=promise, text=DONE)
    writer = writer_of(promise.letter)
    judge_promise(by=writer, at=now(), promise=promise, is_done=False)
    assert state_of(promise) == Promise.State.AHEAD
    clock.shift(DAYS)
    assert promises_due(by=WORKER, at=now()) == 1


def test_a_body_without_an_officer_is_told_through_whoever_signed(
    promise: Promise, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    duty = Duty.objects.get(user=cast.user("lizhuren"))
    end(by=cast.FOUNDERS, at=now(), duty=duty, until=TODAY)
    clock.shift(DAYS)
    assert promises_due(by=WORKER, at=now()) == 1
    assert Notice.objects.get(kind="promise").user == cast.user("lizhuren")
