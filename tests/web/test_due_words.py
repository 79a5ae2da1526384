"""Why a letter is due on its day, in words."""

from datetime import date

import pytest

from mingbai.letters.models import EventKind
from mingbai.letters.why_due import SETTING, DueStep
from mingbai.lib.calendar import Deadline, WorkingCalendar
from mingbai.web.due_words import due_words
from tests.web.public.reading import said

# 国务院办公厅: 2026-10-01 to 07 off, 2026-09-27 and 10-10 worked.
CALENDAR = WorkingCalendar(
    off_days=frozenset(date(2026, 10, day) for day in range(1, 8)),
    working_days=frozenset({date(2026, 9, 27), date(2026, 10, 10)}),
    loaded_years=frozenset({2026}),
)


def step(
    kind: EventKind, start: date, days: int, *, held: date | None = None
) -> DueStep:
    """A step counted by the calendar; `held` is an earlier day that stays."""
    counted = (
        CALENDAR.add_working_days(start, days)
        if days
        else Deadline(start, provisional=False)
    )
    due = Deadline(held, provisional=False) if held else counted
    return DueStep(kind=kind, start=start, days=days, counted=counted, due=due)


@pytest.mark.parametrize("kind", sorted(SETTING))
def test_every_step_that_sets_a_day_has_words(kind: EventKind) -> None:
    told = due_words([step(kind, date(2026, 9, 22), 5)], calendar=CALENDAR)
    assert told[0].title
    assert told[0].at == date(2026, 9, 22)


def test_the_days_that_do_not_count_are_told() -> None:
    """Five working days from 2026-09-30 end on 2026-10-13."""
    one = step(EventKind.ROUTED, date(2026, 9, 30), 5)
    who = due_words([one], calendar=CALENDAR)[0].who
    assert said("So it is due by %(day)s.", day="2026年10月13日") in who
    assert said("%(days)s public holidays do not count.", days=7) in who
    assert said("%(days)s make-up working days do count.", days=1) in who


def test_a_later_day_does_not_move_the_promised_one() -> None:
    one = step(EventKind.ROUTED, date(2026, 9, 22), 15, held=date(2026, 9, 30))
    who = due_words([one], calendar=CALENDAR)[0].who
    assert "2026年9月30日" in who
    assert said("So it is due by %(day)s.", day="2026年9月30日") not in who


def test_the_same_day_counts_no_days() -> None:
    one = step(EventKind.URGENT, date(2026, 9, 22), 0)
    who = due_words([one], calendar=CALENDAR)[0].who
    assert who == said("So it is due by %(day)s.", day="2026年9月22日")


def test_a_year_whose_holidays_are_not_known_is_told() -> None:
    one = step(EventKind.REGISTERED, date(2026, 12, 29), 15)
    who = due_words([one], calendar=CALENDAR)[0].who
    assert who.endswith(
        said(
            "The holidays of that year are not announced yet; until then Monday to"
            " Friday count, and the day may change."
        )
    )
