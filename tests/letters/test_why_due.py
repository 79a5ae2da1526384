"""Why a letter is due on its day: recounted from its events, whatever happened."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from types import ModuleType
from typing import Any, Final

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingbai.letters.ask_extension import (
    AskedBefore,
    TooLate,
    TooManyDays,
    ask_extension,
)
from mingbai.letters.ask_reopening import ReopeningRefused
from mingbai.letters.change import NotNow
from mingbai.letters.claim import claim
from mingbai.letters.correct import SameKind, correct
from mingbai.letters.limits import limits_of
from mingbai.letters.merge import merge
from mingbai.letters.models import EventKind, Letter, LetterEvent
from mingbai.letters.rate import rate
from mingbai.letters.reply import reply
from mingbai.letters.route import route
from mingbai.letters.rule_extension import rule_extension
from mingbai.letters.rule_reopening import rule_reopening
from mingbai.letters.set_limits import set_limits
from mingbai.letters.set_urgent import set_urgent
from mingbai.letters.why_due import DueStep, due_by_events, why_due
from mingbai.places.days import working_calendar
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests import cast as named_cast
from tests.letters.answering import ANSWER, now, stands, with_education, writer_of
from tests.moments import NOW
from tests.written import draft, send

REFUSED: Final = (
    *(NotNow, NotAllowed, TooLate, TooManyDays, AskedBefore, SameKind),
    # Asked for once.
    ReopeningRefused,
)


def steps_of(letter: Letter) -> list[DueStep]:
    """The steps, by the events as they stand."""
    events = LetterEvent.objects.filter(letter=letter)
    calendar = working_calendar(since=letter.received_on)
    return why_due(stands(letter), events, calendar=calendar)


def days_of(letter: Letter) -> list[tuple[EventKind, int, date]]:
    return [(one.kind, one.days, one.due.day) for one in steps_of(letter)]


def extend(letter: Letter) -> None:
    officer, registrar = named_cast.officer(), named_cast.registrar()
    ask_extension(by=officer, at=now(), letter=letter, days=3, reason="等材料。")
    rule_extension(by=registrar, at=now(), letter=letter, granted=True, reason="可以。")


def reopen(letter: Letter) -> None:
    rate(
        by=writer_of(letter),
        at=now(),
        letter=letter,
        level=1,
        is_solved=False,
        remark="",
        asks_reopening=True,
        reason="没有解决。",
    )
    rule_reopening(
        by=named_cast.supervisor(), at=now(), letter=letter, granted=True, reason="属实"
    )


def act(name: str, letter: Letter) -> None:
    """One thing that may happen to a letter."""
    usual: dict[str, Any] = {"at": now(), "letter": letter}
    office: dict[str, Any] = {"by": named_cast.registrar(), **usual}
    if name == "claim":
        claim(**office)
    elif name == "route":
        route(**office, body=named_cast.education())
    elif name == "urgent":
        set_urgent(**office, is_urgent=True)
    elif name == "extend":
        extend(letter)
    elif name == "reply":
        reply(by=named_cast.officer(), **usual, text=ANSWER)
    elif name == "reopen":
        reopen(letter)
    else:
        correct(**office, kind=name)


ACTS: Final = (
    *("claim", "route", "urgent", "extend", "reply", "reopen"),
    *(kind.value for kind in Letter.Kind),
)


@pytest.mark.parametrize("kind", list(Letter.Kind))
@given(
    happens=st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(min_value=0, max_value=9)),
        max_size=12,
    )
)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_day_follows_from_the_events_whatever_happened(
    place: Place,
    clock: time_machine.Traveller,
    kind: Letter.Kind,
    happens: list[tuple[str, int]],
) -> None:
    clock.move_to(NOW)
    letter = send(draft(kind=kind))
    for name, days in happens:
        clock.shift(timedelta(days=days))
        try:
            with transaction.atomic():
                act(name, letter)
        except REFUSED:
            continue
    steps = steps_of(letter)
    assert steps[0].due.day == letter.due_on
    assert steps[-1].due.day == stands(letter).due_on
    # The same without the days that the events themselves tell.
    calendar = working_calendar(since=letter.received_on)
    assert due_by_events(stands(letter), calendar=calendar).day == steps[-1].due.day
    prolonging = {EventKind.EXTENDED, EventKind.REOPENED}
    for before, after in pairwise(steps):
        assert after.kind in prolonging or after.due.day <= before.due.day


def test_each_step_tells_its_days(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    extend(letter)
    assert days_of(letter) == [
        (EventKind.REGISTERED, 15, date(2026, 10, 20)),
        (EventKind.ROUTED, 5, date(2026, 9, 30)),
        (EventKind.EXTENDED, 3, date(2026, 10, 10)),
    ]


def test_a_limit_that_comes_later_than_promised_is_told_and_does_not_hold(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = send()
    clock.shift(timedelta(days=20))
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.education())
    step = steps_of(letter)[-1]
    assert step.counted.day == step.due.day == stands(letter).due_on
    complaint = send(draft(kind=Letter.Kind.COMPLAIN))
    clock.shift(timedelta(days=1))
    route(by=cast.registrar(), at=now(), letter=complaint, body=cast.education())
    step = steps_of(complaint)[-1]
    assert step.counted.day > step.due.day == complaint.due_on


def test_a_correction_shortens_only_what_is_counted_later(
    place: Place, cast: ModuleType
) -> None:
    letter = send(draft(kind=Letter.Kind.COMPLAIN))
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.education())
    before = days_of(letter)
    correct(by=cast.registrar(), at=now(), letter=letter, kind=Letter.Kind.ASK)
    assert days_of(letter) == before
    assert stands(letter).due_on == before[-1][2]


def test_limits_changed_since_tell_the_days_that_were_given(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    before = days_of(letter)
    limits = replace(limits_of(Letter.Kind.ASK), body_days=2, receipt_days=9)
    set_limits(
        by=cast.administrators()[0], at=now(), kind=Letter.Kind.ASK, limits=limits
    )
    assert days_of(letter) == before


def test_a_merged_letter_goes_along_and_keeps_its_own_day(
    place: Place, cast: ModuleType
) -> None:
    first, second = send(), send()
    merge(by=cast.registrar(), at=now(), letter=second, into=first)
    route(by=cast.registrar(), at=now(), letter=first, body=cast.education())
    assert stands(second).due_on == second.due_on
    assert days_of(second) == [(EventKind.REGISTERED, 15, second.due_on)]
