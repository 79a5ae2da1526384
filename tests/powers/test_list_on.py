"""The list on any day, and what changed: right after whatever was decided."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingbai.places.days import local_day
from mingbai.places.models import Place
from mingbai.powers.draft import Wish
from mingbai.powers.list_on import list_on, months_of_change
from mingbai.powers.two_days import altered, gained, lost, said_on
from tests import cast
from tests.moments import NOW, TODAY
from tests.powers.changes import changes_between, difference
from tests.powers.drafting import approved, drafted, repeal_of, wish
from tests.powers.publishing import published, statement

DAY = timedelta(days=1)
YEAR = timedelta(days=365)


def test_nothing_changed_before_there_was_a_list(place: Place) -> None:
    assert not list_on(TODAY)
    assert changes_between(TODAY - YEAR, TODAY) == []
    assert difference(TODAY - YEAR, TODAY) == []
    assert months_of_change() == []


def test_what_changed_is_told_with_both_versions(place: Place) -> None:
    first = published(since=TODAY - 40 * DAY)
    second = approved(drafted(wish()))
    assert changes_between(TODAY, TODAY) == [("SD-001", "changed", TODAY)]
    assert list(altered(TODAY - DAY, TODAY)) == [second]
    assert said_on(TODAY - DAY, [second]) == {second.pk: first}
    assert changes_between(TODAY - 40 * DAY, TODAY - DAY) == [
        ("SD-001", "new", TODAY - 40 * DAY)
    ]


def test_what_happened_and_was_undone_between_two_days_is_no_difference(
    place: Place,
) -> None:
    published(since=TODAY - 9 * DAY)
    published(name="别的名称", since=TODAY)
    published(since=TODAY + DAY)
    published("SD-002", since=TODAY)
    approved(repeal_of("SD-002", TODAY + DAY))
    assert difference(TODAY - DAY, TODAY + DAY) == []
    assert difference(TODAY - DAY, TODAY) == [
        ("SD-001", "changed", TODAY),
        ("SD-002", "new", TODAY),
    ]
    assert difference(TODAY, TODAY + DAY) == [
        ("SD-001", "changed", TODAY + DAY),
        ("SD-002", "repealed", TODAY + DAY),
    ]
    assert difference(TODAY, TODAY) == []


def test_another_holder_is_a_difference_though_the_words_are_the_same(
    place: Place,
) -> None:
    published(since=TODAY - 9 * DAY)
    published(holder=cast.housing(), since=TODAY)
    assert difference(TODAY - DAY, TODAY) == [("SD-001", "changed", TODAY)]


def test_a_repeal_takes_effect_on_the_day_after_the_last(place: Place) -> None:
    first = published(since=TODAY - 40 * DAY)
    approved(repeal_of())
    assert changes_between(TODAY - DAY, TODAY - DAY) == []
    assert changes_between(TODAY, TODAY) == [("SD-001", "repealed", TODAY)]
    assert list(lost(TODAY - DAY, TODAY)) == [first]
    assert list(list_on(TODAY - DAY)) == [first]
    assert not list_on(TODAY)


def test_what_comes_back_after_a_gap_is_new(place: Place) -> None:
    published(since=TODAY - 40 * DAY)
    approved(repeal_of())
    approved(drafted(Wish("SD-001", statement(), since=TODAY + 9 * DAY)))
    assert changes_between(TODAY, TODAY + 9 * DAY) == [
        ("SD-001", "repealed", TODAY),
        ("SD-001", "new", TODAY + 9 * DAY),
    ]
    assert difference(TODAY - DAY, TODAY + 9 * DAY) == []


def test_what_comes_back_at_once_with_the_same_words_is_no_change(
    place: Place,
) -> None:
    published(since=TODAY - 40 * DAY)
    approved(repeal_of())
    approved(drafted(Wish("SD-001", statement())))
    assert changes_between(TODAY, TODAY) == []


def test_the_months_in_which_anything_changed_are_known(place: Place) -> None:
    published(since=date(2026, 3, 5))
    approved(repeal_of(since=date(2026, 11, 1)))
    published("SD-002", since=date(2026, 3, 9))
    months = [date(2026, 11, 1), date(2026, 3, 1)]
    assert months_of_change() == months


@pytest.mark.parametrize("powers", [2, 8])
def test_a_read_takes_as_many_queries_for_two_as_for_eight(
    place: Place, powers: int, django_assert_num_queries: Any
) -> None:
    for number in range(powers):
        published(f"SD-{number}", since=TODAY - 9 * DAY)
        approved(drafted(wish(f"SD-{number}")))
    with django_assert_num_queries(1):
        assert len([one.holder.name for one in list_on(TODAY)]) == powers
    with django_assert_num_queries(2):
        found = list(altered(TODAY - DAY, TODAY))
        assert len(said_on(TODAY - DAY, found)) == powers
    with django_assert_num_queries(1):
        assert not gained(TODAY - DAY, TODAY)
    with django_assert_num_queries(2):
        months_of_change()


# The same in plain Python, and two hundred edits over a year.

CODES = [f"SD-{number}" for number in range(9)]
NAMES = ["甲", "乙", "丙"]


@dataclass
class Span:
    """A name from a day to a day, or for good."""

    name: str
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass
class Model:
    """A list of powers as anybody would keep it on paper."""

    spans: dict[str, list[Span]] = field(default_factory=dict)

    def newest(self, code: str) -> Span | None:
        return self.spans[code][-1] if code in self.spans else None

    def first_day(self, code: str, wanted: date, today: date) -> date:
        newest = self.newest(code)
        if newest is None:
            return wanted
        if newest.until is not None:
            return max(wanted, today, newest.until + DAY, newest.since + DAY)
        return max(wanted, today, newest.since + DAY)

    def say(self, code: str, name: str, since: date) -> None:
        newest = self.newest(code)
        if newest is not None and newest.until is None:
            newest.until = since - DAY
        self.spans.setdefault(code, []).append(Span(name, since))

    def repeal(self, code: str, since: date) -> None:
        newest = self.newest(code)
        assert newest is not None
        newest.until = since - DAY

    def on(self, day: date) -> dict[str, str]:
        return {
            code: span.name
            for code, spans in self.spans.items()
            for span in spans
            if span.holds(day)
        }

    def between(self, first: date, last: date) -> list[tuple[str, str, date]]:
        before, after = self.on(first), self.on(last)
        return [
            (code, _kind(before.get(code), after.get(code)), last)
            for code in sorted({*before, *after})
            if before.get(code) != after.get(code)
        ]


def _kind(before: str | None, after: str | None) -> str:
    if before is None:
        return "new"
    return "changed" if after is not None else "repealed"


def edit(model: Model, chance: random.Random) -> None:
    """Do one thing that an office does to its list, if it can be done."""
    today = local_day(datetime.now(UTC))
    code, name = chance.choice(CODES), chance.choice(NAMES)
    wanted = today + chance.choice([0, 0, 0, 1, 5, 30, -20]) * DAY
    newest = model.newest(code)
    is_standing = newest is not None and newest.until is None
    if is_standing and chance.random() < 0.3:
        since = model.first_day(code, wanted, today)
        approved(repeal_of(code, since=wanted))
        model.repeal(code, since)
    elif newest is None and chance.random() < 0.5:
        published(code, name=name, since=wanted)
        model.say(code, name, wanted)
    elif not is_standing or newest is None or newest.name != name:
        since = model.first_day(code, wanted, today)
        approved(drafted(Wish(code, statement(name=name), wanted)))
        model.say(code, name, since)


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_the_list_of_every_day_is_right_after_two_hundred_edits(
    place: Place, clock: time_machine.Traveller, seed: int
) -> None:
    chance, model = random.Random(seed), Model()
    with transaction.atomic():
        clock.move_to(NOW)
        for number in range(200):
            clock.move_to(NOW + number * YEAR / 200)
            edit(model, chance)
        last = TODAY + YEAR
        is_right(model, TODAY - 30 * DAY, last + 40 * DAY, chance)
        assert difference(TODAY, last) == model.between(TODAY, last)
        transaction.set_rollback(True)


def is_right(model: Model, first: date, last: date, chance: random.Random) -> None:
    known = list(days(first, last))
    for day in known:
        found = {one.power.code: one.name for one in list_on(day)}
        assert found == model.on(day), day
    changed = [
        one for pair in pairwise(known) for one in model.between(pair[0], pair[1])
    ]
    assert changes_between(first + DAY, last) == changed
    for _ in range(40):
        one, other = sorted(chance.sample(known, 2))
        assert difference(one, other) == model.between(one, other)
